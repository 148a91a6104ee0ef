"""What people fill in about a case as such."""

from django import forms
from django.utils.translation import gettext_lazy as _

READING_PURPOSES = [
    ("help", _("I give help or care to this person")),
    ("mdt", _("I prepare or take part in the MDT")),
    ("coordination", _("I coordinate this case")),
]


class ReadStoryForm(forms.Form):
    """Reading the story is a deliberate step, with a purpose."""

    purpose = forms.ChoiceField(
        label=_("Why do you read the story?"),
        choices=READING_PURPOSES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
