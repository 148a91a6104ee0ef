"""What people fill in about a case as such."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Regime

READING_PURPOSES = [
    ("help", _("I give help or care to this person")),
    ("mdt", _("I prepare or take part in the MDT")),
    ("coordination", _("I coordinate this case")),
]


class RelabelForm(forms.Form):
    """Under which of the two police regimes a text falls."""

    regime = forms.TypedChoiceField(
        label=_("Under which law does this text fall?"),
        choices=[(one.value, one.label) for one in sorted(Regime.of_police())],
        coerce=lambda value: Regime(int(value)),
        widget=forms.RadioSelect,
    )


class ReadStoryForm(forms.Form):
    """Reading the story is a deliberate step, with a purpose."""

    purpose = forms.ChoiceField(
        label=_("Why do you read the story?"),
        choices=READING_PURPOSES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
