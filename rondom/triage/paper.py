"""The minutes on paper: an accessible PDF (PDF/UA-1) of what the page shows, in the language that is active."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rondom.cases.models import Case, Step
from rondom.core.moments import absolute, day, in_full
from rondom.core.paper import made
from rondom.organisations.actor import Actor
from rondom.triage.decided import Decided
from rondom.triage.minutes import MeetingMinutes, Round
from rondom.triage.models import Addition, Decision, View

SOURCES = Path(__file__).parent / "typst"
Part = dict[str, Any]  # a title, facts as pairs, and lines of text


def of_meeting(actor: Actor, found: MeetingMinutes) -> bytes:
    """The minutes of a meeting, as gathered for whoever reads them."""
    meeting = found.meeting
    title = _("Minutes of the MDT %(region)s, %(day)s") % {
        "region": meeting.region.name,
        "day": day(timezone.localdate(meeting.opened_at)),
    }
    facts = [
        (_("Opened"), absolute(meeting.opened_at)),
        (_("Closed"), absolute(meeting.closed_at) if meeting.closed_at else ""),
        (_("Chair"), meeting.opened_by.display_name),
        (_("Took part"), "; ".join(f"{user.display_name}, {place.name}" for place, user in found.present)),
    ]
    items = [_item(one, one.case.code) for one in found.rounds]
    return _paper(actor, title, found.standing, facts, items)


def of_case(actor: Actor, case: Case, rounds: Sequence[Round]) -> bytes:
    """All that the MDT said of one case, as gathered for whoever reads it."""
    items = []
    for one in rounds:
        item = _item(one, f"{one.meeting.region.name}, {absolute(one.meeting.opened_at)}")
        item["parts"].insert(0, _part("", [(_("Chair"), one.meeting.opened_by.display_name)], one.standing))
        items.append(item)
    return _paper(actor, _("MDT %(code)s") % {"code": case.code}, "", [], items)


def _paper(
    actor: Actor, title: str, standing: str, facts: Sequence[tuple[str, str]], items: list[dict[str, Any]]
) -> bytes:
    assert actor.user is not None
    place = actor.organisation.name if actor.organisation else ""
    made_for = _(
        "Made for %(name)s, %(organisation)s, on %(moment)s. It does not disappear by itself: keep it no longer than needed."
    ) % {"name": actor.user.display_name, "organisation": place, "moment": absolute(actor.at)}
    data = {
        "title": title,
        "language": (get_language() or "nl")[:2],
        "standing": standing,
        "made_for": made_for,
        "facts": _filled(facts),
        "items": items,
        "nothing": _("There is no case in these minutes that you may see."),
    }
    return made(SOURCES, "minutes.typ", data)


def _item(one: Round, title: str) -> dict[str, Any]:
    """One round, in the order of the page (triage/parts/round.html)."""
    return {"title": title, "parts": [part for part in _parts(one) if part["facts"] or part["text"]]}


def _parts(one: Round) -> Iterator[Part]:
    yield _part("", [], one.summary or _("What it is about is not shared with your organisation."))
    yield _part(_("Why the MDT looked again"), [], one.reason)
    if one.moved_to:
        yield _part("", [(_("Not discussed, goes to"), absolute(one.moved_to))])
    for view in one.views:
        yield _view(view)
    if one.decision:
        lines = [
            (str(line.get_domain_display()), f"{line.get_need_display()}. {line.text}") for line in one.lines
        ]
        yield _part(_("Decision"), [*lines, *_frame(one.decision, one.took)])
    yield from _beside(one.decided)
    yield _part(_("Actions"), [_action(step) for step in one.actions])
    for addition in one.additions:
        yield _addition(addition)


def _frame(decision: Decision, took: str) -> list[tuple[str, str]]:
    """Who coordinates or why nobody yet, when to look again, how long it took, who wrote it down."""
    if decision.coordinator and decision.coordinator_organisation:
        asked = f"{decision.coordinator.display_name}, {decision.coordinator_organisation.name}"
        who = (_("Coordinator asked"), asked)
    else:
        why = f": {decision.no_coordinator_why}" if decision.no_coordinator_why else ""
        who = (_("No coordinator yet"), f"{decision.get_no_coordinator_display()}{why}")
    where = f", {decision.get_look_again_where_display()}" if decision.look_again_where else ""
    again = (
        f"{in_full(decision.look_again_on, decision.look_again_at)}{where}" if decision.look_again_on else ""
    )
    wrote = f"{decision.decided_by.display_name}, {absolute(decision.decided_at)}"
    return [who, (_("Look again on"), again), (_("Discussed for"), took), (_("Written down by"), wrote)]


def _beside(decided: Decided | None) -> Iterator[Part]:
    """What belongs to a decision besides its lines."""
    if decided is None:
        return
    parties = [f"{one.name}, {one.purpose}. {_('Ground:')} {one.ground}" for one in decided.parties]
    yield _part(
        "",
        [
            (_("Why"), decided.decision.reason),
            (_("Help routes"), "; ".join(map(str, decided.route_names))),
            (_("To invite"), "; ".join(parties)),
            (_("Not everyone was there"), decided.decision.no_quorum),
        ],
    )
    if decided.wish:
        wish = [("", decided.wish.wish), (_("How it was weighed"), decided.wish.weighed)]
        yield _part(_("What the person wants, and how it was weighed"), wish)
    for dissent in decided.dissents:
        noted = f"{_('Noted by')} {dissent.author.display_name}, {absolute(dissent.written_at)}"
        title = _("%(name)s thinks otherwise") % {"name": dissent.organisation.name}
        yield _part(title, [("", dissent.text)], noted)


def _view(view: View) -> Part:
    facts = [
        (_("Facts"), view.facts),
        (_("Does already"), view.doing),
        (_("Opinion"), view.opinion),
        (_("Offer"), view.offer),
        (_("Advice"), view.advice),
        ("", _("Nothing is known here.") if view.nothing_known else ""),
    ]
    title = _("View of %(organisation)s") % {"organisation": view.organisation.name}
    return _part(title, facts, f"{view.author.display_name}, {absolute(view.written_at)}")


def _action(step: Step) -> tuple[str, str]:
    """What it is where the reader may know that, whose it is, and before when."""
    words = getattr(step, "words", None)
    what = words.text if words else _("What it is, is not shared with your organisation.")
    name = f", {step.user.display_name}" if step.user else ""
    before = _("before %(moment)s") % {"moment": absolute(step.due_at)}
    return what, f"{step.organisation.name}{name}, {before}"


def _addition(addition: Addition) -> Part:
    title = (
        _("Correction added later")
        if addition.kind == Addition.Kind.CORRECTION
        else _("Addition added later")
    )
    wrote = f"{addition.author.display_name}, {addition.organisation.name}, {absolute(addition.written_at)}"
    return _part(title, [(wrote, addition.text)])


def _part(title: str, facts: Sequence[tuple[str, str]], text: str = "") -> Part:
    return {"title": title, "facts": _filled(facts), "text": text.splitlines()}


def _filled(facts: Sequence[tuple[str, str]]) -> list[list[str]]:
    """What is not empty, as typst takes it."""
    return [[term, said] for term, said in facts if said]
