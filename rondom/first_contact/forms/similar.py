"""What is typed of someone while a report is noted, to look whether they are known already."""

from typing import Any
from uuid import UUID

from django import forms

from rondom.cases.models import Case, Category, any_lane
from rondom.cases.policies import lasting
from rondom.first_contact.forms.choices import EARLIEST_BIRTH
from rondom.organisations.actor import Actor


class SimilarForm(forms.Form):
    """Name, year of birth and phone number as far as they were typed: what cannot be used yet counts for nothing."""

    name = forms.CharField(required=False, max_length=120)
    birth_year = forms.IntegerField(required=False, min_value=EARLIEST_BIRTH, max_value=2100)
    phone = forms.CharField(required=False, max_length=30)

    @property
    def typed(self) -> dict[str, Any]:
        """What can be looked for."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "name": data.get("name", ""),
            "birth_year": data.get("birth_year"),
            "phone": data.get("phone", ""),
        }


class RepeatForm(forms.Form):
    """The case of someone who is known already and whom the report is about as well, if the registering person says so."""

    repeat_of = forms.UUIDField(required=False)

    @property
    def chosen(self) -> UUID | None:
        """The case that was chosen, if any."""
        return self.cleaned_data.get("repeat_of") if self.is_valid() else None

    def case(self, actor: Actor) -> Case | None:
        """That case, while the actor may link it (not in an emergency alone); the report itself never waits for it."""
        case = Case.objects.visible_to(actor).filter(pk=self.chosen).first() if self.chosen else None
        return case if case and any_lane(lasting(actor, case)) & Category.IDENTITY else None
