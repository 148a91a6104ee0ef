"""The decision, as it is filled in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases.actions.steps import Ask
from rondom.cases.models import Case, Category, Domain
from rondom.cases.people import Circle
from rondom.organisations.models import Membership, Role
from rondom.triage.actions import Line, Outcome
from rondom.triage.forms.own_view import area
from rondom.triage.models import DecisionLine
from rondom.triage.policies import COORDINATING_KINDS


class LineForm(forms.Form):
    """One domain of the decision."""

    need = forms.ChoiceField(choices=DecisionLine.Need, required=False, widget=forms.RadioSelect)
    text = area(_("What do we agree?"), rows=1)

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

    @staticmethod
    def typed(data: Mapping[str, str]) -> list[str]:
        """The texts that someone typed, as they came."""
        return [text for name, text in data.items() if name.endswith("-text") and text.strip()]

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
