"""From which kinds of organisation a coordinator comes in a region."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.organisations.models import Organisation, Region


class KindsForm(forms.Form):
    """One kind or more."""

    kinds = forms.MultipleChoiceField(
        label=_("From which kinds of organisation does a case coordinator come?"),
        choices=[(kind, Organisation.Kind(kind).label) for kind in Region.MAY_COORDINATE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].initial = region.coordinating_kinds
