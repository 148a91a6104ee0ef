"""What a privacy officer fills in: a hold, a request, and the answers to it. And the sheet with what was agreed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rondom.cases import code
from rondom.cases.models import Case, Category
from rondom.organisations.actor import Actor
from rondom.rights import agreed, explained
from rondom.rights.agreed import MOST_STEPS, SAFE, Wanted, chosen, gives_away
from rondom.rights.models import Request
from rondom.sharing.forms.share import day
from rondom.sharing.models import Hold, Restriction


class HoldForm(forms.Form):
    """Why a case is not destroyed, by whose order, until when."""

    reason = forms.ChoiceField(label=_("Why"), choices=Hold.Reason, widget=forms.RadioSelect)
    ordered_by = forms.CharField(
        label=_("Who ordered it"), max_length=120, help_text=_("The office, not a name.")
    )
    until = day(_("Until and including"), required=True)


class OpenForm(forms.Form):
    """The case of someone who asks, and how it was checked who they are."""

    code = forms.CharField(label=_("Code of the case"), max_length=12, help_text=_("The person has it on paper, or asks who helps them."))  # fmt: skip
    kind = forms.ChoiceField(label=_("What the person asks"), choices=Request.Kind, widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=_("How it was checked who the person is"), choices=Request.Identity, widget=forms.RadioSelect
    )
    checked_by = forms.CharField(label=_("Who checked it"), max_length=120)
    checked_on = day(_("When"), required=True)

    def clean_code(self) -> str:
        found: str = code.clean(self.cleaned_data["code"])
        if not found:
            raise forms.ValidationError(
                _("This is not a code of a case. Look for a letter that was misread.")
            )
        return found

    def clean_checked_on(self) -> date:
        chosen: date = self.cleaned_data["checked_on"]
        if chosen > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return chosen


class CopyForm(forms.Form):
    """The copy for the person: in which language and form, and which texts touch others."""

    language = forms.ChoiceField(label=_("Language"), choices=[("nl", "Nederlands"), ("en", "English")], widget=forms.RadioSelect, initial="nl")  # fmt: skip
    form = forms.ChoiceField(label=_("Form"), choices=[("pdf", _("on paper (PDF)")), ("json", _("for a computer (JSON)"))], widget=forms.RadioSelect, initial="pdf")  # fmt: skip
    left_out = forms.MultipleChoiceField(
        label=_("Texts in which others can be recognised"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are left out; the copy says that, and why. Read each text first."),
    )

    def __init__(self, *args: Any, texts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["left_out"].choices = list(texts)  # type: ignore[attr-defined]


class CorrectForm(forms.Form):
    """The person's own words beside a text."""

    entry = forms.ChoiceField(label=_("Text"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What the person says about it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))  # fmt: skip

    def __init__(self, *args: Any, texts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = list(texts)  # type: ignore[attr-defined]


class RestrictForm(forms.Form):
    """On which ground less is done, until when."""

    restrict_ground = forms.ChoiceField(
        label=_("Ground"), choices=Restriction.Ground, widget=forms.RadioSelect
    )
    restrict_until = day(_("Until and including"), required=True)


class AnswerForm(forms.Form):
    """What came of the request."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=Request.Outcome, widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("Ground of the refusal"), required=False, choices=[("", "–"), *Request.Ground.choices])  # fmt: skip
    refused = forms.MultipleChoiceField(
        label=_("What is refused"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(str(int(one)), one.label) for one in Category if one != Category.PERPETRATOR],
    )  # fmt: skip
    until = day(_("Refused until and including"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needs = data.get("outcome") in {Request.Outcome.PARTLY, Request.Outcome.REFUSED}
        for name, sentence in (
            ("ground", _("Choose the ground of the refusal.")),
            ("refused", _("Say what is refused.")),
            ("until", _("Say until when.")),
        ):
            if needs and not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
            if not needs and data.get(name):
                self.add_error(name, _("Leave this empty when nothing is refused."))
        return data

    @property
    def mask(self) -> int:
        return sum(map(int, self.cleaned_data["refused"]))


class AgreedForm(forms.Form):
    """Is paper safe at home, and what stands on it; answered together with the person."""

    safe = forms.ChoiceField(
        label=_("Is it safe for the person to take this paper home?"),
        choices=[(SAFE, _("Yes")), ("no", _("No")), ("unknown", _("Don't know"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Ask the person, and choose an answer.")},
    )
    asked = forms.BooleanField(
        label=_("I asked the person just now, where nobody else could hear it. This is their answer."),
        required=False,
    )
    names = forms.ChoiceField(
        label=_("May organisations be named on it?"),
        choices=[
            ("neutral", _("No: the name of the contact only, and numbers of organisations")),
            ("names", _("Yes: organisations by their names, and who may know what")),
        ],
        widget=forms.RadioSelect,
        initial="neutral",
    )
    phone = forms.CharField(
        label=_("Phone number on it"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=_("Leave it empty when someone who finds it could look up whose number it is."),
    )
    kind = forms.ChoiceField(
        label=_("What do you make?"),
        choices=[("sheet", _("A sheet to take along")), ("letter", _("A letter")), ("post", _("A letter, and I send it by post"))],
        widget=forms.RadioSelect,
        initial="sheet",
        help_text=_("By post only when the person says that nobody else opens it. It is then noted as a contact."),
    )  # fmt: skip
    steps = forms.MultipleChoiceField(
        label=_("Which of these may stand on it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the person knows already. Read it first: it is printed as it stands here."),
    )
    rights = forms.MultipleChoiceField(
        label=_("Which rights may stand on it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The rights that were spoken of, and that the person did not decline."),
    )
    route = forms.BooleanField(label=_("Where it stands with police and prosecutor"), required=False)
    code = forms.BooleanField(
        label=_("The code with which the person says: I have a coordinator"), required=False
    )
    more = forms.CharField(
        label=_("What else did you agree? (may stay empty)"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Plain words. No names of others, nothing about what happened. It stands on the paper and is not kept."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=[("nl", "Nederlands"), ("en", "English")], widget=forms.RadioSelect, initial="nl")  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.case = actor, case
        self.fields["phone"].initial = agreed.contact(case)[1].phone
        steps = [(str(step.pk), step.words.text) for step in agreed.offered(actor, case)]
        rights = [(right.id, right.name) for right in explained.offered(actor, case)]
        for name, choices in (("steps", steps), ("rights", rights)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        there = {
            "steps": steps,
            "rights": rights,
            "route": explained.route(case),
            "code": explained.code(case),
        }
        for name, found in there.items():
            if not found:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("safe") != SAFE:
            return data
        if not data.get("asked"):
            self.add_error("asked", _("Ask the person first; without that nothing is printed."))
        if len(data.get("steps", [])) > MOST_STEPS:
            self.add_error("steps", _("Choose at most %(n)d.") % {"n": MOST_STEPS})
        if self.errors:
            return data
        names = data["names"] == "names"
        for name, texts in chosen(self.actor, self.case, self.wanted).items():
            if any(gives_away(self.case, text, names=names) for text in texts):
                self.add_error(
                    name, _("These words say too much for paper: what happened, or who knows of it.")
                )
        return data

    @property
    def wanted(self) -> Wanted:
        """The choices; to read out, organisations have their names."""
        data = self.cleaned_data
        return Wanted(
            safe=data["safe"],
            asked=data["asked"],
            names=data["names"] == "names" or data["safe"] != SAFE,
            language=data["language"],
            phone=data["phone"],
            steps=data.get("steps", []),
            more=data["more"],
            rights=data.get("rights", []),
            route=data.get("route", False),
            code=data.get("code", False),
            letter=data["kind"] != "sheet",
            by_post=data["kind"] == "post",
        )
