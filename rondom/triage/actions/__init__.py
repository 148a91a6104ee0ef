"""The verbs of the MDT, each in the module of its noun."""

from rondom.triage.actions.attendance import arrive
from rondom.triage.actions.decisions import Line, Outcome, decide, question_to
from rondom.triage.actions.items import discuss
from rondom.triage.actions.meetings import close_meeting, note_agenda, open_meeting
from rondom.triage.actions.own_views import write_view
from rondom.triage.actions.regions import hand_over
from rondom.triage.actions.rounds import bring_back, put_before_the_mdt

__all__ = [
    "Line",
    "Outcome",
    "arrive",
    "bring_back",
    "close_meeting",
    "decide",
    "discuss",
    "hand_over",
    "note_agenda",
    "open_meeting",
    "put_before_the_mdt",
    "question_to",
    "write_view",
]
