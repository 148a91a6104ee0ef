"""The links of a case as its page shows them, asked for together with the case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Either
from django.db.models import F, OuterRef, Q, When
from django.db.models.functions import JSONObject

from rondom.cases.models import Case, CaseLink, Status


@dataclass(frozen=True)
class Linked:
    """Another case that this one has to do with; `closes` when this is the one that closes as a duplicate."""

    pk: UUID
    kind: CaseLink.Kind
    grounds: list[str]
    made_at: datetime
    made_by: str
    far: UUID
    code: str
    status: Status
    closes: bool
    holds: bool  # one of the two is closed because it is the same as the other

    @property
    def reasons(self) -> list[Any]:
        """On what grounds, in words."""
        return [CaseLink.Ground(ground).label for ground in self.grounds]

    @property
    def can_be_one(self) -> bool:
        """Whether they are about one person, and the other is open."""
        return self.kind in CaseLink.OF_ONE_PERSON and self.status != Status.CLOSED


def with_links() -> ArraySubquery:
    """An annotation for cases: the links of each that the actor sees, the oldest first."""
    here = Q(case=OuterRef("pk"))

    def far(column: str) -> Either:
        return Either(When(here, then=F(f"other__{column}")), default=F(f"case__{column}"))

    said = JSONObject(
        pk="id", kind="kind", grounds="grounds", at="made_at", by="made_by__display_name", case="case_id",
        far=far("id"), code=far("code"), status=far("status"), why=far("closing_reason"), closed=far("closed_at"),
    )  # fmt: skip
    found = CaseLink.objects.filter(here | Q(other=OuterRef("pk")), undone_at__isnull=True)
    return ArraySubquery(found.order_by("made_at", "pk").values(said=said))


def read(case: Case, raw: list[dict[str, Any]]) -> list[Linked]:
    """The links that came with a case."""
    return [_read(case, one) for one in raw]


def _read(case: Case, one: dict[str, Any]) -> Linked:
    closes = UUID(one["case"]) == case.pk
    made_at = datetime.fromisoformat(one["at"])
    closed = datetime.fromisoformat(one["closed"]) if one["closed"] else None
    stands = (case.closing_reason, case.closed_at) if closes else (one["why"], closed)
    kind = CaseLink.Kind(one["kind"])
    duplicate = kind == CaseLink.Kind.DUPLICATE and stands == (Case.ClosingReason.DUPLICATE, made_at)
    return Linked(
        UUID(one["pk"]), kind, one["grounds"], made_at, one["by"], UUID(one["far"]), one["code"],
        Status(one["status"]), closes, duplicate,
    )  # fmt: skip
