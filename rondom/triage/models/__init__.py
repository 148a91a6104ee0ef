"""What the MDT keeps: its meetings, who sits at them, how each sees a case, what was decided, what came near to late."""

from rondom.triage.models.attendance import Attendance
from rondom.triage.models.decision import Decision, DecisionLine, NoCoordinator, Where
from rondom.triage.models.escalation import Escalation
from rondom.triage.models.inquiry import Inquiry, Question
from rondom.triage.models.item_member import ItemMember
from rondom.triage.models.item_time import ItemTime
from rondom.triage.models.meeting import Meeting
from rondom.triage.models.minutes import Addition, Minutes, NotDiscussed
from rondom.triage.models.move import Move
from rondom.triage.models.view import View
from rondom.triage.models.weighing import DecisionRoute, Dissent, Invited, Wish

__all__ = [
    "Addition",
    "Attendance",
    "Decision",
    "DecisionLine",
    "DecisionRoute",
    "Dissent",
    "Escalation",
    "Inquiry",
    "Invited",
    "ItemMember",
    "ItemTime",
    "Meeting",
    "Minutes",
    "Move",
    "NoCoordinator",
    "NotDiscussed",
    "Question",
    "View",
    "Where",
    "Wish",
]
