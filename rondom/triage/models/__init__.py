"""What the MDT keeps: the meeting, each organisation's own view, and what was decided."""

from rondom.triage.models.decision import Decision, DecisionLine
from rondom.triage.models.meeting import Meeting
from rondom.triage.models.minutes import Addition, Minutes, NotDiscussed
from rondom.triage.models.view import View

__all__ = ["Addition", "Decision", "DecisionLine", "Meeting", "Minutes", "NotDiscussed", "View"]
