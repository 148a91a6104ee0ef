"""The minutes of the MDT, per meeting and per case: made from rows when they are read, under the reader's own rights.

Nothing is frozen: what someone may no longer see is no longer in the minutes they read, and nobody learns from them that
there was a case they do not see. What was decided cannot change, as decisions, lines, views and actions asked are only
added (docs/adr/0023-minutes.md).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rondom.accounts.models import User
from rondom.cases.lists import PAGE, cursor
from rondom.cases.models import Case, Entry, Step
from rondom.core.errors import Denied, NotThere
from rondom.core.moments import absolute
from rondom.keys import ring
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region, Seat
from rondom.triage.decided import Decided, of_cases
from rondom.triage.models import Addition, Decision, DecisionLine, Meeting, Minutes, NotDiscussed, View
from rondom.triage.presence import present
from rondom.triage.timing import item_minutes


def standing(meeting: Meeting) -> str:
    """Whether the minutes of a meeting are signed, in a sentence."""
    if meeting.closed_at is None:
        return _("This MDT is still open: this is what was written down so far.")
    minutes: Minutes | None = getattr(meeting, "minutes", None)
    if minutes is None or minutes.signed_at is None or minutes.signed_by is None:
        return _("Concept: the chair has not signed yet.")
    return _("Signed by %(name)s on %(moment)s.") % {
        "name": minutes.signed_by.display_name,
        "moment": absolute(minutes.signed_at),
    }


class Key(NamedTuple):
    """One round of one case."""

    case_id: UUID
    round: int


@dataclass
class Round:
    """One case in one meeting, as the reader may see it: decided, or moved to another meeting."""

    case: Case
    meeting: Meeting
    number: int
    at: datetime
    decision: Decision | None = None
    moved_to: datetime | None = None
    summary: str = ""
    reason: str = ""
    views: list[View] = field(default_factory=list)
    actions: list[Step] = field(default_factory=list)
    decided: Decided | None = None  # what belongs to the decision besides its lines
    additions: list[Addition] = field(default_factory=list)
    minutes: float = 0  # that the meeting spent on it; nothing where no chair kept the time
    planned: int | None = None  # minutes, when the meeting began with it

    @property
    def took(self) -> str:
        """How long it was discussed, in words, in whole minutes, and how long was planned."""
        whole = max(1, round(self.minutes)) if self.minutes else 0
        said = ngettext("%(n)d minute", "%(n)d minutes", whole) % {"n": whole} if whole else ""
        return (
            _("%(took)s, planned: %(n)d") % {"took": said, "n": self.planned}
            if said and self.planned
            else said
        )

    @property
    def key(self) -> Key:
        return Key(self.case.pk, self.number)

    @property
    def standing(self) -> str:
        return standing(self.meeting)

    @property
    def lines(self) -> list[DecisionLine]:
        """What was decided in each domain that the reader may see."""
        return list(self.decision.lines.all()) if self.decision else []


@dataclass(frozen=True)
class MeetingMinutes:
    """The minutes of one meeting, as the reader may see them."""

    meeting: Meeting
    minutes: Minutes | None
    present: list[tuple[Organisation, User]]
    rounds: list[Round]
    chairs: bool

    @property
    def cases(self) -> list[Case]:
        """Every case in it."""
        return [one.case for one in self.rounds]

    @property
    def standing(self) -> str:
        return standing(self.meeting)


@dataclass(frozen=True)
class Listed:
    """The meetings of a region, newest on top, and where the next page begins."""

    region: Region
    meetings: list[Meeting]
    following: str


def region_of(actor: Actor, slug: str) -> Region:
    """The region where the actor sits or sat in the MDT. Raises Denied for who never sat in one, NotThere for another."""
    seats = Seat.objects.filter(user_id=actor.key, starts_at__lte=actor.at).select_related("region")
    regions = {seat.region.slug: seat.region for seat in seats}
    if not regions:
        raise Denied(_("You do not have a seat in an MDT. What it decided stands on the page of each case."))
    if slug not in regions:
        raise NotThere("region")
    return regions[slug]


def _attended(actor: Actor, region: Region) -> QuerySet[Meeting]:
    """The meetings of a region: all for who sits there now, else those held while they did."""
    now = Q(starts_at__lte=actor.at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=actor.at))
    then = Q(starts_at__lt=OuterRef("closed_at"), ends_at__gt=OuterRef("opened_at"))
    seats = Seat.objects.filter(now | then, user_id=actor.key, region=region)
    return Meeting.objects.filter(Exists(seats), region=region).select_related(
        "region", "opened_by", "closed_by", "minutes__signed_by"
    )


def listed(actor: Actor, slug: str, after: str = "") -> Listed:
    """The meetings of a region, a page from the cursor on. Raises Denied or NotThere."""
    region = region_of(actor, slug)
    found = _attended(actor, region)
    begin = cursor(after)
    if begin:
        at, pk = begin
        found = found.filter(Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=pk))
    meetings = list(found.order_by("-opened_at", "-pk")[: PAGE + 1])
    last = meetings[PAGE - 1] if len(meetings) > PAGE else None
    following = f"{last.opened_at.isoformat()}~{last.pk}" if last else ""
    return Listed(region, meetings[:PAGE], following)


def meeting_of(actor: Actor, slug: str, pk: UUID) -> Meeting:
    """One meeting of which the actor may read the minutes. Raises Denied or NotThere."""
    meeting = _attended(actor, region_of(actor, slug)).filter(pk=pk).first()
    if meeting is None:
        raise NotThere("meeting", pk)
    return meeting


def of_meeting(actor: Actor, slug: str, pk: UUID) -> MeetingMinutes:
    """The minutes of one meeting as the actor may read them now; while it is open, so far. Raises Denied or NotThere."""
    meeting = meeting_of(actor, slug, pk)
    decisions = _decisions(actor, meeting=meeting)
    moved = NotDiscussed.objects.filter(meeting=meeting).visible_to(actor).select_related("case", "meeting")
    chair = Seat.objects.in_force(actor.at).filter(user_id=actor.key, region=meeting.region, chair=True)
    return MeetingMinutes(
        meeting=meeting,
        minutes=getattr(meeting, "minutes", None),
        present=present(meeting),
        rounds=_rounds(decisions, sorted(moved, key=attrgetter("case.code")), actor.at),
        chairs=chair.exists(),
    )


def of_case(actor: Actor, case: Case) -> list[Round]:
    """All that the MDT said of one case as the actor may read it now, the newest on top."""
    decisions = _decisions(actor, case=case)
    moved = NotDiscussed.objects.filter(case=case).visible_to(actor).select_related("case", *_MEETING)
    return sorted(_rounds(decisions, moved, actor.at), key=attrgetter("meeting.opened_at"), reverse=True)


_MEETING = ("meeting__region", "meeting__opened_by", "meeting__minutes__signed_by")


def _decisions(actor: Actor, **which: Any) -> list[Decision]:
    lines = Prefetch("lines", DecisionLine.objects.order_by("category"))
    found = Decision.objects.filter(**which).visible_to(actor).order_by("decided_at", "pk")
    beside = ("case", "decided_by", "coordinator", "coordinator_organisation", *_MEETING)
    return list(found.select_related(*beside).prefetch_related(lines))


def _rounds(decisions: Sequence[Decision], moved: Iterable[NotDiscussed], at: datetime) -> list[Round]:
    """Everything of these rounds, in one query a table; shown in triage/parts/round.html and paper.py."""
    found = [Round(one.case, one.meeting, one.round, one.decided_at, decision=one) for one in decisions]
    for one in moved:
        closed_at = one.meeting.closed_at or one.moved_to
        found.append(Round(one.case, one.meeting, one.round, closed_at, moved_to=one.moved_to))
    cases = {one.case.pk for one in found}
    ring.prepare(cases)
    _add_texts(found, cases)
    _add_views([one for one in found if one.decision], cases)
    _add_actions([one for one in found if one.decision], cases)
    _add_additions(found, cases)
    more = {one.decision.pk: one for one in of_cases(cases, lines=False)} if decisions else {}
    spent = item_minutes(at, case__in=cases)
    for each in found:
        if took := spent.get((each.meeting.pk, each.case.pk)):
            each.minutes, each.planned = took.minutes, took.planned
        each.decided = more.get(each.decision.pk) if each.decision else None
    return found


def _add_texts(found: Sequence[Round], cases: Collection[UUID]) -> None:
    """What it was about, and why the MDT looked again: the latest words of before it was discussed."""
    kinds = [Entry.Kind.SUMMARY, Entry.Kind.RE_TRIAGE]
    entries = list(Entry.objects.filter(case__in=cases, kind__in=kinds).order_by("written_at", "pk"))
    for one in found:
        then = [entry for entry in entries if entry.case_id == one.case.pk and entry.written_at <= one.at]
        texts = {entry.kind: entry for entry in then}
        if Entry.Kind.SUMMARY in texts:
            one.summary = texts[Entry.Kind.SUMMARY].text
        if Entry.Kind.RE_TRIAGE in texts and one.number > 1:
            one.reason = texts[Entry.Kind.RE_TRIAGE].text


def _add_views(found: Sequence[Round], cases: Collection[UUID]) -> None:
    """How each organisation saw it before it was decided."""
    views = View.objects.filter(case__in=cases).select_related("organisation", "author")
    of_round: dict[Key, list[View]] = {}
    for view in sorted(views, key=attrgetter("organisation.name", "written_at")):
        of_round.setdefault(Key(view.case_id, view.round), []).append(view)
    for one in found:
        one.views = of_round.get(one.key, [])


def _add_actions(found: Sequence[Round], cases: Collection[UUID]) -> None:
    """The actions that the decision asked for: those of its own moment, by who wrote it down. As they were asked."""
    steps = Step.objects.filter(case__in=cases, kind=Case.NextKind.ACTION)
    asked: dict[tuple[UUID, datetime, UUID], list[Step]] = {}
    for step in sorted(steps.select_related("organisation", "user", "words"), key=attrgetter("due_at", "pk")):
        asked.setdefault((step.case_id, step.asked_at, step.asked_by_id), []).append(step)
    for one in found:
        assert one.decision
        one.actions = asked.get((one.case.pk, one.at, one.decision.decided_by_id), [])


def _add_additions(found: Sequence[Round], cases: Collection[UUID]) -> None:
    """What was added later, or said to be wrong."""
    additions = Addition.objects.filter(case__in=cases).select_related("organisation", "author")
    for addition in sorted(additions, key=attrgetter("written_at", "pk")):
        for one in found:
            if (one.case.pk, one.meeting.pk) == (addition.case_id, addition.meeting_id):
                one.additions.append(addition)


def to_sign(regions: Collection[UUID]) -> list[Meeting]:
    """The meetings of these regions whose minutes are not signed yet, the oldest first; a page of them."""
    waiting = Meeting.objects.filter(
        region__in=regions, minutes__isnull=False, minutes__signed_at__isnull=True
    ).select_related("region")
    return list(waiting.order_by("opened_at", "pk")[:PAGE])


def not_discussed(actor: Actor, region: Region) -> int:
    """How many cases that the actor sees would go to the next meeting, if the MDT closed now."""
    return Case.objects.visible_to(actor).for_the_mdt(region.pk).filter(mdt_at__lte=actor.at).count()
