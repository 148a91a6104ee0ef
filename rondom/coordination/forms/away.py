"""When someone is away, and who covers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.coordination.models.absence import AT_MOST
from rondom.organisations.forms import DaysForm


def _someone(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )


class AwayForm(DaysForm):
    """Who covers for me, from when until when."""

    cover = _someone(_("Who covers?"))
    field_order = ["cover", "starts_on", "ends_on"]
    longest = AT_MOST - timedelta(days=2)  # an hour longer when summer time ends in it
    too_long = _("Whoever is away longer hands their cases over.")

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["cover"].choices = self._choices(people)  # type: ignore[attr-defined]

    @staticmethod
    def _choices(people: Sequence[User]) -> list[tuple[str, str]]:
        return [("", "–"), *((str(one.pk), one.display_name) for one in people)]

    def whole(self, at: datetime) -> dict[str, Any]:
        """Who covers, from the first day, or this moment when that is today, until the end of the last day."""
        starts_at, ends_at = self.period(at)
        return {"cover": self.people[self.cleaned_data["cover"]], "starts_at": starts_at, "ends_at": ends_at}


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
