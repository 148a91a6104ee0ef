"""What the coordinator fills in to ask a partner without an account, and what that partner fills in."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rondom.cases.models import Category, in_mask
from rondom.coordination import guests
from rondom.coordination.actions.guests import Receiver
from rondom.organisations.models import Organisation
from rondom.sharing.forms.share import PURPOSES, several
from rondom.sharing.proposal import STATABLE
from rondom.sharing.terms import Condition, Purpose

_NOT_ASKED = {Organisation.Kind.RESEARCH, Organisation.Kind.PLATFORM}
_CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose from the list.")}


class AskGuestForm(forms.Form):
    """Who is asked, what, about which part of the case, for what, and until when."""

    name = forms.CharField(
        label=_("Who do you ask?"), max_length=120, help_text=_("One person, with a name.")
    )
    kind = forms.ChoiceField(label=_("What kind of organisation?"), error_messages=_CHOOSE)
    place = forms.CharField(label=_("Name of the organisation"), max_length=120)
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        help_text=_("You say the code over this number. Look it up yourself; do not take it from a mail."),
    )
    email = forms.EmailField(label=_("E-mail address (may stay empty)"), required=False, max_length=254)
    category = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("Who may see this part of the case reads the question and the answer."),
        error_messages=_CHOOSE,
    )
    question = forms.CharField(
        label=_("The question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "This is all they get to read. Name the person only if it cannot be answered without, and tell no more than is needed."
        ),
    )
    purpose = forms.ChoiceField(
        label=_("What for?"),
        choices=[(purpose.value, capfirst(purpose.label)) for purpose in PURPOSES],
        initial=Purpose.COORDINATION,
        error_messages=_CHOOSE,
    )
    stated = several(
        _("Is one of these so?"),
        [(one.value, capfirst(one.label)) for one in Condition if one in STATABLE - {Condition.ACUTE_DANGER}],
        _("Only what you know yourself. It is recorded that you said so."),
    )
    hours = forms.TypedChoiceField(
        label=_("How long does the link work?"), coerce=int, initial=guests.USUAL, error_messages=_CHOOSE
    )

    def __init__(self, *args: Any, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in Organisation.Kind if one not in _NOT_ASKED]
        self._choices("kind", [("", "–"), *((one.value, capfirst(one.label)) for one in kinds)])
        mine = [one for one in in_mask(held) if one != Category.CASE]
        self._choices("category", [("", "–"), *((one.value, capfirst(one.label)) for one in mine)])
        self._choices("hours", [(hours, _lasts(hours)) for hours in guests.HOURS])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def receiver(self) -> Receiver:
        """Who is asked."""
        data = self.cleaned_data
        return Receiver(
            Organisation.Kind(data["kind"]), data["name"], data["place"], data["phone"], data["email"]
        )

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked, for the action."""
        data = self.cleaned_data
        return {
            "receiver": self.receiver,
            "category": Category(int(data["category"])),
            "text": data["question"],
            "purpose": Purpose(data["purpose"]),
            "stated": data["stated"],
            "hours": data["hours"],
        }


def _lasts(hours: int) -> str:
    """How long, in hours up to a day, in days from there."""
    if hours < 48:  # noqa: PLR2004 - two days
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


class CodeForm(forms.Form):
    """The code that was said over the phone."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight digits. Whoever asks you something said them to you over the phone."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Type the eight digits.")},
    )


class GuestAnswerForm(forms.Form):
    """The answer, and who gives it. `shown` says that the code was given."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write your answer.")},
    )
    who = forms.CharField(
        label=_("Who are you?"),
        max_length=160,
        help_text=_("Your name, and what you are: for example 'Noor Visser, mentor'."),
        error_messages={"required": _("Say who answers.")},
    )
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
