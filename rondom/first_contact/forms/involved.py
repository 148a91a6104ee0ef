"""The others in a case: someone close, a bystander, a possible perpetrator; one person may be several of these."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Person
from rondom.first_contact.forms.choices import birth_year, year_of_birth

MOST = 40
ROWS = 8  # on an empty page; the first three in sight
_ROLES = [choice for choice in Person.Role.choices if choice[0] != Person.Role.VICTIM]


class InvolvedForm(forms.Form):
    """Someone else in the case; an empty row is no one."""

    roles = forms.MultipleChoiceField(
        label=_("Who is this? Several are possible"),
        choices=_ROLES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    relation = forms.CharField(label=_("Relation to the person"), required=False, max_length=40)
    birth_year = birth_year()
    phone = forms.CharField(
        label=_("Phone number"), required=False, max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = next(
            (str(data[key]) for key in ("name", "relation", "phone", "birth_year") if data.get(key)), ""
        )
        if said and not data.get("roles") and "roles" not in self.errors:
            self.add_error("roles", _("Choose who this is: %(said)s.") % {"said": said})
        return data

    def clean_birth_year(self) -> int | None:
        return year_of_birth(self.cleaned_data["birth_year"])

    def person(self) -> dict[str, Any] | None:
        """The person in this row, if any."""
        data = self.cleaned_data
        return {key: data[key] for key in self.base_fields} if data.get("roles") else None


# Everyone who was typed comes back on the page, be it more than can be registered at once.
InvolvedFormSet = forms.formset_factory(
    InvolvedForm, extra=ROWS, max_num=MOST, validate_max=True, absolute_max=1000
)
