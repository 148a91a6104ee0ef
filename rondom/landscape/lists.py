"""Lists for the editor: the history of a service, what waits, and what expires."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from rondom.landscape import policies, shown
from rondom.landscape.models import Fact, Proposal, Service
from rondom.landscape.terms import Field
from rondom.organisations.actor import Actor

SOON = timedelta(days=30)  # our own choice, no source: a month to look things up
A_PAGE = 25


@dataclass(frozen=True)
class Change:
    """A fact as the history tells it."""

    fact: Fact
    name: str
    words: str


@dataclass(frozen=True)
class Expiring:
    """A service with the facts that expire soon, expired, or were never checked."""

    service: Service
    name: str
    facts: tuple[Change, ...]
    first: date | None
    never: int


def told(field: str, value: Any) -> str:
    """A value in words; what is no longer known is a dash."""
    return "–" if value is None else shown.words(field, value)


def history(service: Service) -> list[Change]:
    """Every fact there was, the newest first."""
    rows = Fact.objects.filter(service=service).select_related("verified_by", "entered_by")
    return [_change(fact) for fact in rows.order_by("-starts_at", "field")]


def _change(fact: Fact) -> Change:
    return Change(fact, str(Field(fact.field).label), told(fact.field, fact.value))


def expiring(today: date) -> list[Expiring]:
    """What must be looked at again, the first to expire first; then what nobody ever checked."""
    due = Q(expires_on__lte=today + SOON) | Q(verified_on__isnull=True)
    rows = Fact.objects.filter(due, ends_at__isnull=True, value__isnull=False).select_related("service")
    found: dict[Service, list[Fact]] = defaultdict(list)
    for fact in rows.order_by("service__slug", "field"):
        found[fact.service].append(fact)
    names = dict(
        Fact.objects.filter(field=Field.NAME, ends_at__isnull=True, service__in=found).values_list(
            "service_id", "value"
        )
    )
    lines = [
        Expiring(
            service,
            shown.words(Field.NAME, names[service.pk]),
            tuple(_change(fact) for fact in facts),
            min((fact.expires_on for fact in facts if fact.expires_on), default=None),
            sum(fact.verified_on is None for fact in facts),
        )
        for service, facts in found.items()
    ]
    return sorted(lines, key=lambda line: (line.first or date.max, line.name))


def to_look_up(actor: Actor) -> int:
    """Of how many services the editor was reminded whose facts still expire; nothing for others."""
    if not policies.edits(actor):
        return 0
    due = timezone.localdate(actor.at) + SOON
    held = Fact.objects.filter(ends_at__isnull=True, value__isnull=False, expires_on__lte=due)
    return Service.objects.filter(reminders__isnull=False, facts__in=held).distinct().count()


def waiting(actor: Actor) -> int:
    """How many proposals wait for the editor; nothing for others."""
    return Proposal.objects.filter(decided_at__isnull=True).count() if policies.edits(actor) else 0


def proposals(actor: Actor) -> Any:
    """The proposals of the actor's organisation, or for the editor of all: those that wait first, then the newest."""
    rows = Proposal.objects.select_related("organisation", "proposed_by", "service")
    if not policies.edits(actor):
        rows = rows.filter(organisation=actor.organisation)
    return rows.order_by(F("decided_at").desc(nulls_first=True), "-proposed_at")
