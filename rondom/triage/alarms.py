"""What comes near to the last moment for the MDT, or passed it: what was raised, as far as it is so now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from rondom.cases.models import FOR_THE_MDT, Case
from rondom.organisations.actor import Actor
from rondom.organisations.models import Region
from rondom.triage.models import Escalation

Level = Escalation.Level


@dataclass(frozen=True)
class Alarm:
    """A case that waits, and how near its last moment is."""

    case: Case
    level: Escalation.Level

    @property
    def is_breach(self) -> bool:
        return self.level in Escalation.BREACHES


def levels() -> ArraySubquery:
    """An annotation for cases, `levels`: what was raised in this round."""
    raised = Escalation.objects.filter(case=OuterRef("pk"), round=OuterRef("mdt_round"))
    return ArraySubquery(raised.values("level"))


def alarms(cases: Iterable[Case], at: datetime, *, chairs: bool) -> list[Alarm]:
    """What was raised of cases with `levels`, the nearest level of each.

    Less than four hours is for the chair; less than one is for everyone with a seat, the regional lead among them.

    What a clock that was wrong for a while raised too early waits until it is so.
    """
    found = [(case, _level(case, at, getattr(case, "levels", ()))) for case in cases]
    return [Alarm(case, level) for case, level in found if level and (chairs or level != Level.FOUR_HOURS)]


def _level(case: Case, at: datetime, raised: Iterable[str]) -> Escalation.Level | None:
    if Level.MOVED in raised and case.mdt_at and case.mdt_at > case.mdt_due_at > at:
        return Level.MOVED
    reached = (level for level in (Level.LAPSED, Level.ONE_HOUR, Level.FOUR_HOURS) if level in raised)
    return next((one for one in reached if case.mdt_due_at - Escalation.BEFORE[one] <= at), None)


def breaches(actor: Actor, regions: Iterable[Region]) -> list[Escalation]:
    """What was not discussed in time in these regions, of the cases that the actor may see; without a reason first."""
    found = (
        Escalation.objects.visible_to(actor)
        .filter(region__in=list(regions), level__in=Escalation.BREACHES)
        .select_related("case", "region", "explained_by")
        .order_by("-due_at", "pk")
    )
    return sorted((one for one in found if _is_so(one, actor.at)), key=lambda one: bool(one.reason))


def _is_so(breach: Escalation, at: datetime) -> bool:
    """Not one that a wrong clock raised, of a case that still has time."""
    waits = breach.case.status in FOR_THE_MDT and breach.case.mdt_round == breach.round
    return breach.level == Level.MOVED or not waits or breach.case.mdt_due_at <= at


def unexplained(actor: Actor, regions: Iterable[Region]) -> list[Escalation]:
    """The breaches that wait for a reason, the oldest first: for who chairs these regions."""
    waiting = Escalation.objects.visible_to(actor).filter(
        region__in=list(regions), level__in=Escalation.BREACHES, reason=""
    )
    found = waiting.select_related("case", "region").order_by("due_at", "pk")
    return [one for one in found if _is_so(one, actor.at)]
