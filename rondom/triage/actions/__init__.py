"""The verbs of the MDT, each in the module of its noun."""

from rondom.triage.actions.decisions import Line, Otherwise, Outcome, Party, decide, differ, question_to
from rondom.triage.actions.inquiries import inquire
from rondom.triage.actions.meetings import close_meeting, note_agenda, open_meeting
from rondom.triage.actions.own_views import write_view
from rondom.triage.actions.questions import answer_question, ask_question
from rondom.triage.actions.regions import hand_over
from rondom.triage.actions.rounds import bring_back, put_before_the_mdt

__all__ = [
    "Line",
    "Otherwise",
    "Outcome",
    "Party",
    "answer_question",
    "ask_question",
    "bring_back",
    "close_meeting",
    "decide",
    "differ",
    "hand_over",
    "inquire",
    "note_agenda",
    "open_meeting",
    "put_before_the_mdt",
    "question_to",
    "write_view",
]
