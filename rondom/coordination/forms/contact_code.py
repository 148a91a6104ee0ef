"""What a professional fills in who was shown a code, and what the coordinator answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.coordination import codes
from rondom.coordination.models import ContactRequest


class AskContactForm(forms.Form):
    """The code, and who asks. Nothing about the person: it would be told to nobody if the code is wrong."""

    code = forms.CharField(
        label=_("The code that you were given"),
        max_length=30,
        help_text=_("Nine letters and digits, for example on a card. The person may read it out too."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code.")},
    )
    about = forms.ChoiceField(
        label=_("Why do you want contact?"),
        choices=ContactRequest.About,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose from the list.")},
    )
    name = forms.CharField(
        label=_("Your name, and what you are"),
        max_length=120,
        help_text=_("For example 'Noor Visser, mentor'."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Say who you are.")},
    )
    place = forms.CharField(
        label=_("Your organisation"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Say where you work.")},
    )
    phone = forms.RegexField(
        regex=r"^[0-9+() .\-]{3,30}$",
        label=_("The telephone number of your work"),
        max_length=30,
        help_text=_("The coordinator looks up your organisation before they call you."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={
            "required": _("Say under which number you can be called."),
            "invalid": _("Type a telephone number: digits, spaces and + only."),
        },
    )

    def clean_code(self) -> str:
        code = codes.clean(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("This cannot be a code: it has nine letters and digits. Is there a typing error?")
            )
        return code


class GiveCodeForm(forms.Form):
    """That the person was asked."""

    asked = forms.BooleanField(
        label=_("The person wants a code, and has a safe place for it"),
        error_messages={
            "required": _("First ask the person whether they want one, and where they would keep it.")
        },
    )


class DecideContactForm(forms.Form):
    """Yes or no to someone who asks for contact."""

    state = forms.ChoiceField(choices=[("accepted", _("yes")), ("declined", _("no"))])
