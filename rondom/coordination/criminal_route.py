"""The criminal routes of a case: their states in plain words, from criminal_route.toml, where each stands, and what may follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.models import Access, Case, Category, Person, Regime
from rondom.coordination import policies
from rondom.coordination.models import BEGINS, MOST_ROUTES, NEXT_ROUTE, TO_COME, RouteState, RouteStep
from rondom.core import rows, sourced
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.core.sourced import Sourced
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation

FILE = Path(__file__).with_name("criminal_route.toml")
_FIELDS: dict[str, type] = {"id": str, **sourced.WORDS, **sourced.FIELDS}
CAUTIONED = frozenset(
    {RouteState.MELDING_ONLY, RouteState.AANGIFTE}
)  # choices before which the person is cautioned
_BY_THEIR_OWN = {Organisation.Kind.POLICE, Organisation.Kind.PROSECUTION}


@dataclass(frozen=True, kw_only=True)
class Meaning(Sourced):
    """What a state means for the person, in plain words."""

    state: RouteState


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line; every state has one."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["id"] not in RouteState.values:
            yield "id", f"id can be {', '.join(RouteState.values)}."

    found, faults = rows.load(
        FILE.name, text, _FIELDS, check, head="state", may_be_empty=["confirmed_by"], today=today
    )
    missing = set(RouteState.values) - {row.get("id") for row in found}
    return found, faults or [f"{FILE.name}, line 1: state {one} is missing." for one in sorted(missing)]


MEANS = {
    RouteState(row["id"]): Meaning.of(row, state=RouteState(row["id"]))
    for row in rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
}


@dataclass(frozen=True)
class Route:
    """One route of a case as the reader may see it, the first state first, withdrawn ones too."""

    number: int
    steps: list[RouteStep]

    @property
    def person(self) -> Person | None:
        """The possible perpetrator whom it is about, where that was noted and the reader may know of them."""
        return next((step.person for step in reversed(self.held) if step.person), None)

    @property
    def held(self) -> list[RouteStep]:
        """What was noted and not withdrawn."""
        return [step for step in self.steps if step.withdrawn_at is None]

    @property
    def now(self) -> RouteStep | None:
        """Where it stands."""
        return self.held[-1] if self.held else None

    @property
    def follows(self) -> list[RouteState]:
        """What may come next, in the order of the route."""
        allowed = NEXT_ROUTE[RouteState(self.now.state)] if self.now else BEGINS
        return [state for state in RouteState if state in allowed]

    @property
    def told(self) -> list[tuple[RouteStep, Meaning]]:
        """Each state with what it means."""
        return [(step, MEANS[RouteState(step.state)]) for step in self.steps]

    @property
    def coming(self) -> list[tuple[RouteState, Meaning]]:
        """What may come next, with what it means."""
        return [(state, MEANS[state]) for state in self.follows]


def routes(case: Case) -> list[Route]:
    """The routes of a case by number, as far as their reader may see them."""
    found = RouteStep.objects.filter(case=case).select_related(
        "organisation", "noted_by", "withdrawn_by", "person"
    )
    by_number: dict[int, list[RouteStep]] = {}
    for step in sorted(found, key=attrgetter("route", "noted_at", "pk")):
        by_number.setdefault(step.route, []).append(step)
    return [Route(number, steps) for number, steps in by_number.items()]


def running(case: Case) -> list[Route]:
    """The routes with police or prosecutor that are not over, as far as their reader may see them."""
    over = {RouteState.NO_CONTACT, RouteState.MELDING_ONLY, RouteState.SEPONEREN, RouteState.EXECUTION}
    return [one for one in routes(case) if one.now and one.now.state not in over]


def next_number(found: Sequence[Route]) -> int:
    """The number that another route would get; 0 when there are as many as a case can hold."""
    number = max((one.number for one in found), default=0) + 1
    return number if number <= MOST_ROUTES else 0


def of_case(case: Case, number: int = 1) -> Route:
    """One route of a case; the next one that there is not yet is empty. Raises NotThere for any other number."""
    found = routes(case)
    route = next((one for one in found if one.number == number), None)
    if route is None and number != next_number(found):
        raise NotThere("criminal_route", None, case_id=case.pk)
    return route or Route(number, [])


def whom(case: Case) -> list[Person]:
    """The possible perpetrators in a case, of whom the reader may know."""
    role: Any = [Person.Role.POSSIBLE_PERPETRATOR]
    return list(Person.objects.filter(case=case, roles__contains=role).order_by("pk"))


def one(case: Case, pk: UUID) -> RouteStep:
    """A state that was noted and still holds. Raises NotThere."""
    found = RouteStep.objects.filter(case=case, pk=pk, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotThere("route_step", pk, case_id=case.pk)
    return found


def must_see(case: Case) -> None:
    """Who may see what is about the law of this case."""
    case_policies.must_hold(case.held, [Category.LEGAL], case)


def notes(actor: Actor, case: Case) -> bool:
    """Whether the actor notes where it stands: police and prosecution of their own, who coordinates as they were told."""
    kind = actor.organisation.kind if actor.organisation else ""
    return kind in _BY_THEIR_OWN or policies.steers(actor, case)


def may_note(actor: Actor, case: Case) -> None:
    """Police, prosecution and the coordinator note where an open case stands on the route."""
    must_see(case)
    case_policies.must_be_open(case)
    if not notes(actor, case):
        raise Denied(_("Police, prosecution and the coordinator note this."), case_id=case.pk)
    if not _under_own_law(actor, case):
        raise Denied(
            _(
                "You see what the police or prosecutor wrote about the law, but may not add to it yourself. Ask them to note it."
            ),
            case_id=case.pk,
        )


def _under_own_law(actor: Actor, case: Case) -> bool:
    """Whether the actor sees what is about the law under the law that their organisation writes under (privacy.md)."""
    lane = Regime.of(actor.organisation.kind if actor.organisation else "", Category.LEGAL).lane(
        Category.LEGAL
    )
    held = Access.objects.filter(
        user_id=actor.key, case_id=case.pk, starts_at__lte=actor.at, ends_at__gt=actor.at
    )
    return any(mask & lane for mask in held.values_list("by_regime", flat=True))


def must_follow(route: Route, state: RouteState, case: Case) -> None:
    """One state follows another as the route goes; what was noted wrongly is withdrawn first."""
    if state not in route.follows:
        raise WrongStep(
            _("This does not follow on where the case stands now."),
            instead=_("Withdraw what was noted wrongly first."),
            case_id=case.pk,
        )


def must_be_dated(
    route: Route, state: RouteState, since: date, until: date | None, at_day: date, case: Case
) -> None:
    """The day is not ahead, but for what is planned; not before where it stood; thinking lasts until a later day."""
    if since > at_day and state not in TO_COME:
        raise WrongStep(_("This day is still to come."), case_id=case.pk)
    if route.now and since < route.now.since and route.now.state not in TO_COME:
        raise WrongStep(_("This is before the day of the state before it."), case_id=case.pk)
    if until and (state != RouteState.REFLECTION or until < since):
        raise WrongStep(_("Only time to think lasts until a day, and one that is later."), case_id=case.pk)


def must_be_cautioned(state: RouteState, cautioned: bool, case: Case) -> None:  # noqa: FBT001 - a mark on a form
    """Before report or complaint the person was told that the prosecutor can go on without a complaint (design 2.2)."""
    if state in CAUTIONED and not cautioned:
        raise WrongStep(
            _("First tell the person that the prosecutor can also go on without a complaint."),
            case_id=case.pk,
        )


def must_be_about(person: Person | None, case: Case) -> None:
    """A route is about a possible perpetrator in the same case, or about nobody known."""
    if person and (person.case_id != case.pk or Person.Role.POSSIBLE_PERPETRATOR not in person.roles):
        raise WrongStep(_("A criminal route is about a possible perpetrator in this case."), case_id=case.pk)
