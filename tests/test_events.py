"""Every change is an event, in the same transaction; and no event holds a name or a word of what was told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DataError
from django.test import Client
from django.urls import reverse

from rondom.audit.models import Event
from rondom.cases.actions import dossier, reading, sharing, steps
from rondom.cases.models import Case, Category, Domain, Entry, Grant, Step
from rondom.coordination.actions import closing, coordinator, plan
from rondom.first_contact import actions as first_contact
from rondom.first_contact.intake import Answer
from rondom.organisations import actions as organisations
from rondom.organisations.models import Role
from rondom.triage import actions as triage
from rondom.triage.models import DecisionLine
from tests.proof import nothing_written
from tests.world import World, yes

NOT_AN_ACTOR_KIND = "much longer than the column of the event allows"


def _locked(actor, case):
    return dossier.locked(actor, case.pk)


# A verb of every room: what is done before, by whom, and the verb itself.
DOINGS = {
    "register a report": (
        lambda world: None,
        "alice",
        lambda world, actor, case: first_contact.register(actor=actor, intake=world.intake(actor.at)),
    ),
    "open the MDT": (
        lambda world: None,
        "carol",
        lambda world, actor, case: triage.open_meeting(actor=actor, region=world.north),
    ),
    "write a view": (
        lambda world: world.report(),
        "victor",
        lambda world, actor, case: triage.write_view(
            actor=actor, case=_locked(actor, case), category=Category.SAFETY, facts="x"
        ),
    ),
    "decide": (
        lambda world: (world.open_mdt(), world.report())[1],
        "alice",
        lambda world, actor, case: triage.decide(
            actor=actor, case=_locked(actor, case), outcome=world.outcome(actor)
        ),
    ),
    "bring back": (
        lambda world: world.coordinated(),
        "anna",
        lambda world, actor, case: triage.bring_back(actor=actor, case=_locked(actor, case), reason="x"),
    ),
    "accept": (
        lambda world: world.weighed(),
        "anna",
        lambda world, actor, case: coordinator.accept(actor=actor, case=_locked(actor, case)),
    ),
    "decline": (
        lambda world: world.weighed(),
        "anna",
        lambda world, actor, case: coordinator.decline(actor=actor, case=_locked(actor, case), reason="x"),
    ),
    "lay an action": (
        lambda world: world.coordinated(),
        "anna",
        lambda world, actor, case: plan.add(
            actor=actor, case=_locked(actor, case), ask=world.ask(world.csg, world.dave, Domain.CARE, actor.at)
        ),
    ),
    "share": (
        lambda world: world.coordinated(),
        "alice",
        lambda world, actor, case: sharing.give(
            actor=actor, case=_locked(actor, case), organisation=world.om, categories=[Category.LEGAL],
            basis=Grant.Basis.CONSENT,
        ),
    ),
    "read the story": (
        lambda world: world.report(),
        "alice",
        lambda world, actor, case: dossier.read_story(actor=actor, case=_locked(actor, case), purpose="help"),
    ),
    "add a member": (
        lambda world: None,
        "administrator",
        lambda world, actor, case: organisations.add_member(
            actor=actor, user=world.dave, organisation=world.shn, role=Role.PROFESSIONAL
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("doing", DOINGS)
def test_when_the_event_cannot_be_written_nothing_is_done(doing, world):
    before, name, do = DOINGS[doing]
    case = before(world)
    with world.acting(getattr(world, name)) as actor, nothing_written(), pytest.raises(DataError):
        do(world, replace(actor, kind=NOT_AN_ACTOR_KIND), case)


@pytest.mark.parametrize("doing", DOINGS)
def test_what_is_done_is_an_event_of_who_did_it(doing, world):
    before, name, do = DOINGS[doing]
    case, someone = before(world), getattr(world, name)
    with world.acting(someone) as actor:
        known = set(Event.objects.values_list("pk", flat=True))
        do(world, actor, case)
        found = Event.objects.exclude(pk__in=known)
        assert {(event.actor_id, event.organisation_id, event.outcome) for event in found} == {
            (someone.pk, actor.organisation_id, "done")
        }


@pytest.mark.parametrize(
    ("name", "status", "verb"), [("bob", 404, "access:not_there"), ("victor", 403, "access:denied")]
)
def test_what_is_refused_is_an_event_too_and_nothing_else_is_written(
    own_database, world, owner, name, status, verb
):
    case = world.coordinated()
    someone = getattr(world, name)
    browser = Client(raise_request_exception=False)
    browser.force_login(someone)
    counted = "SELECT verb, outcome, case_id, data::text FROM audit_event WHERE actor_id = %s AND outcome = 'refused'"
    answer = browser.post(reverse("close", args=[case.pk]), {"reason": "done"})
    assert answer.status_code == status
    ((found, outcome, _case, data),) = owner.execute(counted, [someone.pk]).fetchall()
    assert (found, outcome) == (verb, "refused")
    assert world.seen(world.alice, case).status == "coordinated"
    assert someone.display_name not in data


# Words that stand nowhere else, one for every place where someone can write.
WORDS = [
    "sentence", "reporter_note", "story", "wishes", "name", "perpetrator", "phone", "hours", "code_word", "receiver",
    "consent", "facts", "opinion", "offer", "line", "ask", "outcome", "decline", "again", "note", "closing", "reopened",
]  # fmt: skip
CANARY = {word: f"kanarie{place:02d}vogel" for place, word in enumerate(WORDS)}


def _whole_story(world: World) -> Case:
    """Everything that can be written, read and refused, from the report to reopening."""
    victim = {
        "roles": ["victim"],
        "name": CANARY["name"],
        "phone": CANARY["phone"],
        "contact_hours": CANARY["hours"],
    }
    case = world.report(
        sentence=CANARY["sentence"],
        reporter_note=CANARY["reporter_note"],
        story=CANARY["story"],
        wishes=CANARY["wishes"],
        people=[
            victim | {"code_word": CANARY["code_word"]},
            {"roles": ["possible_perpetrator"], "name": CANARY["perpetrator"]},
        ],
        answers=[
            yes("veilig_thuis", Category.IDENTITY, Category.STORY, Category.SAFETY, words=CANARY["consent"]),
            Answer("", CANARY["receiver"], Category.IDENTITY, given=True),
        ],
    )
    with world.acting(world.victor) as actor:
        words = {name: CANARY[name] for name in ("facts", "opinion", "offer")}
        triage.write_view(actor=actor, case=_locked(actor, case), category=Category.SAFETY, **words)
    world.open_mdt()
    _decide(world, case)
    world.close_mdt()
    with world.acting(world.anna) as actor:
        coordinator.decline(actor=actor, case=_locked(actor, case), reason=CANARY["decline"])
    with world.acting(world.carol) as actor:
        seen = _locked(actor, case)
        coordinator.propose(actor=actor, case=seen, user=world.anna, organisation=world.csg)
    world.accept(case)
    _go_on(world, case)
    return case


def _go_on(world: World, case: Case) -> None:
    with world.acting(world.victor) as actor:
        action = Step.objects.get(case=case, kind=Case.NextKind.ACTION)
        done = {"state": Step.State.DONE, "outcome": CANARY["outcome"]}
        plan.advance(actor=actor, case=_locked(actor, case), step=action, **done)
    with world.acting(world.anna) as actor:
        seen = _locked(actor, case)
        dossier.write(
            actor=actor, case=seen, kind=Entry.Kind.NOTE, category=Category.STORY, text=CANARY["note"]
        )
        dossier.read_story(actor=actor, case=seen, purpose="help")
        reading.note_list(actor=actor, cases=[seen])
        sharing.give(
            actor=actor,
            case=seen,
            organisation=world.om,
            categories=[Category.LEGAL],
            basis=Grant.Basis.CONSENT,
        )
        triage.bring_back(actor=actor, case=seen, reason=CANARY["again"])
    world.open_mdt()
    world.decide(case, asks=[])
    with world.acting(world.anna) as actor:
        closing.close(
            actor=actor, case=_locked(actor, case), reason=Case.ClosingReason.DONE, note=CANARY["closing"]
        )
        closing.reopen(actor=actor, case=_locked(actor, case), reason=CANARY["reopened"])


def _decide(world: World, case: Case) -> None:
    with world.acting(world.alice) as actor:
        due_at = actor.at + timedelta(hours=3)
        ask = steps.Ask(Case.NextKind.ACTION, world.vt, world.victor, due_at, Domain.SAFETY, CANARY["ask"])
        line = triage.Line(Domain.SAFETY, DecisionLine.Need.NOW, CANARY["line"])
        outcome = world.outcome(actor, lines=[line], asks=[ask])
        triage.decide(actor=actor, case=_locked(actor, case), outcome=outcome)


def _where(owner, word: str) -> set[str]:
    """The tables in which a word stands, in whatever column."""
    tables = [
        name for (name,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]
    query = "SELECT EXISTS (SELECT 1 FROM {} found WHERE found::text ILIKE %s)"
    return {table for table in tables if owner.execute(query.format(table), [f"%{word}%"]).fetchone()[0]}


def test_no_event_holds_a_word_of_what_was_told_or_anyones_name(own_database, owner):
    world = World()
    case = _whole_story(world)
    browser = Client()
    for someone in (world.anna, world.bob):
        browser.force_login(someone)
        for page in ("case", "cases:story", "cases:log"):
            browser.get(reverse(page, args=[case.pk]), {"q": CANARY["name"]})
    for word in CANARY.values():
        places = _where(owner, word)
        assert places, f"{word} was never written"
        assert "audit_event" not in places
        protected = "SELECT bool_and(relrowsecurity) FROM pg_class WHERE relname = ANY (%s)"
        assert owner.execute(protected, [list(places)]).fetchone() == (True,), places
    names = [user.display_name for user in world.people] + [world.csg.name, world.vt.name, world.north.name]
    for name in names:
        assert owner.execute(
            "SELECT count(*) FROM audit_event e WHERE e::text ILIKE %s", [f"%{name}%"]
        ).fetchone() == (0,)
