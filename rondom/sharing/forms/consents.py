"""What the person said about sharing, and how."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import ALL_CATEGORIES, Category
from rondom.core import moments
from rondom.organisations.models import Organisation
from rondom.sharing.actions.consents import Answer
from rondom.sharing.forms.share import PURPOSES, Lasting, day, several
from rondom.sharing.models import Consent, to_help_together

OTHER = "other"
CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose from the list.")}


class HowForm(Lasting):
    """How an answer was given, by whom, and until when."""

    how = forms.ChoiceField(
        label=_("How was it said?"),
        choices=[(value, capfirst(label)) for value, label in Consent.How.choices],
        initial=Consent.How.SPOKEN,
        widget=forms.RadioSelect,
        required=False,
        error_messages=CHOOSE,
    )
    given_by = forms.ChoiceField(
        label=_("Who said it?"),
        choices=[(value, capfirst(label)) for value, label in Consent.By.choices],
        initial=Consent.By.PERSON,
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "Under 12 a legal representative decides. From 12 to 16 both decide about medical care (WGBO). Not yet "
            "legally confirmed."
        ),
        error_messages=CHOOSE,
    )
    representative = forms.CharField(
        label=_("Name of the representative"),
        required=False,
        max_length=120,
        help_text=_("Only when there is one."),
    )
    until = day(
        _("Until and including (may stay empty)"), _("Without a day it holds until the person withdraws it.")
    )
    explained = forms.BooleanField(label=_("I explained this, and it was understood"), required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            data.get("given_by", "") not in {"", Consent.By.PERSON}
            and not data.get("representative", "").strip()
        ):
            self.add_error("representative", _("Write the name of the representative."))
        return data

    def manner(self) -> dict[str, Any]:
        """How, by whom and until when, as an Answer holds it."""
        data = self.cleaned_data
        return {
            "how": data["how"] or Consent.How.SPOKEN,
            "given_by": data["given_by"] or Consent.By.PERSON,
            "representative": data["representative"].strip(),
            "ends_at": moments.end_of(data["until"]) if data["until"] else None,
            "explained": data["explained"],
        }

    def must_be_represented(self) -> None:
        """A yes of a child under twelve, without representative, is sent back."""
        self.add_error("given_by", _("The person is younger than twelve: a legal representative decides."))


class AskForm(HowForm):
    """The person's answer about one receiver."""

    receiver = forms.ChoiceField(label=_("About whom did you ask?"), error_messages=CHOOSE)
    receiver_other = forms.CharField(
        label=_("Someone else: who?"), required=False, max_length=80, help_text=_("Only with “someone else”.")
    )
    given = forms.ChoiceField(
        label=_("May they know something?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    categories = several(
        _("What may they know?"),
        [(one.value, capfirst(one.label)) for one in Category if one != Category.CASE],
        _("With a yes."),
    )
    purposes = several(
        _("What for?"), [(one.value, capfirst(one.label)) for one in PURPOSES], _("With a yes.")
    )
    words = forms.CharField(
        label=_("In their own words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    given_at = forms.DateTimeField(
        label=_("When was it said?"),
        required=False,
        help_text=_("Empty means now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M"],
    )
    field_order = [
        "receiver", "receiver_other", "explained", "given", "categories", "purposes", "words", "how", "given_by",
        "representative", "given_at", "until",
    ]  # fmt: skip

    def __init__(self, *args: Any, kinds: Sequence[Organisation.Kind], child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child = child
        known = [(kind.value, capfirst(kind.label)) for kind in kinds]
        self.fields["receiver"].choices = [("", "–"), *known, (OTHER, _("Someone else"))]  # type: ignore[attr-defined]
        self.fields["purposes"].initial = [str(purpose) for purpose in to_help_together()]

    def clean_given_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["given_at"]
        if moment and moment > self.at:
            raise forms.ValidationError(_("This moment is still to come."))
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("receiver") == OTHER and not data.get("receiver_other", "").strip():
            self.add_error("receiver_other", _("Write who it is."))
        if data.get("given") == "yes":
            if not data.get("categories") and "categories" not in self.errors:
                self.add_error("categories", _("Choose what they may know."))
            if not data.get("purposes") and "purposes" not in self.errors:
                self.add_error("purposes", _("Choose what for."))
            if self.child and data.get("given_by", "") in {"", Consent.By.PERSON}:
                self.must_be_represented()
        return data

    def answer(self) -> Answer:
        """The answer as it will be noted; a no is about everything."""
        data = self.cleaned_data
        given = data["given"] == "yes"
        kind = "" if data["receiver"] == OTHER else data["receiver"]
        return Answer(
            receiver_kind=kind,
            receiver_other="" if kind else data["receiver_other"].strip(),
            categories=sum(map(int, data["categories"])) if given else ALL_CATEGORIES,
            given=given,
            words=data["words"],
            given_at=data["given_at"],
            purposes=tuple(data["purposes"]) if given else (),
            **self.manner(),
        )


class WithdrawForm(forms.Form):
    """What the person says while withdrawing; may stay empty."""

    words = forms.CharField(
        label=_("In their own words (may stay empty)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
