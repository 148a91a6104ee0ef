"""What people fill in about organisations."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
