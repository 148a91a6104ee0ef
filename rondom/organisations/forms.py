"""What people fill in about organisations."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.organisations.identities import invitation_for
from rondom.organisations.models import Seat
from rondom.organisations.policies import STANDS_IN_AT_MOST


class InvitationForm(forms.Form):
    """The code with which someone links their account."""

    invitation = forms.CharField(
        label=_("Code of the invitation"),
        max_length=60,
        help_text=_("You got it from the administrator of your organisation."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_invitation(self) -> object:
        found = invitation_for(self.cleaned_data["invitation"])
        if found is None:
            raise forms.ValidationError(
                _("This code is not right, was used, or is too old. Ask for a new one.")
            )
        return found


class TokenForm(forms.Form):
    """Which system is let in, through whose account, until when."""

    name = forms.CharField(
        label=_("What is the system called?"),
        max_length=80,
        help_text=_("Such as the name of your own registration system."),
        error_messages={"required": _("Write a name.")},
    )
    account = forms.ChoiceField(
        label=_("Through which account does it register?"),
        help_text=_(
            "What it sends counts as registered by this account. Best is an account for this system alone."
        ),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )
    days = forms.ChoiceField(
        label=_("How long does it open?"),
        choices=[("90", _("3 months")), ("180", _("6 months")), ("365", _("1 year, the longest"))],
        initial="90",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )
    understood = forms.BooleanField(
        label=_("I know that this system can register reports for us, and I answer for what it sends."),
        error_messages={"required": _("Confirm that you know this.")},
    )

    def __init__(self, *args: Any, accounts: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accounts = {str(one.pk): one for one in accounts}
        choices = [("", "–"), *((key, one.display_name) for key, one in self.accounts.items())]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]

    def user(self) -> User:
        """The account that was chosen."""
        return self.accounts[self.cleaned_data["account"]]

    def ends_at(self, at: datetime) -> datetime:
        """The moment from which it opens nothing."""
        return at + timedelta(days=int(self.cleaned_data["days"]))


class ProfileForm(forms.Form):
    """What the organisation writes about someone who coordinates cases: no score, nothing about cases."""

    does = forms.CharField(
        label=_("What do they do?"),
        max_length=160,
        help_text=_("One line, such as: works mostly with young people. No judgement."),
        error_messages={"required": _("Write one line.")},
    )
    languages = forms.CharField(label=_("Which languages do they speak?"), max_length=80, required=False)
    days = forms.CharField(label=_("On which days do they work?"), max_length=80, required=False)


class DaysForm(forms.Form):
    """A first and a last day: from today on, in order, and no longer apart than `longest`."""

    longest: timedelta
    too_long: Any

    starts_on = forms.DateField(
        label=_("From (day)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={"required": _("Fill in a day."), "invalid": _("Choose a day.")},
    )
    ends_on = forms.DateField(
        label=_("Until and including (day)"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={"required": _("Fill in a day."), "invalid": _("Choose a day.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["starts_on"].initial = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and first < self.today:
            self.add_error("starts_on", _("This day has passed."))
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day."))
        elif first and last and last - first > self.longest:
            self.add_error("ends_on", self.too_long)
        return data

    def period(self, at: datetime) -> tuple[datetime, datetime]:
        """From the first day, or this moment when that is today, until the end of the last day."""
        data = self.cleaned_data
        first = timezone.make_aware(datetime.combine(data["starts_on"], time()))
        last = timezone.make_aware(datetime.combine(data["ends_on"] + timedelta(days=1), time()))
        return max(first, at), last


class StandInForm(DaysForm):
    """Who stands in for a seat, from when until when, and what they may say for the organisation."""

    user = forms.ChoiceField(
        label=_("Who stands in?"),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )
    mandate = forms.ChoiceField(
        label=_("What may they say for your organisation?"),
        choices=Seat.Mandate,
        initial=Seat.Mandate.DECIDES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    field_order = ["user", "starts_on", "ends_on", "mandate"]
    longest = STANDS_IN_AT_MOST - timedelta(days=1)
    too_long = _("Someone stands in for at most a year.")

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [("", "–"), *((key, one.display_name) for key, one in self.people.items())]
        self.fields["user"].choices = choices  # type: ignore[attr-defined]
