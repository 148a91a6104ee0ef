"""From whom a case is shielded, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Shield
from rondom.organisations.models import Membership
from rondom.sharing.neighbours import Neighbours

PERSON, PLACE = "person", "place"


class ShieldForm(forms.Form):
    """One professional, or everyone of an organisation but those who are let in."""

    whom = forms.ChoiceField(label=_("From whom?"))
    reason = forms.ChoiceField(label=_("Why?"), choices=Shield.Reason, widget=forms.RadioSelect)
    cleared = forms.MultipleChoiceField(
        label=_("Who of that organisation is still let in?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only when you shield a whole organisation. Nobody chosen? Then nobody there sees the case."
        ),
    )

    def __init__(self, *args: Any, neighbours: Neighbours, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.neighbours = neighbours
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose someone")),
            (_("Everyone of an organisation"), neighbours.places()),
            *neighbours.people(),
        ]
        self.fields["cleared"].choices = neighbours.named()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        place = self.place()
        others = [key for key in data.get("cleared", []) if not place or key not in self.neighbours.of(place)]
        if others and data.get("whom"):
            self.add_error("cleared", _("Choose only people of the organisation that you shield."))
        return data

    def place(self) -> str:
        """The organisation that was chosen, if it was one."""
        kind, _mark, key = str(self.cleaned_data.get("whom", "")).partition(":")
        return key if kind == PLACE else ""

    def member(self) -> Membership:
        """The membership of the person, or one of the organisation, that was chosen."""
        return self.neighbours.find(self.cleaned_data["whom"])
