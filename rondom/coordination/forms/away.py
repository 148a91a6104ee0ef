"""When someone is away, and who covers."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.forms.moments import DAYS
from rondom.coordination.models.absence import AT_MOST


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=DAYS,
        error_messages={"required": _("Fill in a day."), "invalid": _("Choose a day.")},
    )


def _someone(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )


class AwayForm(forms.Form):
    """Who covers for me, from when until when."""

    cover = _someone(_("Who covers?"))
    starts_on = _day(_("From (day)"))
    ends_on = _day(_("Until and including (day)"))

    def __init__(self, *args: Any, people: Sequence[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.today = {str(one.pk): one for one in people}, today
        self.fields["cover"].choices = self._choices(people)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    @staticmethod
    def _choices(people: Sequence[User]) -> list[tuple[str, str]]:
        return [("", "–"), *((str(one.pk), one.display_name) for one in people)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and first < self.today:
            self.add_error("starts_on", _("This day has passed."))
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day."))
        elif first and last and last - first > AT_MOST - timedelta(days=2):
            self.add_error("ends_on", _("Whoever is away longer hands their cases over."))
        return data

    def whole(self, at: datetime) -> dict[str, Any]:
        """Who covers, from the first day, or this moment when that is today, until the end of the last day."""
        data = self.cleaned_data
        first = timezone.make_aware(datetime.combine(data["starts_on"], time()))
        last = timezone.make_aware(datetime.combine(data["ends_on"] + timedelta(days=1), time()))
        return {"cover": self.people[data["cover"]], "starts_at": max(first, at), "ends_at": last}


class AwaySetForm(AwayForm):
    """The same for someone of the organisation, by its manager."""

    user = _someone(_("Who is away?"))
    field_order = ["user", "cover", "starts_on", "ends_on"]

    def __init__(self, *args: Any, coordinators: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coordinators = {str(one.pk): one for one in coordinators}
        self.fields["user"].choices = self._choices(coordinators)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("user") and data.get("user") == data.get("cover"):
            self.add_error("cover", _("Choose someone else to cover."))
        return data

    def whole(self, at: datetime) -> dict[str, Any]:
        """The same, with who is away."""
        return {**super().whole(at), "user": self.coordinators[self.cleaned_data["user"]]}
