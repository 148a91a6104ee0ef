"""A case of the casuistry, played by the right people from its report to its end, through the real actions.

Every entry of `later_events` happens; what must and must not come of it is asserted where it happens.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from rondom.accounts.models import User
from rondom.cases.actions import dossier, telling
from rondom.cases.models import (
    FOR_THE_MDT,
    OPEN_STATES,
    Case,
    CaseLink,
    Category,
    Domain,
    Entry,
    Person,
    Status,
    Step,
    Teller,
)
from rondom.coordination import criminal_route
from rondom.coordination.actions import absences, closing, contacts, coordinator, plan
from rondom.coordination.actions import criminal_route as doing
from rondom.coordination.models import Aftercare, Contact, RouteState, RouteStep
from rondom.core.errors import WrongStep
from rondom.first_contact import casefile, warnings
from rondom.first_contact.actions import reports
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.rights import actions as rights
from rondom.rights.models import Request
from rondom.sharing.actions import consents, grants
from rondom.sharing.actions.consents import Answer
from rondom.sharing.models import Consent
from rondom.triage import actions as triage
from rondom.triage.models import Decision, DecisionLine
from tests.casuistry import COORDINATES, LATER_YES, SEATS, TAKES, WORKS_AT, case_file
from tests.seen_to import DROPPED_OUT, SEEN_TO
from tests.world import World

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
STORY, LEGAL = Category.STORY, Category.LEGAL


class Life:
    """One case: its file, its people, and the moment at which it is: just now, each thing a second after the other."""

    def __init__(self, world: World, name: str, now: datetime) -> None:
        self.world, self.name, self.data = world, name, case_file(name)
        self.latest, self.at = now, now - HOUR
        self.no = {one["to"] for one in self.data["consents"] if not one["given"]} & set(SEATS)
        self.registrar: User = getattr(world, TAKES[self.data["channel"]])
        who, place = COORDINATES[self.data["expected"]["coordinator_organisation_reasonable"][0]]
        self.coordinator: User = getattr(world, who)
        self.place: Organisation = getattr(world, place)
        self.region = world.north

    @contextmanager
    def acting(self, user: User) -> Iterator[tuple[Actor, Case]]:
        """Act as someone in the case."""
        self.at = min(self.at + SECOND, self.latest)
        with self.world.acting(user, self.at) as actor:
            yield actor, dossier.locked(actor, self.case.pk)

    def report(self) -> None:
        """It is reported, as its file tells it."""
        with self.world.acting(self.registrar, self.at) as actor:
            data = self.data | {"reported_hours_ago": 0}
            intake = casefile.read(data, actor.at)
            intake.works_at.extend(getattr(self.world, place) for place in WORKS_AT.get(self.name, []))
            self.case = reports.register(actor=actor, intake=intake)
        self.holds()

    def weigh(self) -> None:
        """The MDT of the region decides, and who is asked to coordinate accepts, unless they do already."""
        chair = self.world.carol if self.region == self.world.north else self.world.celia
        with self.world.acting(chair) as actor:
            triage.open_meeting(actor=actor, region=self.region)
        with self.acting(self._decider()) as (actor, case):
            before = Decision.objects.filter(case=case).count()
            triage.decide(actor=actor, case=case, outcome=self._outcome(actor, case))
            assert Decision.objects.filter(case=case).count() == before + 1, "earlier decisions stay"
        with self.world.acting(chair) as actor:
            triage.close_meeting(actor=actor, region=self.region)
        self.holds()
        if self.now().coordinator_id != self.coordinator.pk:
            with self.acting(self.coordinator) as (actor, case):
                coordinator.accept(actor=actor, case=case)
        assert self.now().status == Status.COORDINATED
        self.holds()

    def now(self) -> Case:
        """The case as whoever registered or coordinates it sees it now."""
        for user in (self.coordinator, self.registrar):
            with self.world.acting(user) as actor:
                found = Case.objects.visible_to(actor).filter(pk=self.case.pk).first()
                if found:
                    return found
        raise AssertionError(f"{self.name}: neither who registered nor who coordinates sees the case")

    def sees(self) -> dict[str, int]:
        """What each person of the world sees of the case."""
        return {user.username: self.world.held(user, self.case) for user in self.world.people}

    def holds(self) -> None:
        """Whatever happened: one next actor who can see it, or none in a closed case; a no is a no."""
        case = self.now()
        if case.status == Status.CLOSED:
            assert (case.next_kind, case.next_user_id, case.next_due_at) == ("", None, None)
        else:
            assert case.next_kind
            assert case.next_due_at
            assert case.next_organisation_id
            if case.next_user_id:
                assert self.world.held(User.objects.get(pk=case.next_user_id), case), (
                    "who is next sees the case"
                )
            with self.world.acting(self.coordinator if case.coordinator_id else self.registrar):
                open_steps = Step.objects.filter(case=case, state__in=OPEN_STATES).exists()
            assert open_steps or case.status in FOR_THE_MDT or case.next_kind in {"coordinate", "propose"}
        seen = self.sees()
        for kind in self.no:
            if self.registrar.username != SEATS[kind]:
                assert seen[SEATS[kind]] in (0, Category.CASE), f"{kind} was refused"
        for place in WORKS_AT.get(self.name, []):
            assert {seen[user] for user in {"shn": ["sam", "sara"]}[place]} == {0}, (
                "who works with them sees nothing"
            )
        said_yes = {one["to"] for one in self.data["consents"] if one["given"]}
        outside = {"eve"} if "prosecution" in said_yes else {"eve", "olga"}
        assert {seen[user] for user in outside} <= {0, Category.CASE}

    def _decider(self) -> User:
        """The seat of the region that sees most writes the decision down."""
        seated = [self.world.celia, self.world.victor] if self.region == self.world.south else [
            self.world.alice, self.world.bob, self.world.victor, self.world.sam, self.world.carol,
        ]  # fmt: skip
        return max(seated, key=lambda user: self.world.held(user, self.case).bit_count())

    def _outcome(self, actor: Actor, case: Case) -> triage.Outcome:
        lines = [
            triage.Line(domain, DecisionLine.Need.NOW, "Zoals besproken.")
            for domain in (Domain.SAFETY, Domain.CARE)
            if case.held & domain.category
        ]
        return triage.Outcome(
            lines=lines or [triage.Line(Domain.RECOVERY, DecisionLine.Need.LATER)],
            coordinator=self.coordinator,
            coordinator_organisation=self.place,
            no_quorum="Wie er niet is, hoort het vandaag.",
        )

    def lay(self) -> Step:
        """The coordinator lays an action for themselves, so that there is something to settle at the end."""
        with self.acting(self.coordinator) as (actor, case):
            domain = next(one for one in Domain if case.held & one.category)
            ask = self.world.ask(self.place, self.coordinator, domain, actor.at + 30 * 24 * HOUR)
            return plan.add(actor=actor, case=case, ask=ask)

    def close(self, reason: Case.ClosingReason, checklist: closing.Checklist = SEEN_TO) -> None:
        """The coordinator closes, once no action is open; aftercare stands there, and nobody is next any more."""
        with self.acting(self.coordinator) as (actor, case):
            for step in Step.objects.filter(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES):
                plan.advance(actor=actor, case=case, step=step, state=Step.State.DONE, outcome="Gedaan.")
        with self.acting(self.coordinator) as (actor, case):
            closing.close(actor=actor, case=case, reason=reason, checklist=checklist)
            moments = Aftercare.objects.filter(case=case)
            assert moments.count() == len(checklist.months)
            assert all(moment.due_at > actor.at for moment in moments)
        assert self.now().status == Status.CLOSED
        self.holds()

    def happens(self, event: dict[str, Any]) -> None:
        """One of the later events."""
        HAPPENS[event["kind"]](self, event)
        self.holds()


def _comes_back(life: Life, event: dict[str, Any]) -> None:
    if life.now().status == Status.COORDINATED:
        with life.acting(life.coordinator) as (actor, case):
            round_before = case.mdt_round
            triage.bring_back(actor=actor, case=case, reason=event["text_nl"])
            assert case.mdt_round == round_before + 1
            assert case.mdt_due_at == actor.at + 24 * HOUR
    assert life.now().status in FOR_THE_MDT
    life.holds()
    life.weigh()


def _says_yes(life: Life, event: dict[str, Any]) -> None:
    to, mask = LATER_YES[life.name, event["after_hours"]]
    inside = to in SEATS
    before = life.sees()
    with life.acting(life.coordinator) as (actor, case):
        answer = Answer(to if inside else "", "" if inside else to, mask, given=True, words=event["text_nl"])
        consents.ask(actor=actor, case=case, answer=answer)
    assert life.sees() == before, "a yes alone shows nothing to anyone"
    if not inside:
        return
    life.no.discard(to)
    seat = SEATS[to]
    with life.acting(life.coordinator) as (actor, case):
        wanted = [
            category for category in Category if category & mask & case.held and category != Category.CASE
        ]
        if not wanted:
            return  # the person tells it there themselves: who coordinates has nothing of it to show
        organisation = Organisation.objects.get(memberships__user=getattr(life.world, seat))
        grants.give(actor=actor, case=case, organisation=organisation, categories=wanted)
    named = {user: held & ~before[user] for user, held in life.sees().items()}
    assert all(more & ~(mask | Category.CASE) == 0 for more in named.values()), (
        "and then no more than was said"
    )
    assert life.world.held(life.coordinator, life.case) == before[life.coordinator.username]


def _withdraws(life: Life, _event: dict[str, Any]) -> None:
    with life.acting(life.coordinator) as (actor, case):
        held = Consent.objects.filter(
            case=case, receiver_kind="victim_support", given=True, withdrawn_at__isnull=True
        )
        consents.withdraw(actor=actor, case=case, consent=held.get())
    seen = life.sees()
    assert {seen["sam"], seen["sara"]} == {0}, "what rested on it ended in the same transaction"


def _moves(life: Life, event: dict[str, Any]) -> None:
    world = life.world
    with life.acting(life.coordinator) as (actor, case):
        texts = Entry.objects.filter(case=case).count()
        triage.hand_over(actor=actor, case=case, region=world.south, reason=event["text_nl"], agreed=True)
        assert Entry.objects.filter(case=case).count() >= texts, "nothing need be told again"
    assert world.held(world.celia, life.case), "who chairs there sees that it waits"
    life.region = world.south
    was = life.coordinator
    life.coordinator, life.place = world.cora, world.csg_south
    with world.acting(was) as actor:
        seen = Case.objects.visible_to(actor).get(pk=life.case.pk)
    assert seen.coordinator_id == was.pk, "until someone there takes over"
    life.weigh()


def _turns_18(life: Life, _event: dict[str, Any]) -> None:
    with life.acting(life.coordinator) as (actor, case):
        found = warnings.of(case, list(Person.objects.filter(case=case)), actor.at)
    assert "turns_18" in {one.code for one in found}


def _coordinator_is_ill(life: Life, event: dict[str, Any]) -> None:
    """A colleague covers at once; then the case is handed over in writing to the CSG, which says yes."""
    world, was = life.world, life.coordinator
    with world.acting(was) as actor:
        away = absences.set_away(
            actor=actor, organisation=world.shn, user=was, cover=world.sam, starts_at=actor.at,
            ends_at=actor.at + 14 * 24 * HOUR,
        )  # fmt: skip
    with world.acting(world.sam) as actor:
        absences.answer(actor=actor, absence=away, accepted=True)
        life.at = life.latest = actor.at  # a cover begins when the database says so
    assert world.held(world.sam, life.case) == world.held(was, life.case), (
        "who covers sees what the coordinator sees"
    )
    life.holds()
    with life.acting(world.sam) as (actor, case):
        coordinator.hand_over(
            actor=actor, case=case, user=world.anna, organisation=world.csg, note=event["text_nl"]
        )
    assert life.now().coordinator_id == was.pk, "until the other accepts"
    life.coordinator, life.place = world.anna, world.csg
    with life.acting(world.anna) as (actor, case):
        coordinator.accept(actor=actor, case=case)
        assert Entry.objects.filter(case=case, kind=Entry.Kind.HANDING_OVER).exists()
    assert life.now().coordinator_id == world.anna.pk


def _asks_for_data(life: Life, event: dict[str, Any]) -> None:
    """The person gets it; a lawyer for one parent, or a clinic, is refused by the privacy officer, on a ground."""
    world, own = life.world, life.name in {"DH-02", "OB-13"}
    with world.acting(life.coordinator) as actor:
        code = dossier.locked(actor, life.case.pk).code
    with world.acting(world.eve) as actor:
        how = Request.Identity.DOCUMENT if own else Request.Identity.REPRESENTATIVE
        case = rights.open_request(
            actor=actor,
            code=code,
            kind=Request.Kind.INSIGHT,
            how=how,
            checked_by="De balie",
            checked_on=actor.at.date(),
        )
        if own:
            copy = rights.export(actor=actor, case=case, left_out=set(), form="json")
            assert copy["log"], "who looked stands in it"
            rights.close(actor=actor, case=case, outcome=Request.Outcome.DONE)
            return
        ends = actor.at + 60 * 24 * HOUR
        rights.close(
            actor=actor,
            case=case,
            outcome=Request.Outcome.REFUSED,
            ground=Request.Ground.OTHERS,
            refused=255,
            until=ends,
        )
    assert world.held(world.eve, life.case) == 0, "and the case is closed to the officer again"


def _disputes(life: Life, event: dict[str, Any]) -> None:
    """What someone disputes stays, with what they say beside it; nobody sees more for it."""
    before = life.sees()
    with life.acting(life.coordinator) as (actor, case):
        summary = Entry.objects.filter(case=case, kind=Entry.Kind.SUMMARY).first()
        words = summary.text if summary else ""
        told = telling.Told(by=Teller.RELATIVE, at=actor.at)
        if case.held & STORY:
            telling.add(actor=actor, case=case, kind=Entry.Kind.ADDITION, text=event["text_nl"], told=told)
        assert not summary or Entry.objects.get(pk=summary.pk).text == words
    assert life.sees() == before


def _is_reported_again(life: Life, event: dict[str, Any]) -> None:
    """A new report begins a case of its own with its own clock, linked; in DH-09 it is a question that is declined."""
    if life.name == "DH-09":
        with life.acting(life.coordinator) as (actor, case):
            victim = next(one for one in Person.objects.filter(case=case) if "victim" in one.roles)
            meant = contacts.Meant(victim, Contact.Way.HERE, actor.at, agreed=True)
            went = contacts.Went(Contact.Result.REACHED, event["text_nl"])
            contacts.begin(actor=actor, case=case, meant=meant, went=went)
        return
    with life.acting(life.registrar) as (actor, case):
        intake = casefile.read(life.data | {"reported_hours_ago": 0}, actor.at)
        again = reports.register(actor=actor, intake=intake, repeat_of=case)
        assert again.mdt_due_at == actor.at + 24 * HOUR
        assert CaseLink.objects.filter(case__in=[case, again], other__in=[case, again]).exists()
    assert life.now().status != Status.CLOSED


def _is_closed(life: Life, _event: dict[str, Any]) -> None:
    life.lay()
    life.close(Case.ClosingReason.DONE)


def _drops_out(life: Life, event: dict[str, Any]) -> None:
    """Contact is lost: the case closes with what was tried; DH-14 stays open, with a moment to look again."""
    if life.name == "DH-14":
        step = life.lay()
        assert life.now().status == Status.COORDINATED
        assert life.now().next_due_at == step.due_at
        return
    life.close(Case.ClosingReason.LOST_CONTACT, DROPPED_OUT)


def _is_on_the_route(life: Life, event: dict[str, Any]) -> None:
    """Police, or who coordinates as they were told, note the choice; nobody sees more for it, and the person was cautioned."""
    state = {
        "aangifte": RouteState.AANGIFTE, "no_aangifte": RouteState.MELDING_ONLY, "ambtshalve": RouteState.AMBTSHALVE,
    }[event["kind"]]  # fmt: skip
    before = life.sees()
    sees_law = bool(before[life.coordinator.username] & LEGAL)
    with life.acting(life.coordinator if sees_law else life.world.bob) as (actor, case):
        today = actor.at.date()
        by = RouteStep.ToldBy.PERSON if sees_law else RouteStep.ToldBy.OWN
        stands = doing.Stands(state, today, by, cautioned=True, note=event["text_nl"])
        uncautioned = replace(stands, cautioned=False, state=RouteState.AANGIFTE)
        with pytest.raises(WrongStep):
            doing.note(actor=actor, case=case, stands=uncautioned)
    with life.acting(life.coordinator if sees_law else life.world.bob) as (actor, case):
        doing.note(actor=actor, case=case, stands=stands)
        assert criminal_route.of_case(case).now.state == state
    assert life.sees() == before
    for user, held in before.items():
        with life.world.acting(getattr(life.world, user)):
            shown = RouteStep.objects.filter(case=life.case).exists()
        assert not shown or held & LEGAL, f"{user} reads of the route without the law of the case"


HAPPENS: dict[str, Callable[[Life, dict[str, Any]], None]] = {
    "re_triage": _comes_back,
    "consent_given": _says_yes,
    "consent_withdrawn": _withdraws,
    "moves_region": _moves,
    "turns_18": _turns_18,
    "coordinator_absent": _coordinator_is_ill,
    "data_request": _asks_for_data,
    "dispute": _disputes,
    "new_report": _is_reported_again,
    "closure": _is_closed,
    "drop_out": _drops_out,
    **dict.fromkeys(("aangifte", "no_aangifte", "ambtshalve"), _is_on_the_route),
}
