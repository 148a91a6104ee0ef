"""The acute windows of a case as the actor sees them: the report's times, what was recorded, what people did, and the clock.

Rows that the actor may not see do not come out of the database: who does not hold the story gets no times, who does not
hold medical data gets the times alone, as if nothing had been offered yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from rondom.cases.models import Access, Case, Category, Naming, Person, Status
from rondom.core.asked import asked
from rondom.first_contact.definitions import FACTS, LONGEST_WINDOW, WINDOWS
from rondom.first_contact.models import INVESTIGATE, JUDGED, EventMoment, Report, WindowStep
from rondom.first_contact.windows import Against, Happened, Recorded, State, Window, against
from rondom.organisations.actor import Actor

Kind = WindowStep.Kind
STAYS = timedelta(days=7)  # how long a window that has surely closed still stands in Today


@dataclass(frozen=True)
class Step:
    """What someone did with a window, without the reason."""

    pk: UUID
    kind: Kind
    at: datetime

    @classmethod
    def of(cls, row: dict[str, str]) -> "Step":
        """A step as the database gave it."""
        return cls(UUID(row["pk"]), Kind(row["kind"]), datetime.fromisoformat(row["at"]))

    @property
    def word(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True)
class Watched:
    """One window in a case, at a moment."""

    window: Window
    happened: Happened
    against: Against | None
    judged: Step | None
    offer: Step | None
    at: datetime
    offers: tuple[datetime, ...] = ()  # when something was offered, accepted, declined or done

    @cached_property
    def clock(self) -> State:
        """What the clock alone says."""
        return self.window.state(self.happened, self.at)

    @property
    def state(self) -> State:
        """What the clock says, or that it does not apply: a person's judgement goes before a recorded fact."""
        if self.judged:
            return State.NOT_APPLICABLE if self.judged.kind == Kind.NOT_APPLICABLE else self.clock
        return State.NOT_APPLICABLE if self.against else self.clock

    @property
    def by_fact(self) -> bool:
        """Whether only what was recorded speaks against it: a person can say that it does apply."""
        return self.against is not None and self.judged is None

    @property
    def answered(self) -> bool:
        """Whether nothing waits here any more: not applicable, declined or done."""
        done = self.offer is not None and self.offer.kind in {Kind.DECLINED, Kind.DONE}
        return done or self.state == State.NOT_APPLICABLE

    @property
    def closes_earliest(self) -> datetime | None:
        return self.window.closes_earliest(self.happened)

    @property
    def closes_latest(self) -> datetime:
        return self.window.closes_latest(self.happened)

    @property
    def bar_from(self) -> datetime:
        """Where the bar begins: at the earliest moment of the event, or the latest when that is all one knows."""
        return self.happened.earliest or self.happened.last

    @property
    def bar_sure(self) -> datetime:
        """Until where the bar is full; nothing of it is when nobody knows how long ago it was."""
        return self.closes_earliest or self.bar_from

    @property
    def overdue_check(self) -> bool:
        """Whether the row of windows.toml should have been looked at again by now."""
        return self.at.date() >= self.window.expires


def standing(
    happened: Happened, recorded: Recorded, steps: dict[str, list[Step]], at: datetime
) -> list[Watched]:
    """Every window, in the order of the data; `steps` by code, oldest first."""
    found = []
    for code, window in WINDOWS.items():
        judged = [step for step in steps.get(code, []) if step.kind in JUDGED]
        offers = [step for step in steps.get(code, []) if step.kind not in JUDGED]
        fact = against(FACTS.against, window, recorded)
        judgement, offer = judged[-1] if judged else None, offers[-1] if offers else None
        moments = tuple(step.at for step in offers)
        found.append(Watched(window, happened, fact, judgement, offer, at, moments))
    return found


def of_case(case: Case, at: datetime) -> list[Watched]:
    """The windows of a case at a moment, from its newest report; none where the actor does not see when it was."""
    return next((of_report(report, at) for report in _newest(case=case.pk)), [])


@asked
def _newest(case: UUID) -> QuerySet[Report]:
    rows = with_steps(Report.objects.filter(case=case)).order_by("-reported_at", "-pk")
    return rows[:1]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Windows:
    """The windows of a case, what does not apply apart."""

    every: list[Watched]

    @property
    def applying(self) -> list[Watched]:
        return [one for one in self.every if one.state != State.NOT_APPLICABLE]

    @property
    def others(self) -> list[Watched]:
        return [one for one in self.every if one.state == State.NOT_APPLICABLE]

    @property
    def confirmed(self) -> bool:
        """Whether a doctor confirmed every row that is shown."""
        return all(one.window.verified_by for one in self.every)


