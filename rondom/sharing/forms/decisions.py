"""A decision under Wpg article 20 as it was taken: six parts, who decided, and the period."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Category, Regime
from rondom.core import moments
from rondom.organisations.models import Organisation, Region
from rondom.sharing.actions.decisions import Parts
from rondom.sharing.forms.share import several
from rondom.sharing.ledger import PARTNERS

_CATEGORIES = [(one.value, capfirst(one.label)) for one in Category]
_RECIPIENTS = [(kind, capfirst(Organisation.Kind(kind).label)) for kind in PARTNERS]


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what the decision says here.")},
    )


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = _("Write a day, such as 31-12-2027.")
    return forms.DateField(
        label=label,
        widget=widget,
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        error_messages={"required": wrong, "invalid": wrong},
    )


class DecisionForm(forms.Form):
    """What the decision says, part by part."""

    region = forms.ChoiceField(
        label=_("Region"),
        error_messages={"required": _("Choose a region."), "invalid_choice": _("Choose from the list.")},
    )
    interest = _words(_("Weighty general interest"))
    body = _words(_("Cooperation body"))
    purpose = _words(_("Purpose"))
    wpg_8 = several(capfirst(Regime.WPG_8.label), _CATEGORIES, _("Which data of this kind may be shared?"))
    wpg_9 = several(capfirst(Regime.WPG_9.label), _CATEGORIES, _("Which data of this kind may be shared?"))
    conditions = _words(_("Conditions"))
    recipients = several(_("Receivers"), _RECIPIENTS)
    decided_by = forms.CharField(
        label=_("Who decided?"),
        max_length=120,
        help_text=_("The office, such as the chief of police; no name."),
        error_messages={"required": _("Write who decided.")},
    )
    decided_on = _day(_("Decided on"))
    starts_on = _day(_("Holds from"))
    ends_on = _day(_("Until and including"))

    def __init__(self, *args: Any, regions: Sequence[Region], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.regions = {str(one.pk): one for one in regions}
        choices = [(key, one.name) for key, one in self.regions.items()]
        self.fields["region"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate(self.at):
            raise forms.ValidationError(_("This moment is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("wpg_8") or data.get("wpg_9")) and not {"wpg_8", "wpg_9"} & self.errors.keys():
            self.add_error("wpg_8", _("Choose which data the decision is about."))
        if not data.get("recipients") and "recipients" not in self.errors:
            self.add_error("recipients", _("Choose who receives data."))
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("This is before the first day."))
        elif ends and ends < timezone.localdate(self.at):
            self.add_error("ends_on", _("This day has passed."))
        return data

    @property
    def place(self) -> Region:
        """The region that was chosen."""
        return self.regions[self.cleaned_data["region"]]

    def parts(self) -> Parts:
        """The decision as it will be recorded; that there is a case goes along with whatever is shared."""
        data = self.cleaned_data
        lanes = [
            regime.lane(sum({int(Category.CASE), *map(int, data[name])}))
            for name, regime in (("wpg_8", Regime.WPG_8), ("wpg_9", Regime.WPG_9))
            if data[name]
        ]
        return Parts(
            interest=data["interest"],
            body=data["body"],
            purpose=data["purpose"],
            by_regime=sum(lanes),
            conditions=data["conditions"],
            recipients=tuple(data["recipients"]),
            decided_by=data["decided_by"],
            decided_on=data["decided_on"],
            starts_at=moments.start_of(data["starts_on"]),
            ends_at=moments.end_of(data["ends_on"]),
        )
