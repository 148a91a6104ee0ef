"""The questions about safety as a form: plain, each may be left, and nothing is added up."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from rondom.first_contact.safety import ANSWERS, QUESTIONS, Question

_CHOICES = [("yes", _("Yes")), ("no", _("No")), ("later", _("Not discussed"))]


class SafetyForm(forms.Form):
    """What was said about safety."""

    note = forms.CharField(
        label=_("What else matters for safety?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "safety", **kwargs})
        for question in QUESTIONS.values():
            self.fields[question.id] = forms.ChoiceField(
                label=question.words, choices=_CHOICES, required=False, widget=forms.RadioSelect
            )

    @property
    def questions(self) -> Iterator[tuple[Question, BoundField]]:
        """Each question with its field, in the order of the file."""
        return ((question, self[question.id]) for question in QUESTIONS.values())

    def answers(self) -> dict[str, str]:
        """What got a yes or a no."""
        return {key: self.cleaned_data[key] for key in QUESTIONS if self.cleaned_data.get(key) in ANSWERS}


class AskForm(SafetyForm):
    """The questions on a page of their own, where something is said."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (self.errors or data.get("note", "").strip() or self.answers()):
            raise forms.ValidationError(_("Answer at least one question, or write something."))
        return data
