"""What people fill in before and in the MDT."""

from rondom.triage.forms.decision import AskForm, CoordinatorForm, DecisionForm, DecisionForms, LineForm
from rondom.triage.forms.item_member import CallForm, StepBackForm
from rondom.triage.forms.minutes import AdditionForm, ClosingForm
from rondom.triage.forms.own_view import ViewForm
from rondom.triage.forms.planning import BreachForm, LengthForm, MoveForm, WeekForm
from rondom.triage.forms.question import AnswerForm, QuestionForm
from rondom.triage.forms.round import BringBackForm, HandOverForm
from rondom.triage.forms.weighing import OwnDissentForm

__all__ = [
    "AdditionForm",
    "AnswerForm",
    "AskForm",
    "BreachForm",
    "BringBackForm",
    "CallForm",
    "ClosingForm",
    "CoordinatorForm",
    "DecisionForm",
    "DecisionForms",
    "HandOverForm",
    "LengthForm",
    "LineForm",
    "MoveForm",
    "OwnDissentForm",
    "QuestionForm",
    "StepBackForm",
    "ViewForm",
    "WeekForm",
]
