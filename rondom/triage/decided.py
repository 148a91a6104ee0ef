"""What was decided, with all that belongs to it, as far as the reader sees each row."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from rondom.cases.logbook import PURPOSES
from rondom.cases.models import ALL_CATEGORIES, Case, Category, Domain
from rondom.core.asked import asked
from rondom.triage import grounds, routes
from rondom.triage.models import Decision, DecisionLine, DecisionRoute, Dissent, Invited, Wish


@dataclass(frozen=True)
class Party:
    """A party that was invited, with what for and on which ground, in words."""

    name: str
    purpose: str
    ground: str


@dataclass(frozen=True)
class Decided:
    """A decision as its reader sees it."""

    decision: Decision
    routes: Sequence[routes.Route | str]
    wish: Wish | None
    dissents: Sequence[Dissent]
    parties: Sequence[Party]
    lines: Sequence[DecisionLine] = field(default_factory=list)

    @property
    def route_names(self) -> list[str]:
        return [one if isinstance(one, str) else one.name for one in self.routes]


def decided(case: Case, *, lines: bool = True, seen: int = ALL_CATEGORIES) -> list[Decided]:
    """The decisions on a case, the latest first; see `of_cases`."""
    rows = _of_case(case=case.pk)
    return _decided([case.pk], rows, lines=lines, seen=seen)


def of_cases(cases: Collection[UUID], *, lines: bool = True, seen: int = ALL_CATEGORIES) -> list[Decided]:
    """The decisions on cases, the latest first; one statement, one more where someone thinks otherwise, and one for `lines`.

    `seen`: only what shows to whoever sees these categories; else all that the database gives the actor.
    """
    return _decided(cases, _with_all(Decision.objects.filter(case__in=cases)), lines=lines, seen=seen)


@asked
def _of_case(case: UUID) -> QuerySet[Decision]:
    return _with_all(Decision.objects.filter(case=case))


def _with_all(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with their routes, who was invited, and whether someone thinks otherwise."""
    chosen = DecisionRoute.objects.filter(decision=OuterRef("pk")).order_by("category", "route")
    invited = Invited.objects.filter(decision=OuterRef("pk")).order_by("organisation__name")
    party = JSONObject(name="organisation__name", purpose="purpose", ground="ground")
    return decisions.select_related(
        "decided_by", "coordinator", "coordinator_organisation", "wished"
    ).annotate(
        chosen=ArraySubquery(chosen.values(said=JSONObject(route="route", category="category"))),
        asked=ArraySubquery(invited.values(said=party)),
        differs=Exists(Dissent.objects.filter(decision=OuterRef("pk"))),
    )


def _decided(cases: Collection[UUID], found: Iterable[Any], *, lines: bool, seen: int) -> list[Decided]:
    rows = sorted(found, key=lambda one: one.round, reverse=True)
    said = _by_decision(_dissents(cases) if any(row.differs for row in rows) else [], seen)
    drawn = _by_decision(DecisionLine.objects.filter(case__in=cases) if lines and rows else [], seen)
    return [
        Decided(
            decision=row,
            routes=[
                routes.ROUTES.get(one["route"], one["route"]) for one in row.chosen if one["category"] & seen
            ],
            wish=getattr(row, "wished", None) if seen & Category.STORY else None,
            dissents=said.get(row.pk, []),
            parties=[
                Party(
                    one["name"],
                    str(PURPOSES.get(one["purpose"], one["purpose"])),
                    str(grounds.words(one["ground"])),
                )
                for one in row.asked
            ],
            lines=sorted(drawn.get(row.pk, []), key=lambda line: list(Domain).index(Domain(line.domain))),
        )
        for row in rows
    ]


def _dissents(cases: Collection[UUID]) -> Any:
    return (
        Dissent.objects.filter(case__in=cases).select_related("organisation", "author").order_by("written_at")
    )


def _by_decision(rows: Any, seen: int) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        if row.category & seen:
            found.setdefault(row.decision_id, []).append(row)
    return found
