"""An open question, as it is asked and answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Category, in_mask
from rondom.cases.people import Circle
from rondom.organisations.models import Organisation

PERSON = "person"


class QuestionForm(forms.Form):
    """What is asked, of whom, and about which part of the case."""

    text = forms.CharField(label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    of = forms.ChoiceField(label=_("For whom?"))
    category = forms.TypedChoiceField(label=_("Who may read this?"), coerce=int)

    def __init__(self, *args: Any, circle: Circle, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": "question"})
        self.circle = circle
        self.places = {str(place.pk): place for place in circle.organisations.values()}
        named = sorted(((key, place.name) for key, place in self.places.items()), key=lambda one: one[1])
        self.fields["of"].choices = [(PERSON, _("the person themselves")), *named]  # type: ignore[attr-defined]
        parts = [part for part in in_mask(held) if part != Category.PERPETRATOR]
        self.fields["category"].choices = [(part.value, part.label) for part in parts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        place = self.organisation(data)
        if place and data.get("category") and not self.circle.masks[place.pk] & data["category"]:
            self.add_error("category", _("This organisation may not see this part. Choose another part."))
        return data

    def organisation(self, data: dict[str, Any]) -> Organisation | None:
        """Who must answer; None for the person."""
        return self.places.get(data.get("of") or "")

    def question(self) -> dict[str, Any]:
        """What is asked, as the action takes it."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "category": Category(data["category"]),
            "organisation": self.organisation(data),
        }


class AnswerForm(forms.Form):
    """The answer to an open question."""

    answer = forms.CharField(label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
