"""The timeline of a case over all organisations: what happened, from the rows that its reader may see, without their content.

Nothing sealed is opened for it: each line says that something happened, when, and by whom, and leads to where it stands.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import (
    Case,
    Document,
    Entry,
    Goal,
    Grant,
    PersonChange,
    Retelling,
    Step,
    StepChange,
)
from rondom.coordination.coming import Coming, ahead
from rondom.coordination.models import (
    Aftercare,
    Assignment,
    Closing,
    Contact,
    ContactCode,
    ContactRequest,
    Cover,
    GuestQuestion,
    Insistence,
    Nudge,
    Overlap,
    Referral,
    Rhythm,
    RightSaid,
    RouteState,
    RouteStep,
    Vacancy,
)
from rondom.core.asked import asked
from rondom.first_contact.models import EventMoment, Report, SafetyCheck, WindowStep
from rondom.organisations.actor import Actor
from rondom.sharing.models import Consent
from rondom.triage.models import Addition, Decision, Move, NotDiscussed, Question, View

PAGE = 100
Row = dict[str, Any]


class Sort(models.TextChoices):
    """What kind of thing happened; each has its own mark in the picture."""

    TOLD = "told", _("Reported and told")
    MDT = "mdt", _("MDT")
    COORDINATION = "coordination", _("Coordination")
    ACTION = "action", _("Actions and plan")
    CONTACT = "contact", _("Contact with the person")
    SHARING = "sharing", _("Consent and sharing")
    LAW = "law", _("Rights and criminal route")


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    sort: Sort
    what: str
    place: str
    who: str
    user_id: UUID | None
    link: str
    new: bool = False


@dataclass(frozen=True)
class _Source:
    """One moment that rows of a table can have: the fields of when, who and which organisation, and the words.

    Without words a row has no line here; nor has the end of a period that is still to come.
    """

    model: Any
    sort: Sort
    at: str
    by: str
    place: str
    words: Callable[[Row], Any]
    link: str
    more: Sequence[str] = ()
    where: models.Q = field(default_factory=models.Q)
    did: bool = True  # whether who is named did it; else it happened to them
    ends: bool = False  # whether it is the end of a period, which may be still to come


def _said(words: Any) -> Callable[[Row], Any]:
    return lambda _row: words


def _label(choices: Any, key: str, words: Any) -> Callable[[Row], Any]:
    """Words in which what a field says is filled in."""
    return lambda row: words % {"what": choices(row[key]).label}


def _answered(row: Row) -> Any:
    """What someone answered to the question to coordinate; that it ended later is a line of its own."""
    state = row["state"] if row["state"] == Assignment.State.DECLINED else Assignment.State.ACCEPTED
    return _("asked to coordinate: %(what)s") % {"what": Assignment.State(state).label}


def _no_longer(row: Row) -> Any:
    why = row["end_why"]
    if not why:
        return _("coordinates no longer")
    return _("coordinates no longer: %(what)s") % {"what": Assignment.EndWhy(why).label}


def _changed(row: Row) -> Any:
    if not row["state"]:
        return _("an action has another last moment")
    return _("an action: %(what)s") % {"what": Step.State(row["state"]).label}


def _stood(row: Row) -> Any:
    """Where a criminal route stands; that there are several shows at the second."""
    state = RouteState(row["state"]).label
    if (row["route"] or 1) > 1:
        return _("criminal route %(number)s: %(what)s") % {"number": row["route"], "what": state}
    return _("criminal route: %(what)s") % {"what": state}


def _ran_out(row: Row) -> Any:
    """That a period of seeing ended by itself; what was stopped before has its own line."""
    stopped = row["revoked_at"] and row["revoked_at"] <= row["ends_at"]
    return "" if stopped else _("no longer sees this part of the case: the period ended")


_TOLD = {
    Entry.Kind.STORY: _("told the story"),
    Entry.Kind.ADDITION: _("something was added to the story"),
    Entry.Kind.RE_TRIAGE: _("brought back to the MDT"),
    Entry.Kind.CONTACT_WISH: _("the person said what they wish about their coordinator"),
    Entry.Kind.CORRECTION: _("the person disputed a text; what they say stands beside it"),
    Entry.Kind.NOTE: _("wrote a note"),
}
_HANDED = {
    Entry.Kind.WISH_WEIGHED: _("said how the wish about the coordinator was weighed"),
    Entry.Kind.HANDING_OVER: _("wrote a note for who takes over"),
}
_S = _Source
SOURCES: Sequence[_Source] = (
    _S(Report, Sort.TOLD, "reported_at", "registered_by", "registered_for", _said(_("reported")), "case"),
    _S(
        Entry, Sort.TOLD, "written_at", "author", "organisation", lambda row: _TOLD.get(Entry.Kind(row["kind"]), ""), "case",
        ["kind"],
    ),
    _S(
        Entry, Sort.COORDINATION, "written_at", "author", "organisation", lambda row: _HANDED.get(Entry.Kind(row["kind"]), ""),
        "coordinators", ["kind"],
    ),
    _S(Retelling, Sort.TOLD, "asked_at", "recorded_by", "recorded_for", _said(_("the story was asked for")), "case"),
    _S(Document, Sort.TOLD, "added_at", "added_by", "organisation", _said(_("added a file")), "cases:documents"),
    _S(Document, Sort.TOLD, "withdrawn_at", "withdrawn_by", "organisation", _said(_("withdrew a file")), "cases:documents"),
    _S(PersonChange, Sort.TOLD, "changed_at", "changed_by", "organisation", _said(_("noted something about someone in the case")), "case"),
    _S(EventMoment, Sort.TOLD, "noted_at", "noted_by", "organisation", _said(_("it became better known when it was")), "first_contact:windows"),
    _S(SafetyCheck, Sort.CONTACT, "asked_at", "asked_by", "asked_for", _said(_("went through the safety questions")), "first_contact:safety"),
    _S(
        WindowStep, Sort.CONTACT, "noted_at", "noted_by", "organisation",
        _label(WindowStep.Kind, "kind", _("an acute window: %(what)s")), "first_contact:windows", ["kind"],
        models.Q(undone_at__isnull=True),
    ),
    _S(View, Sort.MDT, "written_at", "author", "organisation", _said(_("wrote its view for the MDT")), "triage:rounds"),
    _S(Decision, Sort.MDT, "decided_at", "decided_by", "", _said(_("the MDT decided")), "triage:rounds"),
    _S(NotDiscussed, Sort.MDT, "meeting__closed_at", "", "", _said(_("the MDT did not come to it")), "triage:rounds"),
    _S(Move, Sort.MDT, "moved_at", "moved_by", "", _said(_("moved it to another meeting of the MDT")), "triage:rounds"),
    _S(Question, Sort.MDT, "asked_at", "asked_by", "", _said(_("asked an open question for the MDT")), "triage:rounds"),
    _S(
        Question, Sort.MDT, "answered_at", "answered_by", "organisation", _said(_("answered an open question for the MDT")),
        "triage:rounds",
    ),
    _S(Addition, Sort.MDT, "written_at", "author", "organisation", _said(_("added something to the minutes")), "triage:rounds"),
    _S(Vacancy, Sort.COORDINATION, "raised_at", "", "", _said(_("nobody coordinated; this was raised")), "coordinators"),
    _S(Assignment, Sort.COORDINATION, "answered_at", "user", "organisation", _answered, "coordinators", ["state"]),
    _S(Assignment, Sort.COORDINATION, "ended_at", "user", "organisation", _no_longer, "coordinators", ["end_why"], did=False),
    _S(
        Assignment, Sort.COORDINATION, "stays_until", "user", "organisation", _said(_("coordinated before, and sees the case no more")),
        "coordinators", did=False, ends=True,
    ),
    _S(
        Cover, Sort.COORDINATION, "starts_at", "user", "organisation", _said(_("covers for the coordinator")), "coordinators",
        did=False,
    ),
    _S(
        Cover, Sort.COORDINATION, "ends_at", "user", "organisation", _said(_("covers for the coordinator no longer")),
        "coordinators", did=False, ends=True,
    ),
    _S(Closing, Sort.COORDINATION, "closed_at", "closed_by", "organisation", _said(_("closed the case")), "coordinators"),
    _S(Aftercare, Sort.CONTACT, "noted_at", "noted_by", "organisation", _said(_("aftercare: asked how it goes")), "aftercare"),
    _S(
        Step, Sort.ACTION, "asked_at", "asked_by", "organisation", _label(Case.NextKind, "kind", _("was asked to: %(what)s")), "plan",
        ["kind"],
    ),
    _S(
        Step, Sort.COORDINATION, "ended_at", "user", "organisation",
        lambda row: _("did not answer in time whether they coordinate") if row["state"] == Step.State.LAPSED else "",
        "coordinators", ["state"], did=False,
    ),
    _S(StepChange, Sort.ACTION, "at", "by", "organisation", _changed, "plan", ["state"]),
    _S(Goal, Sort.ACTION, "set_at", "set_by", "", _said(_("set a goal")), "plan"),
    _S(
        Goal, Sort.ACTION, "ended_at", "ended_by", "", _label(Goal.State, "state", _("a goal: %(what)s")), "plan", ["state"],
    ),
    _S(Referral, Sort.ACTION, "made_at", "made_by", "", _said(_("referred")), "plan"),
    _S(Referral, Sort.ACTION, "noted_at", "noted_by", "", _said(_("noted how a referral stands")), "plan"),
    _S(Nudge, Sort.ACTION, "at", "by", "", _said(_("reminded of an action")), "plan"),
    _S(Insistence, Sort.ACTION, "raised_at", "raised_by", "organisation", _said(_("was asked why an action does not come along")), "plan"),
    _S(
        Insistence, Sort.ACTION, "answered_at", "answered_by", "organisation", _said(_("answered why an action does not come along")),
        "plan",
    ),
    _S(Overlap, Sort.ACTION, "settled_at", "settled_by", "", _said(_("settled who goes on where two did the same")), "plan"),
    _S(
        Contact, Sort.CONTACT, "at", "user", "organisation",
        lambda row: _("%(how)s: %(result)s") % {
            "how": Contact.Way(row["way"]).label,
            "result": Contact.Result(row["result"]).label if row["result"] else _("not noted yet how it went"),
        },
        "contacts", ["way", "result"],
    ),
    _S(Rhythm, Sort.CONTACT, "agreed_at", "agreed_by", "", _said(_("agreed how often the person hears something")), "contacts"),
    _S(GuestQuestion, Sort.SHARING, "asked_at", "asked_by", "asked_for", _said(_("asked a partner without an account a question")), "guest_questions"),
    _S(GuestQuestion, Sort.SHARING, "answered_at", "", "", _said(_("a partner without an account answered")), "guest_questions"),
    _S(
        GuestQuestion, Sort.SHARING, "withdrawn_at", "withdrawn_by", "asked_for",
        _said(_("took back a question to a partner without an account")), "guest_questions",
    ),
    _S(ContactCode, Sort.CONTACT, "given_at", "given_by", "given_for", _said(_("gave the person a code to show elsewhere")), "contact_code"),
    _S(ContactRequest, Sort.CONTACT, "asked_at", "", "", _said(_("someone who was shown the code asks for contact")), "contact_code"),
    _S(
        Consent, Sort.SHARING, "recorded_at", "recorded_by", "",
        lambda row: _("the person said yes to sharing") if row["given"] else _("the person said no to sharing"), "sharing:ledger", ["given"],
    ),
    _S(Consent, Sort.SHARING, "withdrawn_at", "withdrawn_by", "", _said(_("the person withdrew consent")), "sharing:ledger"),
    _S(Grant, Sort.SHARING, "starts_at", "granted_by", "organisation", _said(_("may see a part of the case")), "sharing:ledger"),
    _S(
        Grant, Sort.SHARING, "revoked_at", "revoked_by", "organisation", _said(_("no longer sees this part of the case")),
        "sharing:ledger",
    ),
    _S(Grant, Sort.SHARING, "ends_at", "", "organisation", _ran_out, "sharing:ledger", ["revoked_at"], ends=True),
    _S(
        RouteStep, Sort.LAW, "noted_at", "noted_by", "organisation", _stood, "criminal_route", ["state", "route"],
        models.Q(withdrawn_at__isnull=True),
    ),
    _S(
        RightSaid, Sort.LAW, "said_at", "said_by", "organisation", _label(RightSaid.Stand, "state", _("a right: %(what)s")), "rights",
        ["state"],
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Timeline:
    """A part of the timeline, the newest first.

    `older`: until which moment there is more before it. `later`: until which there is more after it, if it is not the newest
    part (`newest`); none when that is the newest part.
    """

    lines: list[Line]
    coming: list[Coming]
    fresh: int
    older: datetime | None
    later: datetime | None
    newest: bool

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From the first line to the last."""
        return (self.lines[-1].at, self.lines[0].at) if self.lines else None


