"""What is kept until when, and the requests of an officer, as their pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from rondom.cases.models import Category
from rondom.organisations.actor import Actor
from rondom.rights.models import Request
from rondom.sharing import retention
from rondom.sharing.models import Destruction, Due, Hold

PAGE = 25
LONGEST_NUMBER = 5  # signs


@dataclass
class Kept:
    """A closed case, without what is in it: when its parts go, and what stops that."""

    case_id: UUID
    code: str
    closed_at: datetime
    due_at: datetime
    parts: dict[tuple[int, datetime], list[str]] = field(default_factory=dict)
    hold: Hold | None = None


@dataclass(frozen=True)
class Calendar:
    """One page of what is destroyed when, first what is due first; and what was destroyed last."""

    cases: list[Kept]
    number: int
    following: int | None
    gone: list[Destruction]
    terms: list[retention.Row]


def number(query: Mapping[str, str]) -> int:
    """The page that is asked for; the first for anything else."""
    asked = query.get("pagina", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else 1


def calendar(actor: Actor, page: int) -> Calendar:
    """What the privacy officer watches over; overdue comes first."""
    live = Due.objects.filter(ended_at__isnull=True, destroyed_at__isnull=True)
    start = (page - 1) * PAGE
    found = list(
        live.values("case_id", "code", "closed_at").annotate(first=Min("due_at")).order_by("first", "code")[start : start + PAGE + 1]
    )  # fmt: skip
    cases = {
        one["case_id"]: Kept(one["case_id"], one["code"], one["closed_at"], one["first"])
        for one in found[:PAGE]
    }
    for due in live.filter(case_id__in=cases).order_by("due_at", "category"):
        cases[due.case_id].parts.setdefault((due.days, due.due_at), []).append(
            str(Category(due.category).label)
        )
    for hold in Hold.objects.filter(case_id__in=cases, lifted_at__isnull=True, until__gt=actor.at):
        cases[hold.case_id].hold = hold
    return Calendar(
        cases=list(cases.values()),
        number=page,
        following=page + 1 if len(found) > PAGE else None,
        gone=list(Destruction.objects.order_by("-destroyed_at")[:PAGE]),
        terms=retention.ROWS,
    )


def requests(actor: Actor) -> list[Request]:
    """The officer's own requests, open ones first, newest first."""
    found = Request.objects.filter(officer_id=actor.key).order_by("-opened_at")[:50]
    return sorted(found, key=lambda one: (one.closed_at is not None, one.ends_at <= actor.at))
