"""What the MDT keeps: the meeting, who sits at it for one case, each organisation's own view, and what was decided."""

from rondom.triage.models.decision import Decision, DecisionLine
from rondom.triage.models.item_member import ItemMember
from rondom.triage.models.meeting import Meeting
from rondom.triage.models.view import View

__all__ = ["Decision", "DecisionLine", "ItemMember", "Meeting", "View"]
