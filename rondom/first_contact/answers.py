"""What the person says about each organisation while they report, in plain words."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Category
from rondom.organisations.models import Organisation
from rondom.sharing.actions.consents import Answer

_BASIS = Category.IDENTITY | Category.STORY | Category.SAFETY
# What "everything they need" means for each: never more than their task, so no medical data for the police. The kinds
# of categories are those that people agreed to in the casuistry; to be confirmed with the privacy protocol.
NEEDED = {
    Organisation.Kind.CSG: _BASIS | Category.MEDICAL | Category.RECOVERY,
    Organisation.Kind.VICTIM_SUPPORT: _BASIS | Category.LEGAL | Category.RECOVERY,
    Organisation.Kind.POLICE: _BASIS | Category.LEGAL,
    Organisation.Kind.VEILIG_THUIS: _BASIS | Category.RECOVERY,
}
NAME_ONLY = Category.IDENTITY | Category.RECOVERY
SCOPES = {
    "all": _("Everything they need"),
    "name": _("Name and what help is asked"),
    "none": _("Nothing, not even the name"),
}
RECEIVERS = {
    Organisation.Kind.CSG: _("Medical care, trace evidence, a case manager"),
    Organisation.Kind.VICTIM_SUPPORT: _("Support, and information about rights"),
    Organisation.Kind.POLICE: _("Safety and criminal investigation"),
    Organisation.Kind.VEILIG_THUIS: _("Violence at home and in families"),
}
NOT_ASKED = "later"


class ConsentForm(forms.Form):
    """What the person said about one receiver, in plain words."""

    scope = forms.ChoiceField(
        choices=[
            *SCOPES.items(),
            (NOT_ASKED, _("Not asked yet")),
        ],
        initial=NOT_ASKED,
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("In their own words"), required=False, max_length=500)

    def __init__(self, *args: Any, kind: Organisation.Kind, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"consent-{kind.value}"})
        self.kind = kind
        self.fields["scope"].label = capfirst(kind.label)
        self.fields["scope"].help_text = RECEIVERS[kind]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("words") and data.get("scope", "") not in SCOPES and "scope" not in self.errors:
            self.add_error("scope", _("Choose the answer that these words belong to."))
        return data

    def answer(self, manner: dict[str, Any]) -> Answer | None:
        """The answer, when one was given, and in which manner."""
        scope = self.cleaned_data["scope"]
        if scope not in SCOPES:
            return None
        mask = NAME_ONLY if scope == "name" else NEEDED[self.kind]
        words = self.cleaned_data["words"]
        return Answer(self.kind, "", int(mask), given=scope != "none", words=words, **manner)
