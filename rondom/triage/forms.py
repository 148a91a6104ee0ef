"""What people fill in before and in the MDT."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.actions.steps import Ask
from rondom.cases.models import Case, Category, Domain, in_mask
from rondom.cases.people import Circle
from rondom.organisations.models import Membership, Region, Role
from rondom.triage.actions import Line, Outcome
from rondom.triage.models import DecisionLine
from rondom.triage.policies import COORDINATING_KINDS

_OWN = {
    "police": Category.LEGAL,
    "veilig_thuis": Category.SAFETY,
    "victim_support": Category.RECOVERY,
    "csg": Category.MEDICAL,
}


def _area(label: Any, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": rows})
    )


class ViewForm(forms.Form):
    """The own organisation's view: facts apart from opinion, and what it offers."""

    facts = _area(_("Facts: what does your organisation know?"))
    opinion = _area(_("Opinion: how do you see it?"))
    offer = _area(_("Offer: what can your organisation do?"))
    category = forms.TypedChoiceField(
        label=_("Who may read this?"), coerce=int, help_text=_("Everyone who may see this part of the case.")
    )

    def __init__(self, *args: Any, held: int, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [category for category in in_mask(held) if category != Category.PERPETRATOR]
        field = self.fields["category"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(category.value, category.label) for category in mine]
        field.initial = _OWN.get(kind) if _OWN.get(kind) in mine else Category.CASE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        written = [name for name in ("facts", "opinion", "offer") if data.get(name, "").strip()]
        if "nothing_known" in self.data and written:
            self.add_error(written[0], _("You wrote something here. Save it, or empty it first."))
        elif "nothing_known" not in self.data and not written:
            self.add_error("facts", _("Write at least one of the three, or choose that nothing is known."))
        return data


class LineForm(forms.Form):
    """One domain of the decision."""

    need = forms.ChoiceField(choices=DecisionLine.Need, required=False, widget=forms.RadioSelect)
    text = _area(_("What do we agree?"), rows=1)

    def __init__(self, *args: Any, domain: Domain, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"line-{domain.value}"})
        self.domain = domain
        self.fields["need"].label = domain.label
        self.fields["text"].label = _("%(domain)s: what do we agree?") % {"domain": domain.label}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("need"):
            self.add_error("need", _("Choose now, later or not needed."))
        elif data["need"] != DecisionLine.Need.NOT and not data.get("text", "").strip():
            self.add_error("text", _("Say what is agreed."))
        return data

    def line(self) -> Line:
        """The decision in this domain."""
        data = self.cleaned_data
        return Line(self.domain, DecisionLine.Need(data["need"]), data["text"].strip())


