"""When something was said: a day, and the time when that is known."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rondom.core import moments

DAYS = ["%Y-%m-%d", "%d-%m-%Y"]
TIMES = ["%H:%M", "%H:%M:%S", "%H.%M"]


class WhenForm(forms.Form):
    """A moment that has been; not before `earliest`, when that is known."""

    day = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=DAYS,
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    time = forms.TimeField(
        label=_("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=TIMES,
        help_text=_("May stay empty."),
        error_messages={"invalid": _("Write a time, such as 14:30.")},
    )

    def __init__(self, *args: Any, at: datetime, earliest: int = 1900, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.earliest = at, earliest
        self.fields["day"].initial = timezone.localdate(at)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > timezone.localdate(self.at):
            raise forms.ValidationError(_("This day is still to come."))
        if day.year < self.earliest:
            raise forms.ValidationError(_("This is too long ago: that cannot be."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("time") and self.moment() > self.at:
            self.add_error("time", _("This moment is still to come."))
        return data

    def moment(self) -> datetime:
        """The moment; the beginning of the day when only that is known."""
        day, time = self.cleaned_data["day"], self.cleaned_data.get("time")
        return timezone.make_aware(datetime.combine(day, time)) if time else moments.start_of(day)

    def day_only(self) -> bool:
        """Whether only the day is known."""
        return not self.cleaned_data["time"]
