"""What the MDT keeps: the meeting, each organisation's own view, and what was decided."""

from rondom.triage.models.attendance import Attendance
from rondom.triage.models.decision import Decision, DecisionLine
from rondom.triage.models.item_time import ItemTime
from rondom.triage.models.meeting import Meeting
from rondom.triage.models.view import View

__all__ = ["Attendance", "Decision", "DecisionLine", "ItemTime", "Meeting", "View"]
