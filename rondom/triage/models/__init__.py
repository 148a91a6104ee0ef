"""What the MDT keeps: the meeting, each organisation's own view, what was decided, and what came near to being late."""

from rondom.triage.models.decision import Decision, DecisionLine
from rondom.triage.models.escalation import Escalation
from rondom.triage.models.meeting import Meeting
from rondom.triage.models.move import Move
from rondom.triage.models.view import View

__all__ = ["Decision", "DecisionLine", "Escalation", "Meeting", "Move", "View"]
