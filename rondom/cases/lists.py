"""Lists of cases: filters and pages that stay where they are while cases move."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from rondom.cases import code
from rondom.cases.models import Case, Status
from rondom.organisations.actor import Actor

PAGE = 20
WHOSE = {
    "": _("all that I may see"),
    "turn": _("my turn"),
    "coordinate": _("I coordinate"),
    "organisation": _("my organisation is next"),
}
STATUSES = {"": _("all open"), **dict(Status.choices)}


@dataclass(frozen=True)
class Filters:
    """What someone looks for; unknown values count as none."""

    whose: str = ""
    status: str = ""
    typed: str = ""
    after: tuple[datetime, UUID] | None = None

    @classmethod
    def read(cls, query: Any) -> "Filters":
        """The filters in a query string."""
        whose, status = query.get("wie", ""), query.get("status", "")
        return cls(
            whose if whose in WHOSE else "",
            status if status in STATUSES else "",
            query.get("code", "").strip()[:40],
            cursor(query.get("na", "")),
        )

    @property
    def code(self) -> str:
        """The whole code someone typed, if it is one."""
        return code.clean(self.typed)

    @property
    def closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def moment(self) -> str:
        """The field that orders the list: what is due first, or what was closed last."""
        return "closed_at" if self.closed else "next_due_at"


@dataclass(frozen=True)
class Page:
    """One page of a list, and where the next begins."""

    cases: list[Case]
    following: str


def cursor(text: str) -> tuple[datetime, UUID] | None:
    """Where a page begins, after "moment~identifier"; None for anything else."""
    moment, _mark, key = text.partition("~")
    try:
        at = parse_datetime(moment)
        return (at, UUID(key)) if at and at.tzinfo else None
    except ValueError:
        return None


def page(actor: Actor, filters: Filters) -> Page:
    """The cases that `actor` may see, filtered, what is due first on top, one page from the cursor on."""
    found = _filtered(Case.objects.visible_to(actor), actor, filters)
    if filters.after:
        at, pk = filters.after
        side = "lt" if filters.closed else "gt"
        key = filters.moment
        found = found.filter(Q(**{f"{key}__{side}": at}) | Q(**{key: at, f"pk__{side}": pk}))
    order = ["-closed_at", "-pk"] if filters.closed else ["next_due_at", "pk"]
    cases = list(
        found.order_by(*order).select_related(
            "region", "coordinator", "coordinator_organisation", "next_organisation", "next_user"
        )[: PAGE + 1]
    )
    following = ""
    if len(cases) > PAGE:
        last = cases[PAGE - 1]
        following = f"{getattr(last, filters.moment).isoformat()}~{last.pk}"
    return Page(cases[:PAGE], following)


def _filtered(cases: QuerySet[Case], actor: Actor, filters: Filters) -> QuerySet[Case]:
    if filters.typed:
        return cases.filter(code=filters.code or "-")
    cases = cases.filter(status=filters.status) if filters.status else cases.exclude(status=Status.CLOSED)
    if filters.whose == "turn":
        return cases.filter(next_user_id=actor.key)
    if filters.whose == "coordinate":
        return cases.filter(coordinator_id=actor.key)
    if filters.whose == "organisation":
        return cases.filter(next_organisation_id=actor.organisation_id)
    return cases
