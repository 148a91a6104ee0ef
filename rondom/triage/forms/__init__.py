"""What people fill in before and in the MDT."""

from rondom.triage.forms.decision import AskForm, CoordinatorForm, DecisionForm, DecisionForms, LineForm
from rondom.triage.forms.minutes import AdditionForm, ClosingForm
from rondom.triage.forms.own_view import ViewForm
from rondom.triage.forms.round import BringBackForm, HandOverForm

__all__ = [
    "AdditionForm",
    "AskForm",
    "BringBackForm",
    "ClosingForm",
    "CoordinatorForm",
    "DecisionForm",
    "DecisionForms",
    "HandOverForm",
    "LineForm",
    "ViewForm",
]
