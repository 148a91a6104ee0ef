"""What several forms of first contact ask in the same way."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rondom.organisations import municipalities

YES_NO_UNKNOWN = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Don't know"))]
MEANING = {"yes": True, "no": False}  # anything else, or nothing, is not known
EARLIEST_BIRTH = 1900


def ask(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """Yes, no or don't know; nothing chosen is don't know."""
    return forms.ChoiceField(
        label=label, choices=YES_NO_UNKNOWN, required=False, widget=forms.RadioSelect, help_text=help_text
    )


def birth_year() -> forms.IntegerField:
    """A year of birth, typed."""
    return forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write a year, such as 1998.")},
    )


def year_of_birth(year: int | None) -> int | None:
    """The year, when someone who lives now can be born in it. Raises ValidationError."""
    if year is not None and not EARLIEST_BIRTH <= year <= timezone.localdate().year:
        raise forms.ValidationError(_("Write a year, such as 1998."))
    return year


class MunicipalityField(forms.CharField):
    """A municipality by its name; gives its code, or an empty text."""

    def __init__(self, label: Any) -> None:
        widget = forms.TextInput(attrs={"list": "municipalities"})
        super().__init__(label=label, required=False, max_length=80, widget=widget)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = municipalities.named(text)
        if found is None:
            raise forms.ValidationError(
                _("Rondom does not know this municipality. Choose one from the list.")
            )
        return found.code