class AskForm(forms.Form):
    """An action: what, in which domain, by whom, before when. An empty row is no action."""

    text = forms.CharField(label=_("Action"), required=False, max_length=300)
    domain = forms.ChoiceField(label=_("Domain"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)
    due_at = forms.DateTimeField(
        label=_("Before"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M"],
    )

    def __init__(
        self, *args: Any, circle: Circle, held: int, at: datetime, needed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.circle, self.at, self.needed = circle, at, needed
        domains = [(domain.value, domain.label) for domain in Domain if held & domain.category]
        self.fields["domain"].choices = [("", "–"), *domains]  # type: ignore[attr-defined]
        self.fields["who"].choices = [("", "–"), *circle.choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        filled = [name for name in self.fields if data.get(name)]
        if not filled and not self.needed:
            return data
        for name in self.fields:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Fill this in too."))
        if data.get("due_at") and data["due_at"] <= self.at:
            self.add_error("due_at", _("This moment has passed."))
        self._may_see(data)
        return data

    def _may_see(self, data: dict[str, Any]) -> None:
        member = self.circle.find(data.get("who") or "")
        if member is None or not data.get("domain"):
            return
        if not self.circle.masks[member.organisation_id] & Domain(data["domain"]).category:
            sentence = _(
                "%(organisation)s may not see this domain of the case. Ask the person for consent first."
            )
            self.add_error("who", sentence % {"organisation": member.organisation.name})

    def ask(self) -> Ask | None:
        """The action asked, or none."""
        data = self.cleaned_data
        member = self.circle.find(data.get("who") or "")
        if member is None:
            return None
        return Ask(
            Case.NextKind.ACTION,
            member.organisation,
            member.user,
            data["due_at"],
            domain=Domain(data["domain"]),
            text=data["text"],
        )


class CoordinatorForm(forms.Form):
    """Who will be asked to coordinate."""

    coordinator = forms.ChoiceField(
        label=_("Case coordinator"),
        help_text=_("Only people of organisations that may know who it is about."),
        error_messages={"required": _("Choose who will be asked.")},
    )

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle = circle
        kinds = {str(kind) for kind in COORDINATING_KINDS}
        names = {place.name for place in circle.organisations.values() if place.kind in kinds}
        groups = circle.choices(Category.IDENTITY, Role.COORDINATOR)
        choices = [("", "–"), *(group for group in groups if group[0] in names)]
        self.fields["coordinator"].choices = choices  # type: ignore[attr-defined]

    def member(self) -> Membership:
        """The one who will be asked."""
        member = self.circle.find(self.cleaned_data["coordinator"])
        assert member is not None
        return member


class DecisionForm(CoordinatorForm):
    """The decision as a whole, apart from its lines and actions."""

    look_again_on = forms.DateField(
        label=_("Look again on (may stay empty)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
    )


class DecisionForms:
    """The whole decision: lines for the domains one may see, coordinator, actions; checked together."""

    ROWS = 3

    def __init__(self, data: Any, case: Case, circle: Circle, at: datetime) -> None:
        self.decision = DecisionForm(data, circle=circle, initial={"coordinator": _present(case)})
        self.lines = [LineForm(data, domain=domain) for domain in Domain if case.held & domain.category]
        self.hidden = [domain for domain in Domain if not case.held & domain.category]
        self.asks = [
            AskForm(data, circle=circle, held=case.held, at=at, prefix=f"ask-{row}")
            for row in range(self.ROWS)
        ]
        for row, ask in enumerate(self.asks[1:], 2):
            for field in ask.fields.values():
                field.label = f"{field.label} ({row})"

    @property
    def every(self) -> list[forms.Form]:
        return [*self.lines, self.decision, *self.asks]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.every])  # noqa: C419 - check all, to show every fault at once

    def outcome(self) -> Outcome:
        """The decision as it will be recorded."""
        member = self.decision.member()
        asks = [form.ask() for form in self.asks]
        return Outcome(
            lines=[form.line() for form in self.lines],
            coordinator=member.user,
            coordinator_organisation=member.organisation,
            asks=[ask for ask in asks if ask],
            look_again_on=self.decision.cleaned_data["look_again_on"],
        )


def _present(case: Case) -> str:
    return f"{case.coordinator_organisation_id}:{case.coordinator_id}" if case.coordinator_id else ""


class BringBackForm(forms.Form):
    """Why the MDT must look again."""

    reason = forms.CharField(
        label=_("What has changed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
    )


class HandOverForm(forms.Form):
    """To which region, why, and what the person says about it."""

    region = forms.ChoiceField(label=_("To which region?"), widget=forms.RadioSelect)
    agreed = forms.ChoiceField(
        label=_("What does the person say about it?"),
        choices=[
            (
                "yes",
                _("The person knows, and agrees that the organisations there see what they may see here"),
            ),
            ("no", _("Not asked, or no: there they only see that a case waits for the MDT")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why does it belong there?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
    )

    def __init__(self, *args: Any, regions: Sequence[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = {one.slug: one for one in regions}
        self.fields["region"].choices = [(one.slug, one.name) for one in regions]  # type: ignore[attr-defined]
