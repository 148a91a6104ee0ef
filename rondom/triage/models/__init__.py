"""What the MDT keeps: the meeting, what was asked, each organisation's own view, and what was decided."""

from rondom.triage.models.decision import Decision, DecisionLine, NoCoordinator, Where
from rondom.triage.models.inquiry import Inquiry, Question
from rondom.triage.models.meeting import Meeting
from rondom.triage.models.view import View
from rondom.triage.models.weighing import DecisionRoute, Dissent, Invited, Wish

__all__ = [
    "Decision",
    "DecisionLine",
    "DecisionRoute",
    "Dissent",
    "Inquiry",
    "Invited",
    "Meeting",
    "NoCoordinator",
    "Question",
    "View",
    "Where",
    "Wish",
]
