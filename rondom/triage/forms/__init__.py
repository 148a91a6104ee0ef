"""What people fill in before and in the MDT."""

from rondom.triage.forms.decision import AskForm, CoordinatorForm, DecisionForm, DecisionForms, LineForm
from rondom.triage.forms.item_member import CallForm, StepBackForm
from rondom.triage.forms.own_view import ViewForm
from rondom.triage.forms.planning import BreachForm, MoveForm, WeekForm
from rondom.triage.forms.round import BringBackForm, HandOverForm

__all__ = [
    "AskForm",
    "BreachForm",
    "BringBackForm",
    "CallForm",
    "CoordinatorForm",
    "DecisionForm",
    "DecisionForms",
    "HandOverForm",
    "LineForm",
    "MoveForm",
    "StepBackForm",
    "ViewForm",
    "WeekForm",
]