SCALES: dict[str, timedelta | None] = {
    "alles": None, "dag": timedelta(days=1), "week": timedelta(days=7), "maand": timedelta(days=31),
    "jaar": timedelta(days=366),
}  # fmt: skip


def gathered(case: Case, at: datetime) -> list[Line]:
    """Everything that happened in a case, the newest first, as far as its reader may see it; `at` is now."""
    return sorted(_lines(case, at), key=lambda line: line.at, reverse=True)


def places(every: Iterable[Line]) -> list[str]:
    """The organisations that did something."""
    return sorted({line.place for line in every if line.place})


def of_case(
    actor: Actor,
    case: Case,
    every: list[Line],
    *,
    until: datetime | None = None,
    scale: timedelta | None = None,
    sort: str = "",
    place: str = "",
    since: datetime | None = None,
) -> Timeline:
    """What happened in a case until and including a moment, over a length of time, of one sort or organisation if wished.

    `every`: all that was gathered of it. What came after `since`, when the reader last looked, is new to them; at a first look,
    what came after their own latest line. What happened at one moment stands on one page.
    """
    mine = (line.at for line in every if line.user_id == actor.user_id)
    seen = since or next(mine, None)
    marked = [replace(line, new=_new(line, actor, seen)) for line in every]
    wanted = [line for line in marked if sort in ("", line.sort) and place in ("", line.place)]
    end = until or max([actor.at, *(line.at for line in every[:1])])
    after = [line for line in wanted if line.at > end]
    before = wanted[len(after) :]
    shown = [line for line in before if scale is None or line.at >= end - scale]
    if len(shown) > PAGE:
        shown = [line for line in shown if line.at >= shown[PAGE - 1].at]
    rest = before[len(shown) :]
    return Timeline(
        shown,
        ahead(case),
        fresh=sum(line.new for line in marked),
        older=rest[0].at if rest else None,
        later=_later(after, scale),
        newest=not after,
    )


