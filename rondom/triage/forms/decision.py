"""The decision, as it is filled in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rondom.cases import clock
from rondom.cases.actions.steps import Ask
from rondom.cases.candidates import Candidate, choices
from rondom.cases.forms.moments import TIMES
from rondom.cases.models import FOUR, Case, Category, Domain, Entry
from rondom.cases.people import Circle
from rondom.organisations.models import Membership
from rondom.triage.actions import Line, Outcome
from rondom.triage.decisions import has_passed, too_early
from rondom.triage.forms.own_view import area
from rondom.triage.forms.weighing import DissentForm, PartyForm, RoutesField, WishForm
from rondom.triage.models import DecisionLine, NoCoordinator, Where
from rondom.triage.routes import ROUTES, Route
from rondom.triage.weighing import Weighing


class LineForm(forms.Form):
    """One domain of the decision."""

    need = forms.ChoiceField(choices=DecisionLine.Need, required=False, widget=forms.RadioSelect)
    text = area(_("What do we agree?"), rows=1)

    def __init__(self, *args: Any, domain: Domain, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"line-{domain.value}"})
        self.domain = domain
        self.fields["routes"] = RoutesField(domain)
        self.fields["need"].label = domain.label
        self.fields["text"].label = _("%(domain)s: what do we agree?") % {"domain": domain.label}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("need"):
            self.add_error("need", _("Choose now, later or not needed."))
        elif data["need"] != DecisionLine.Need.NOT and not data.get("text", "").strip():
            self.add_error("text", _("Say what is agreed."))
        return data

    @property
    def boxes(self) -> list[tuple[Route, dict[str, Any]]]:
        """The help routes of this domain, each with its box."""
        found = self.fields["routes"]
        assert isinstance(found, RoutesField)
        return list(found.boxes(self["routes"]))

    def line(self) -> Line:
        """The decision in this domain."""
        data = self.cleaned_data
        return Line(self.domain, DecisionLine.Need(data["need"]), data["text"].strip())


class AskForm(forms.Form):
    """An action: what, in which domain, by whom, before when. An empty row is no action."""

    domains: Sequence[Domain] = FOUR
    asked = ("text", "domain", "who", "due_at")
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
        domains = [(domain.value, domain.label) for domain in self.domains if held & domain.category]
        self.fields["domain"].choices = [("", "–"), *domains]  # type: ignore[attr-defined]
        self.fields["who"].choices = [("", "–"), *circle.choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        filled = [name for name in self.asked if data.get(name)]
        if not filled and not self.needed:
            return data
        for name in self.asked:
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
    weighed = forms.CharField(
        label=_("How was that wish weighed?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who may know who it is about reads this."),
    )

    def __init__(
        self, *args: Any, candidates: Sequence[Candidate], wish: Entry | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates, self.wish = candidates, wish
        self.fields["coordinator"].choices = [("", "–"), *choices(candidates)]  # type: ignore[attr-defined]
        if wish is None:
            del self.fields["weighed"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.wish and data.get("coordinator") and not data.get("weighed", "").strip():
            self.add_error("weighed", _("Say how the wish of the person was weighed."))
        return data

    def member(self) -> Membership:
        """The one who will be asked."""
        return next(one.member for one in self.candidates if one.key == self.cleaned_data["coordinator"])


class DecisionForm(CoordinatorForm):
    """The decision as a whole, apart from its lines and actions."""

    no_coordinator = forms.ChoiceField(
        label=_("Or: why nobody yet"), required=False, choices=[("", "–"), *NoCoordinator.choices],
        help_text=_("The chair then keeps the turn to find someone."),
    )  # fmt: skip
    no_coordinator_why = forms.CharField(
        label=_("More about that (may stay empty)"), required=False, max_length=300
    )
    look_again_on = forms.DateField(
        label=_("Look again on (may stay empty)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
    )
    look_again_time = forms.TimeField(
        label=_("At (may stay empty)"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=TIMES,
        error_messages={"invalid": _("Write a time, such as 14:30.")},
    )
    look_again_where = forms.ChoiceField(label=_("Where?"), required=False, choices=Where.choices)
    reason = forms.CharField(
        label=_("Why do we decide this? (may stay empty)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everyone on this case reads this. No names, no details of the story."),
    )
    no_quorum = forms.CharField(
        label=_("Why can this not wait for them?"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, table: Weighing, **kwargs: Any) -> None:
        super().__init__(*args, candidates=table.candidates, wish=table.contact_wish, **kwargs)
        self.table = table
        self.fields["coordinator"].required = False
        if table.quorum.met:
            del self.fields["no_quorum"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            "coordinator" not in self.errors
            and not data.get("coordinator")
            and not data.get("no_coordinator")
        ):
            self.add_error("coordinator", _("Choose who will be asked."))
        if data.get("coordinator") and data.get("no_coordinator"):
            self.add_error("no_coordinator", _("You chose someone. Empty one of the two."))
        if "no_quorum" in self.fields and not data.get("no_quorum", "").strip():
            self.add_error(
                "no_quorum", _("Not everyone is there who must be. Wait for them, or say why it cannot wait.")
            )
        self._looks_again(data)
        return data

    def _looks_again(self, data: dict[str, Any]) -> None:
        """The day, or the moment of it, is one that is still to come, and that there is."""
        day, at = data.get("look_again_on"), data.get("look_again_time")
        data["look_again_at"] = clock.moment_of(day, at) if day and at else None
        if at and not day and "look_again_on" not in self.errors:
            self.add_error("look_again_on", _("Choose the day too."))
        elif day and at and data["look_again_at"] is None:
            self.add_error(
                "look_again_time", _("This time is not there on that day: the clock goes forward.")
            )
        elif day and has_passed(day, data["look_again_at"], self.table.actor.at):
            self.add_error("look_again_on", _("This moment has passed."))

    def whole(self) -> dict[str, Any]:
        """What the decision says as a whole."""
        data = self.cleaned_data
        member = self.member() if data["coordinator"] else None
        words = {
            name: (data.get(name) or "").strip() for name in ("reason", "no_quorum", "no_coordinator_why")
        }
        return {
            **words,
            "coordinator": member.user if member else None,
            "coordinator_organisation": member.organisation if member else None,
            "no_coordinator": data["no_coordinator"],
            "contact_weighed": data.get("weighed", ""),
            "look_again_on": data["look_again_on"],
            "look_again_at": data["look_again_at"],
            "look_again_where": data["look_again_where"] or (Where.MDT if data["look_again_on"] else ""),
        }


_TYPED = {"weighed", "reason", "wish", "wish_weighed", "no_quorum", "no_coordinator_why"}


class DecisionForms:
    """The whole decision: lines for the domains one may see, coordinator, actions and the rest; checked together."""

    ROWS = 3
    OTHERWISE = 2
    PARTIES = 2

    def __init__(self, data: Any, table: Weighing) -> None:
        case, held = table.case, table.held
        self.table = table
        self.decision = DecisionForm(data, table=table, initial={"coordinator": _present(case)})
        self.lines = [LineForm(data, domain=domain) for domain in FOUR if held & domain.category]
        self.hidden = [domain for domain in FOUR if not held & domain.category]
        self.asks = [
            AskForm(data, circle=table.circle, held=held, at=table.actor.at, prefix=f"ask-{row}")
            for row in range(self.ROWS)
        ]
        for row, ask in enumerate(self.asks[1:], 2):
            for field in ask.fields.values():
                field.label = f"{field.label} ({row})"
        self.wish = WishForm(data) if held & Category.STORY else None
        self.dissents = [
            DissentForm(data, table=table, prefix=f"dissent-{row}") for row in range(self.OTHERWISE)
        ]
        self.parties = [PartyForm(data, table=table, prefix=f"party-{row}") for row in range(self.PARTIES)]

    @property
    def differs(self) -> bool:
        """Whether something was typed about who thinks otherwise."""
        return any(
            form["text"].value() or form["organisation"].value() or form.errors for form in self.dissents
        )

    @property
    def invites(self) -> bool:
        """Whether something was chosen about whom to invite."""
        return any(form["organisation"].value() or form.errors for form in self.parties)

    @staticmethod
    def typed(data: Mapping[str, str]) -> list[str]:
        """The texts that someone typed, as they came."""
        return [
            text for name, text in data.items() if text.strip() and (name.endswith("-text") or name in _TYPED)
        ]

    @property
    def every(self) -> list[forms.Form]:
        wish = [self.wish] if self.wish else []
        return [*self.lines, *wish, *self.dissents, self.decision, *self.asks, *self.parties]

    def is_valid(self) -> bool:
        valid = all([form.is_valid() for form in self.every])  # noqa: C419 - check all, to show every fault at once
        return all([self._in_time(form) for form in self.lines]) and valid  # noqa: C419 - the same

    def _in_time(self, form: LineForm) -> bool:
        """Whether no route was chosen that waits for safety."""
        needs = {line.domain: line.cleaned_data.get("need") for line in self.lines}
        for key in form.cleaned_data.get("routes", []):
            sentence = too_early(ROUTES[key], needs.get(Domain.SAFETY))
            if sentence:
                form.add_error("routes", sentence)
                return False
        return True

    def outcome(self) -> Outcome:
        """The decision as it will be recorded."""
        asks = [form.ask() for form in self.asks]
        dissents = [form.otherwise() for form in self.dissents]
        parties = [form.party() for form in self.parties]
        return Outcome(
            lines=[form.line() for form in self.lines],
            routes=[key for form in self.lines for key in form.cleaned_data["routes"]],
            asks=[ask for ask in asks if ask],
            dissents=[one for one in dissents if one],
            parties=[one for one in parties if one],
            **self.decision.whole(),
            **(self.wish.cleaned_data if self.wish else {}),
        )


def _present(case: Case) -> str:
    return f"{case.coordinator_organisation_id}:{case.coordinator_id}" if case.coordinator_id else ""
