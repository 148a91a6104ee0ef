"""The verbs of the MDT, each in the module of its noun."""

from rondom.triage.actions.decisions import Line, Outcome, decide, question_to
from rondom.triage.actions.meetings import close_meeting, note_agenda, open_meeting
from rondom.triage.actions.minutes import add_to_minutes, note_minutes, note_rounds, sign
from rondom.triage.actions.own_views import write_view
from rondom.triage.actions.regions import hand_over
from rondom.triage.actions.rounds import bring_back, put_before_the_mdt

__all__ = [
    "Line",
    "Outcome",
    "add_to_minutes",
    "bring_back",
    "close_meeting",
    "decide",
    "hand_over",
    "note_agenda",
    "note_minutes",
    "note_rounds",
    "open_meeting",
    "put_before_the_mdt",
    "question_to",
    "sign",
    "write_view",
]
