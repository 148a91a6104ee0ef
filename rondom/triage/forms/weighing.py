"""What belongs to a decision besides its lines: routes, wishes, who thinks otherwise, whom to invite."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Category, Domain, in_mask
from rondom.organisations.models import Organisation
from rondom.sharing.terms import Purpose
from rondom.triage import grounds
from rondom.triage.actions import Otherwise, Party
from rondom.triage.forms.own_view import area
from rondom.triage.routes import Route, in_domain
from rondom.triage.weighing import Weighing

INVITED_FOR = [Purpose.MDT, Purpose.COORDINATION, Purpose.HELP, Purpose.PROTECTION, Purpose.INVESTIGATION]


class RoutesField(forms.MultipleChoiceField):
    """The help routes of a domain, to choose from."""

    def __init__(self, domain: Domain) -> None:
        self.routes = {route.id: route for route in in_domain(domain) if route.offered}
        super().__init__(
            label=_("Help routes"),
            required=False,
            choices=[(route.id, route.name) for route in self.routes.values()],
            widget=forms.CheckboxSelectMultiple,
        )

    def boxes(self, bound: forms.BoundField) -> Iterator[tuple[Route, dict[str, Any]]]:
        """Each route with its box."""
        for option in bound.subwidgets:
            yield self.routes[str(option.data["value"])], option.data


class WishForm(forms.Form):
    """What the person wants, and how that was weighed."""

    wish = area(_("What does the person want?"))
    wish_weighed = area(_("How was that weighed?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wish"].max_length = 2000  # type: ignore[attr-defined]
        self.fields["wish_weighed"].max_length = 1000  # type: ignore[attr-defined]
        self.fields["wish"].help_text = _(
            "In the person's own words where that can be. Read by who may read the story."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("wish_weighed", "").strip() and not data.get("wish", "").strip():
            self.add_error("wish", _("Fill this in too."))
        return data


class DissentForm(forms.Form):
    """An organisation that thinks otherwise. An empty row is none."""

    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    category = forms.TypedChoiceField(label=_("Which part is it about?"), coerce=int, required=False)
    text = forms.CharField(
        label=_("What do they think?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, table: Weighing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.places = {str(place.pk): place for place in table.circle.organisations.values()}
        named = sorted(((key, place.name) for key, place in self.places.items()), key=lambda one: one[1])
        self.fields["organisation"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        parts = [part for part in in_mask(table.held) if part != Category.PERPETRATOR]
        self.fields["category"].choices = [(part.value, part.label) for part in parts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("organisation") and not data.get("text", "").strip():
            return data
        for name in ("organisation", "text"):
            if not str(data.get(name) or "").strip() and name not in self.errors:
                self.add_error(name, _("Fill this in too."))
        place = self.places.get(data.get("organisation") or "")
        if place and data.get("category") and not self.table.circle.masks[place.pk] & data["category"]:
            self.add_error("category", _("This organisation may not see this part. Choose another part."))
        return data

    def otherwise(self) -> Otherwise | None:
        """Who thinks otherwise, or none."""
        data = self.cleaned_data
        place = self.places.get(data.get("organisation") or "")
        if place is None:
            return None
        return Otherwise(place, Category(data["category"] or Category.CASE), data["text"].strip())


class OwnDissentForm(forms.Form):
    """What the own organisation thinks otherwise, after the decision."""

    text = forms.CharField(
        label=_("What does your organisation think?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    category = forms.TypedChoiceField(label=_("Which part is it about?"), coerce=int)

    def __init__(self, *args: Any, held: int, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": "own"})
        parts = [part for part in in_mask(held) if part != Category.PERPETRATOR]
        self.fields["category"].choices = [(part.value, part.label) for part in parts]  # type: ignore[attr-defined]


class PartyForm(forms.Form):
    """A party to invite, and what for. An empty row is none."""

    organisation = forms.ChoiceField(
        label=_("Whom do we invite?"),
        required=False,
        help_text=_("Only who may be told by the privacy protocol or with consent."),
    )
    purpose = forms.ChoiceField(
        label=_("What for?"), required=False, choices=[(one.value, one.label) for one in INVITED_FOR]
    )

    def __init__(self, *args: Any, table: Weighing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.fields["organisation"].choices = self._named  # type: ignore[attr-defined] # looked up where it is needed

    def _named(self) -> list[tuple[str, str]]:
        return [("", "–"), *((str(place.pk), place.name) for place in self.table.parties)]

    def _place(self, data: dict[str, Any]) -> Organisation | None:
        chosen = data.get("organisation")
        return next((one for one in self.table.parties if str(one.pk) == chosen), None) if chosen else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        place = self._place(data)
        if place is None:
            return data
        purpose = data.get("purpose") or Purpose.MDT
        _ground, missing = grounds.invites(self.table.actor, self.table.case, place, purpose)
        if missing:
            self.add_error("organisation", missing)
        return data

    def party(self) -> Party | None:
        """Whom to invite, or none."""
        data = self.cleaned_data
        place = self._place(data)
        return Party(place, data.get("purpose") or Purpose.MDT) if place else None
