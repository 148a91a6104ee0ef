"""What was recorded of a case that someone may have to be warned for, as far as whoever looks may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from rondom.cases.models import FOR_THE_MDT, Case, Category, Person, Shield
from rondom.core.asked import asked
from rondom.first_contact.models import EventMoment, Report
from rondom.organisations.models import Seat
from rondom.sharing.models import Consent, Restriction


@dataclass(frozen=True)
class Facts:
    """The facts, at a moment."""

    at: datetime
    waits: bool  # for the MDT
    due_at: datetime
    people: Sequence[Person]
    report: dict[str, Any]
    answers: dict[str, bool]  # by kind of organisation, what the person said last; "" is someone else
    works_at: Sequence[str]
    table: dict[str, list[str]]  # by kind, who has a fixed seat in the MDT that will weigh it
    similar: int = 0
    knows_people: bool = True
    restricted: bool = False  # at the person's request (AVG article 18)

    @property
    def victims(self) -> list[Person]:
        return [one for one in self.people if Person.Role.VICTIM in one.roles]

    @property
    def around(self) -> list[Person]:
        """Relatives and bystanders who are nothing else."""
        return [one for one in self.people if {*one.roles} <= {Person.Role.RELATIVE, Person.Role.BYSTANDER}]

    @property
    def violence(self) -> set[str]:
        return set(self.report.get("violence_types") or ())

    @property
    def depends_on(self) -> str:
        return str(self.report.get("dependency_relation") or "")

    def needs(self, *codes: str) -> bool:
        return any(set(one.needs) & {*codes} for one in self.victims)

    def ages(self) -> list[int]:
        """Of the victims of whom the year is known: the age they have or get this year."""
        year = timezone.localtime(self.at).year
        return [year - one.birth_year for one in self.victims if one.birth_year]


def facts(case: Case, people: Sequence[Person], at: datetime, similar: int = 0) -> Facts:
    """The facts of a case, of which these people are known already; one query."""
    (known,) = cast("list[Any]", _known(case=case.pk, at=at))
    table: dict[str, list[str]] = {}
    for one in known.found_seats:
        names = table.setdefault(one["kind"], [])
        names += [one["name"]] * (one["name"] not in names)
    return Facts(
        at=at,
        waits=case.status in FOR_THE_MDT,
        due_at=case.mdt_due_at,
        people=people,
        report={**(known.found_report or {}), **_known_since(known.found_moment)},
        answers=_answers(known.found_answers),
        works_at=known.found_shields,
        table=table,
        similar=similar,
        restricted=known.restricted,
        knows_people=bool(case.held & Category.IDENTITY),
    )


@asked
def _known(case: UUID, at: datetime) -> QuerySet[Case]:
    mine = {"case": OuterRef("pk")}
    report = JSONObject(
        reporter_role="reporter_role", earliest="event_earliest", latest="event_latest", uncertain="event_uncertain",
        place_kind="place_kind", violence_types="violence_types", dependency_relation="dependency_relation",
        ongoing="ongoing",
    )  # fmt: skip
    consent = JSONObject(kind="receiver_kind", given="given", withdrawn="withdrawn_at", at="recorded_at")
    seat = JSONObject(kind="organisation__kind", name="organisation__name")
    region = Coalesce(OuterRef("mdt_region"), OuterRef("region"))
    rows: QuerySet[Case] = (
        Case.objects.filter(pk=case)
        .only("pk")
        .annotate(
            restricted=Exists(Restriction.objects.filter(**mine, lifted_at__isnull=True, ends_at__gt=at)),
            found_report=Subquery(
                Report.objects.filter(**mine).order_by("reported_at").values(said=report)[:1]
            ),
            found_moment=Subquery(
                EventMoment.objects.filter(**mine)
                .order_by("-noted_at", "-pk")
                .values(said=JSONObject(earliest="earliest", latest="latest"))[:1]
            ),
            found_answers=ArraySubquery(
                Consent.objects.filter(**mine).order_by("recorded_at", "pk").values(said=consent)
            ),
            found_shields=ArraySubquery(
                Shield.objects.filter(
                    **mine,
                    reason=Shield.Reason.WORKS_THERE,
                    organisation__isnull=False,
                    lifted_at__isnull=True,
                )
                .order_by("pk")
                .values("organisation__name")
            ),
            found_seats=ArraySubquery(
                Seat.objects.in_force(at).filter(region=region, fixed=True).order_by("pk").values(said=seat)
            ),
        )
    )
    return rows


def _known_since(moment: dict[str, Any] | None) -> dict[str, Any]:
    """When it was, where that became known after the report."""
    if not moment:
        return {}
    return {**moment, "uncertain": not moment["earliest"] or moment["earliest"] != moment["latest"]}


def _answers(rows: list[dict[str, Any]]) -> dict[str, bool]:
    """What was said last about each; of what was said at one moment, a no counts."""
    said: dict[str, tuple[str, bool]] = {}
    for row in rows:
        yes = row["given"] and not row["withdrawn"]
        moment, before = said.get(row["kind"], ("", True))
        said[row["kind"]] = (row["at"], yes and before if row["at"] == moment else yes)
    return {kind: yes for kind, (_moment, yes) in said.items()}