def _later(after: list[Line], scale: timedelta | None) -> datetime | None:
    """Until when the next newer part goes; none when it goes to the end."""
    if not after:
        return None
    part = after[-PAGE:]
    if len(after) > PAGE:  # what does not fit whole is left for the part after it
        part = [line for line in part if line.at < after[-PAGE - 1].at] or part
    until = min(part[0].at, after[-1].at + scale) if scale else part[0].at
    return until if until < after[0].at else None


def _new(line: Line, actor: Actor, seen: datetime | None) -> bool:
    return line.user_id != actor.user_id and (seen is None or line.at > seen)


def _lines(case: Case, at: datetime) -> Iterable[Line]:
    """Every line that the reader may see: the rows come out of the database under their own rights."""
    for sources, rows in _ASKED:
        for row in rows(case=case.pk):
            yield from (_line(one, row, what) for one in sources if (what := _what(one, row, at)))


def _rows(sources: list[_Source]) -> asked[Any]:
    """The rows of one table in a case, with what its lines say."""
    names: set[str] = set()
    for one in sources:
        names |= {one.at, *one.more}
        names |= {f"{one.by}__display_name", f"{one.by}_id"} if one.by else set()
        names |= {f"{one.place}__short_name"} if one.place else set()

    @asked
    def rows(case: UUID) -> models.QuerySet[Any]:
        found = sources[0].model.objects.filter(case=case)
        return (found.filter(sources[0].where) if len(sources) == 1 else found).values(*sorted(names))  # type: ignore[no-any-return]

    return rows


_BY_MODEL = groupby(sorted(SOURCES, key=lambda one: one.model._meta.label), key=attrgetter("model"))  # noqa: SLF001
_ASKED = [(sources, _rows(sources)) for sources in (list(each) for _, each in _BY_MODEL)]


def _what(source: _Source, row: Row, at: datetime) -> str:
    """What a row says of one of its moments; empty when it says nothing."""
    moment = row[source.at]
    return str(source.words(row)) if moment and (moment <= at or not source.ends) else ""


def _line(source: _Source, row: Row, what: str) -> Line:
    return Line(
        row[source.at], source.sort, what, row[f"{source.place}__short_name"] or "" if source.place else "",
        row[f"{source.by}__display_name"] or "" if source.by else "", row[f"{source.by}_id"] if source.by and source.did else None,
        source.link,
    )  # fmt: skip
