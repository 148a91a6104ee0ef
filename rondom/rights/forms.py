"""What a privacy officer fills in: a hold, a request, and the answers to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rondom.cases import code
from rondom.cases.models import Category
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
