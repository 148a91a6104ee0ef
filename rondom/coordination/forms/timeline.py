"""Which part of a timeline is looked at."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from rondom.coordination.timeline import SCALES, Sort

_WORDS = {
    "alles": _("everything"), "dag": _("a day"), "week": _("a week"), "maand": _("a month"), "jaar": _("a year"),
}  # fmt: skip
_FIRST, _LAST = 1900, 9998  # years: within them a scale can be taken off, in any time zone


class TimelineForm(forms.Form):
    """How much of it, of what sort, of which organisation, and until when."""

    schaal = forms.ChoiceField(
        label=_("How much?"), required=False, choices=[(key, _WORDS[key]) for key in SCALES]
    )
    soort = forms.ChoiceField(
        label=_("What?"), required=False, choices=[("", _("Everything")), *Sort.choices]
    )
    van = forms.ChoiceField(label=_("Of whom?"), required=False)
    tot = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["van"].choices = [("", _("Everyone")), *((name, name) for name in places)]  # type: ignore[attr-defined]

    def clean_tot(self) -> Any:
        text = self.cleaned_data["tot"]
        try:
            moment = parse_datetime(text) if text else None
        except ValueError:
            moment = None
        if text and (moment is None or moment.tzinfo is None or not _FIRST <= moment.year <= _LAST):
            raise forms.ValidationError(_("This moment is not understood; you see the newest."))
        return moment

    def wanted(self) -> dict[str, Any]:
        """What is asked for; what is not understood is left out."""
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return {
            "until": data.get("tot"),
            "scale": SCALES[data.get("schaal") or "alles"],
            "sort": data.get("soort") or "",
            "place": data.get("van") or "",
        }
