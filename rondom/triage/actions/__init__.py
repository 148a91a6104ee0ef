"""The verbs of the MDT, each in the module of its noun."""

from rondom.triage.actions.attendance import arrive
from rondom.triage.actions.decisions import Line, Otherwise, Outcome, Party, decide, differ, question_to
from rondom.triage.actions.escalations import explain
from rondom.triage.actions.inquiries import inquire
from rondom.triage.actions.item_members import call, end_call, step_back
from rondom.triage.actions.items import discuss, plan
from rondom.triage.actions.meetings import close_meeting, note_agenda, open_meeting
from rondom.triage.actions.minutes import add_to_minutes, note_minutes, note_rounds, sign
from rondom.triage.actions.moves import move
from rondom.triage.actions.own_views import write_view
from rondom.triage.actions.planning import Added, Week, change_week
from rondom.triage.actions.questions import answer_question, ask_question
from rondom.triage.actions.regions import hand_over
from rondom.triage.actions.rounds import bring_back, put_before_the_mdt

__all__ = [
    "Added",
    "Line",
    "Otherwise",
    "Outcome",
    "Party",
    "Week",
    "add_to_minutes",
    "answer_question",
    "arrive",
    "ask_question",
    "bring_back",
    "call",
    "change_week",
    "close_meeting",
    "decide",
    "differ",
    "discuss",
    "end_call",
    "explain",
    "hand_over",
    "inquire",
    "move",
    "note_agenda",
    "note_minutes",
    "note_rounds",
    "open_meeting",
    "plan",
    "put_before_the_mdt",
    "question_to",
    "sign",
    "step_back",
    "write_view",
]
