"""What the case page and Today show, gathered in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Case as Cases
from django.db.models import F, Value, When

from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, Category, Domain, Entry, Grant, Person, Step
from rondom.cases.policies import live_grants
from rondom.core.rondomkaart import Map, Near, Node
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region, Seat
from rondom.triage.models import DecisionLine

SOON = timedelta(hours=4)
QUARTER_OF = {
    Organisation.Kind.POLICE: Domain.LAW,
    Organisation.Kind.PROSECUTION: Domain.LAW,
    Organisation.Kind.VEILIG_THUIS: Domain.SAFETY,
    Organisation.Kind.LOCAL_TEAM: Domain.SAFETY,
    Organisation.Kind.MUNICIPALITY: Domain.SAFETY,
    Organisation.Kind.CSG: Domain.CARE,
    Organisation.Kind.CARE: Domain.CARE,
}
_READ_ON_PURPOSE = [Entry.Kind.STORY, Entry.Kind.REPORTER_NOTE, Entry.Kind.WISHES, Entry.Kind.CONSENT_WORDS]


@dataclass
class Quarter:
    """One domain of the plan: what was decided, and its actions."""

    domain: Domain
    visible: bool
    steps: list[Step] = field(default_factory=list)
    line: DecisionLine | None = None

    @property
    def done(self) -> int:
        return sum(step.state == Step.State.DONE for step in self.steps)


@dataclass(frozen=True)
class Overview:
    """A case as the actor may see it."""

    case: Case
    people: list[Person]
    entries: list[Entry]
    quarters: list[Quarter]
    organisations: list[Organisation]
    next_step: Step | None
    question: Step | None
    proposes: bool
    map: Map

    @property
    def victims(self) -> list[Person]:
        return [person for person in self.people if Person.Role.VICTIM in person.roles]

    @property
    def others(self) -> list[Person]:
        return [person for person in self.people if Person.Role.VICTIM not in person.roles]

    @property
    def summary(self) -> str:
        return next((entry.text for entry in self.entries if entry.kind == Entry.Kind.SUMMARY), "")

    @property
    def stories(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == Entry.Kind.STORY]

    @property
    def remarks(self) -> list[Entry]:
        kinds = [Entry.Kind.RE_TRIAGE, Entry.Kind.CLOSING, Entry.Kind.NOTE]
        return [entry for entry in self.entries if entry.kind in kinds]


def overview(actor: Actor, case: Case) -> Overview:
    """All that the case page shows: people, texts (not the story itself), plan, organisations and the map."""
    people = list(Person.objects.filter(case=case).order_by("pk"))
    steps = list(
        Step.objects.filter(case=case)
        .select_related("organisation", "user", "words")
        .order_by("due_at", "pk")
    )
    grants = Grant.objects.filter(live_grants(case, actor)).select_related("organisation").order_by("pk")
    organisations = list({grant.organisation_id: grant.organisation for grant in grants}.values())
    waiting = [step for step in steps if step.state in OPEN_STATES]
    return Overview(
        case=case,
        people=people,
        entries=_entries(case),
        quarters=_quarters(case, steps),
        organisations=organisations,
        next_step=_next_step(case, waiting),
        question=next(
            (s for s in waiting if s.kind == Case.NextKind.ACCEPT and s.user_id == actor.user_id), None
        ),
        proposes=any(s.kind == Case.NextKind.PROPOSE and s.user_id == actor.user_id for s in waiting),
        map=_map(case, people, organisations, steps),
    )


def _entries(case: Case) -> list[Entry]:
    """Every text with who wrote it and when; the story and its like stay folded away, unread."""
    shown = Cases(When(kind__in=_READ_ON_PURPOSE, then=Value("")), default=F("text"))
    entries = (
        Entry.objects.filter(case=case)
        .defer("text")
        .annotate(shown=shown)
        .select_related("author", "organisation")
        .order_by("-written_at")
    )
    for entry in entries:
        entry.text = entry.shown
    return list(entries)


def _next_step(case: Case, waiting: Iterable[Step]) -> Step | None:
    return next((s for s in waiting if s.kind == case.next_kind and s.due_at == case.next_due_at), None)


def _quarters(case: Case, steps: list[Step]) -> list[Quarter]:
    """The plan by domain, with the lines of the latest decision that the actor may read."""
    quarters = {domain: Quarter(domain, bool(case.held & domain.category)) for domain in Domain}
    lines = DecisionLine.objects.filter(case=case).select_related("decision").order_by("decision__round")
    for line in lines:
        quarters[Domain(line.domain)].line = line
    for step in steps:
        if step.domain and step.state != Step.State.WITHDRAWN:
            quarters[Domain(step.domain)].steps.append(step)
    return list(quarters.values())


def _map(case: Case, people: list[Person], organisations: list[Organisation], steps: list[Step]) -> Map:
    """The rondomkaart of a case, from its rows."""
    close = [p for p in people if Person.Role.RELATIVE in p.roles or Person.Role.BYSTANDER in p.roles]
    quarters: dict[Any, Any] = {domain.value: [] for domain in Domain}
    for organisation in organisations:
        quarter = QUARTER_OF.get(Organisation.Kind(organisation.kind), Domain.RECOVERY)
        own = [step for step in steps if step.organisation_id == organisation.pk]
        quarters[quarter.value].append(_node(case, organisation, own))
    return Map(
        near=[Near(p.name or p.get_role(), p.relation_word(), knows=True) for p in close], quarters=quarters
    )


def _node(case: Case, organisation: Organisation, steps: list[Step]) -> Node:
    acts = [step for step in steps if step.kind == Case.NextKind.ACTION]
    coordinates = organisation.pk == case.coordinator_organisation_id
    state: Any = "knows"
    if organisation.pk == case.next_organisation_id:
        state = "next"
    elif coordinates or any(s.state in (Step.State.IN_PROGRESS, Step.State.DONE) for s in acts):
        state = "active"
    elif any(step.state in OPEN_STATES for step in acts):
        state = "waits"
    person = next((step.user.display_name for step in steps if step.user), "")
    return Node(organisation.name, organisation.short_name, state, person, coordinates)


@dataclass(frozen=True)
class Day:
    """What needs me now."""

    mine: list[Step]
    others: list[Case]
    coordinating: list[Case]
    tables: list[tuple[Region, list[Case]]]

    @property
    def nothing(self) -> bool:
        return not self.mine and not any(cases for _region, cases in self.tables)


def day(actor: Actor) -> Day:
    """My open steps, the cases I coordinate where someone else is next, and the MDT of today."""
    mine = list(
        Step.objects.filter(user_id=actor.key, state__in=OPEN_STATES)
        .select_related("case", "words")
        .order_by("due_at", "pk")
    )
    coordinating = list(
        Case.objects.visible_to(actor)
        .filter(coordinator_id=actor.key)
        .are_open()
        .select_related("next_organisation", "next_user")
        .order_by("next_due_at", "pk")
    )
    regions = list(
        {
            seat.region_id: seat.region
            for seat in Seat.objects.in_force(actor.at).filter(user_id=actor.key).select_related("region")
        }.values()
    )
    waiting = (
        Case.objects.visible_to(actor)
        .filter(mdt_region__in=regions, status__in=FOR_THE_MDT)
        .order_by("mdt_due_at", "pk")
        if regions
        else []
    )
    tables = [(region, [case for case in waiting if case.mdt_region_id == region.pk]) for region in regions]
    others = [case for case in coordinating if case.next_user_id != actor.user_id]
    return Day(mine, others, coordinating, tables)


def hides(case: Case) -> list[Category]:
    """The categories of a case that the actor may not see."""
    return [category for category in Category if not case.held & category]
