"""What people fill in before and in the MDT."""

from rondom.triage.forms.decision import AskForm, CoordinatorForm, DecisionForm, DecisionForms, LineForm
from rondom.triage.forms.own_view import ViewForm
from rondom.triage.forms.question import AnswerForm, QuestionForm
from rondom.triage.forms.round import BringBackForm, HandOverForm
from rondom.triage.forms.weighing import OwnDissentForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "BringBackForm",
    "CoordinatorForm",
    "DecisionForm",
    "DecisionForms",
    "HandOverForm",
    "LineForm",
    "OwnDissentForm",
    "QuestionForm",
    "ViewForm",
]
