"""What people fill in about organisations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.organisations.identities import invitation_for


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
