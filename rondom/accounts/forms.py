"""What people fill in at the door."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rondom.accounts.actions import DOOR
from rondom.core.db import confirmed


class SignInForm(AuthenticationForm):
    """Name and password; attempts are counted, for unknown names as for known ones."""

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("username") and data.get("password"):
            with (
                transaction.atomic(),
                confirmed(DOOR, None),
            ):  # attempts stay, so nothing may be raised inside
                self.user_cache = authenticate(
                    self.request, username=data["username"], password=data["password"]
                )
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return data

    @property
    def must_wait(self) -> bool:
        """Whether there were too many attempts."""
        return bool(getattr(self.request, "axes_locked_out", False))


class ProofForm(forms.Form):
    """One proof that it is really them: a password, a code or a passkey, whichever they have."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=20,
        help_text=_("The six digits of your code app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ways: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password" not in ways:
            del self.fields["password"]
        if not ways & {"totp", "recovery_codes"}:
            del self.fields["code"]
        if "webauthn" not in ways:
            del self.fields["credential"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.fields and not any(data.values()) and not self.errors:
            raise forms.ValidationError(_("Fill in one of them."))
        return data


class CodeForm(forms.Form):
    """The first code of a code app that is set up."""

    code = forms.CharField(
        label=_("The six digits that the app shows now"),
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class PasskeyForm(forms.Form):
    """A new passkey and the name by which one knows it again."""

    name = forms.CharField(
        label=_("Name of the passkey"), max_length=40, help_text=_("For example: laptop at work.")
    )
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        if not self.cleaned_data.get("credential"):
            raise forms.ValidationError(
                _("The passkey was not made. Does your browser run scripts? Else use a code app.")
            )
        return self.cleaned_data["credential"]
