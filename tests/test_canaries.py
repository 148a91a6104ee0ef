"""No event holds a name or a word of what was told: words that stand nowhere else are told everywhere, and looked for."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from rondom.cases.actions import dossier, reading, steps
from rondom.cases.models import Case, Category, Domain, Entry, Step
from rondom.coordination.actions import closing, coordinator, plan
from rondom.sharing.actions import grants
from rondom.sharing.actions.consents import Answer
from rondom.triage import actions as triage
from rondom.triage.models import DecisionLine
from tests.world import World, yes


def _locked(actor, case):
    return dossier.locked(actor, case.pk)


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
        grants.give(
            actor=actor,
            case=seen,
            organisation=world.om,
            categories=[Category.LEGAL],
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
    for name in [
        *(user.display_name for user in world.people),
        world.csg.name,
        world.vt.name,
        world.north.name,
    ]:
        assert "audit_event" not in _where(owner, name)