def with_steps(reports: Any) -> Any:
    """Reports with what was recorded of who was harmed, and the steps since; in the same statement."""
    harmed = Person.objects.filter(case=OuterRef("case"), roles__contains=[Person.Role.VICTIM])
    steps = WindowStep.objects.filter(
        case=OuterRef("case"), undone_at__isnull=True, noted_at__gte=OuterRef("reported_at")
    ).order_by("noted_at", "pk")
    told = JSONObject(pk="pk", code="code", kind="kind", at="at")
    return reports.annotate(
        genders=ArraySubquery(harmed.values("gender")),
        noted=ArraySubquery(steps.values(told=told)),
        known=Subquery(known_since("case", OuterRef("reported_at"))),
    )


def known_since(case: str, reported_at: Any) -> Any:
    """When it was, as it became known after the report: the latest statement, for an outer query with that `case`."""
    moments = EventMoment.objects.filter(case=OuterRef(case), noted_at__gte=reported_at)
    said = JSONObject(earliest="earliest", latest="latest")
    return moments.order_by("-noted_at", "-pk").values(said=said)[:1]


def of_report(report: Any, at: datetime) -> list[Watched]:
    """The windows of a report that came with its steps."""
    earliest, latest = report.event_earliest, report.event_latest
    if report.known:
        earliest, latest = (_moment(report.known[key]) for key in ("earliest", "latest"))
    # A report that was dated before its event must not take the page away from whoever needs it.
    reported_at = max(filter(None, [report.reported_at, earliest, latest if report.known else None]))
    happened = Happened(earliest, latest, reported_at)
    steps: dict[str, list[Step]] = {}
    for row in report.noted:
        steps.setdefault(row["code"], []).append(Step.of(row))
    return standing(happened, Recorded(report.violence_types, report.genders), steps, at)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def before_report(
    *, earliest: datetime | None, latest: datetime | None, recorded: Recorded, at: datetime
) -> list[Watched]:
    """The windows of a report that is still being noted: as if it were registered now."""
    return standing(Happened(earliest, latest, at), recorded, {}, at)


@dataclass(frozen=True)
class Alert:
    """A case in which a window asks something of me: the one that closes first, and how many wait."""

    case: Case
    first: Watched
    waiting: int


def alerts(actor: Actor) -> list[Alert]:
    """The open cases I am on, and may note medical care in, where a window waits: what closes first on top.

    What may have closed already goes before it; what surely closed goes last, stays for a week, and then on the case alone.
    """
    since = actor.at - timedelta(hours=LONGEST_WINDOW) - STAYS
    told = bool(actor.organisation and actor.organisation.kind in INVESTIGATE)
    reports = _waiting(user=actor.key, at=actor.at, since=since)
    found = (_alert(report, actor.at, told=told) for report in reports)
    return sorted(filter(None, found), key=lambda alert: urgency(alert.first))


@asked
def _waiting(user: UUID, at: datetime, since: datetime) -> QuerySet[Report]:
    """The latest report of each open case that someone is on and may note medical care in, when it was after `since`."""
    named = Naming.objects.filter(case=OuterRef("case"), user_id=user, starts_at__lte=at)
    named = named.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    holds = Access.objects.filter(user_id=user, case=OuterRef("case"), starts_at__lte=at, ends_at__gt=at)
    medical = holds.annotate(medical=F("categories").bitand(Category.MEDICAL.value)).exclude(medical=0)
    reports = (
        Report.objects.visible_to(Actor.in_query(user, at))
        .filter(Exists(named), Exists(medical), reported_at__lte=at)
        .annotate(last=Coalesce(Subquery(_latest_known()), "event_latest", "reported_at"))
        .filter(last__gt=since)
        .exclude(case__status=Status.CLOSED)
        .select_related("case")
        .order_by("case", "-reported_at", "-pk")
        .distinct("case")
    )
    return with_steps(reports)  # type: ignore[no-any-return]


def _latest_known() -> Any:
    """The latest moment that was stated after the report, for reports."""
    moments = EventMoment.objects.filter(case=OuterRef("case"), noted_at__gte=OuterRef("reported_at"))
    return moments.order_by("-noted_at", "-pk").values("latest")[:1]


def _alert(report: Any, at: datetime, *, told: bool) -> Alert | None:
    """What waits in a case; `told`: for who cannot see what others did, it no longer waits once they offered it."""
    waiting = [
        one
        for one in of_report(report, at)
        if not (one.answered or (told and one.offer)) and one.closes_latest + STAYS > at
    ]
    if not waiting:
        return None
    return Alert(report.case, min(waiting, key=urgency), len(waiting))


def urgency(one: Watched) -> Any:
    """What may be closing this very moment goes first, then what closes first; what surely closed goes last."""
    order = [State.DOUBTFUL, State.OPEN, State.CLOSED]
    return order.index(one.state), one.closes_latest if one.state == State.DOUBTFUL else one.closes_earliest
