"""What an attack needs: a scene with something to steal, and a session of the serving role that can run any SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import connection
from django.test import RequestFactory
from psycopg.rows import dict_row

from rondom.accounts.models import User
from rondom.cases.actions import documents, dossier
from rondom.cases.models import Case, CaseLink, Category, Document, Shield, Teller
from rondom.coordination.actions import at_the_code, codes, guests
from rondom.core import uploads
from rondom.core.db import signed_actor, signed_confirmed
from rondom.core.uploads import Brought
from rondom.first_contact.actions import windows
from rondom.first_contact.models import Reception, WindowStep
from rondom.organisations.models import Seat
from rondom.sharing.actions import grants, shields
from rondom.triage import actions as triage
from rondom.triage.models import Addition
from tests.coordinated import coordinated
from tests.planned import plan_of
from tests.proof import everything
from tests.systems import let_in
from tests.world import Kind, World

REFUSED = psycopg.errors.InsufficientPrivilege
# How the database refuses a new row: by the rule, or (an emergency) because nobody adds such a row by hand.
NO_NEW_ROW = "row-level security|permission denied for table cases_emergency"

# Every table of a case: the column of the case, and the column that says who wrote a row.
TABLES = {
    "cases_case": ("id", "registered_by_id"),
    "cases_person": ("case_id", ""),
    "cases_entry": ("case_id", "author_id"),
    "cases_document": ("case_id", "added_by_id"),
    "cases_retelling": ("case_id", "recorded_by_id"),
    "cases_step": ("case_id", "asked_by_id"),
    "cases_steptext": ("case_id", ""),
    "cases_stepchange": ("case_id", "by_id"),
    "cases_goal": ("case_id", "set_by_id"),
    "cases_grant": ("case_id", "granted_by_id"),
    "cases_naming": ("case_id", "named_by_id"),
    "cases_caselink": ("case_id", "made_by_id"),
    "first_contact_report": ("case_id", "registered_by_id"),
    "first_contact_eventmoment": ("case_id", "noted_by_id"),
    "cases_personchange": ("case_id", "changed_by_id"),
    "first_contact_safetycheck": ("case_id", "asked_by_id"),
    "first_contact_windowstep": ("case_id", "noted_by_id"),
    "first_contact_reception": ("case_id", ""),
    "cases_shield": ("case_id", "set_by_id"),
    "cases_emergency": ("case_id", "user_id"),
    "sharing_consent": ("case_id", "recorded_by_id"),
    "sharing_notice": ("case_id", ""),
    "triage_view": ("case_id", "author_id"),
    "triage_decision": ("case_id", "decided_by_id"),
    "triage_decisionline": ("case_id", ""),
    "triage_itemmember": ("case_id", "noted_by_id"),
    "triage_move": ("case_id", "moved_by_id"),
    "triage_escalation": ("case_id", ""),
    "triage_itemtime": ("case_id", "started_by_id"),
    "triage_decisionroute": ("case_id", ""),
    "triage_wish": ("case_id", ""),
    "triage_dissent": ("case_id", "author_id"),
    "triage_invited": ("case_id", "invited_by_id"),
    "triage_inquiry": ("case_id", ""),
    "triage_question": ("case_id", "asked_by_id"),
    "triage_addition": ("case_id", "author_id"),
    "triage_notdiscussed": ("case_id", ""),
    "coordination_assignment": ("case_id", "user_id"),
    "coordination_cover": ("case_id", ""),
    "coordination_closing": ("case_id", "closed_by_id"),
    "coordination_aftercare": ("case_id", ""),
    "coordination_referral": ("case_id", "made_by_id"),
    "coordination_nudge": ("case_id", "by_id"),
    "coordination_insistence": ("case_id", "raised_by_id"),
    "coordination_overlap": ("case_id", "settled_by_id"),
    "coordination_contact": ("case_id", "user_id"),
    "coordination_rhythm": ("case_id", "agreed_by_id"),
    "coordination_rightsaid": ("case_id", "said_by_id"),
    "coordination_routestep": ("case_id", "noted_by_id"),
    "coordination_guestquestion": ("case_id", "asked_by_id"),
    "coordination_contactcode": ("case_id", "given_by_id"),
    "coordination_contactrequest": ("case_id", ""),
}
AUTHORS = {table: author for table, (_, author) in TABLES.items() if author}


@dataclass
class Scene:
    """Alice's case, which Anna coordinates; Victor of Veilig Thuis sees part of it. Paul has a case of his own.

    Alice's case is linked to another of hers: `linked`.

    Bob (the police, refused), Dave (Alice's colleague, not on the case), Paul (another region), Eve (the privacy
    officer) and the administrator see nothing of Alice's case; it is shielded from Vera. Sam of Victim Support opened it
    in an emergency, which Eve reviews.
    """

    world: World
    case: Case
    other: Case
    linked: Case

    @property
    def strangers(self) -> list[User]:
        world = self.world
        return [world.bob, world.dave, world.vera, world.paul, world.eve, world.administrator]

    def strangers_to(self, table: str) -> list[User]:
        """Who sees no row of a table; of emergencies, who supervises does."""
        return [one for one in self.strangers if (table, one) != ("cases_emergency", self.world.eve)]


def scene(world: World) -> Scene:
    """Set the scene, with a row in every table of a case."""
    case = world.report()
    for person, category in [(world.victor, Category.SAFETY), (world.alice, Category.MEDICAL)]:
        with world.acting(person) as actor:
            seen = dossier.locked(actor, case.pk)
            triage.write_view(actor=actor, case=seen, category=category, facts="Wat wij weten.")
    _received(world, case)
    with world.acting(world.alice) as actor:
        later, seen = actor.at + timedelta(days=3), dossier.locked(actor, case.pk)
        triage.move(actor=actor, case=seen, to_at=later, reason="Zij is er dan.", late_is_meant=True)
        triage.ask_question(actor=actor, case=seen, category=Category.STORY, text="Wat wil zij?")
    _minuted(world, case)
    world.accept(case)
    plan_of(world, case)
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        brought = Brought("Brief.pdf", uploads.BY_NAME["PDF"], b"%PDF-1.4 en meer")
        about = documents.About(Category.STORY, Teller.VICTIM, Document.Shareable.YES)
        documents.add(actor=actor, case=seen, brought=brought, about=about)
        shields.from_person(actor=actor, case=seen, user=world.vera, reason=Shield.Reason.RELATIVE)
        windows.note(actor=actor, case=seen, code="PEP_72H", kind=WindowStep.Kind.OFFERED)
    coordinated(world, case)
    guests_asked(world, case)
    world.break_glass(case, by=world.sam)
    linked = world.report()
    world.link(case, linked, CaseLink.Kind.MAYBE_SAME_PERSON)
    return Scene(world, case, world.report(by=world.paul, region=world.south, answers=[]), linked)


def weighed(world: World) -> dict[str, Any]:
    """All that a decision can hold: a route, the person's wishes, someone who thinks otherwise, a party to invite."""
    return {
        "reason": "Omdat zij hulp vraagt.",
        "routes": ["csg_acute"],
        "wish": "Rust.",
        "wish_weighed": "Eerst rust, dan de rest.",
        "dissents": [triage.Otherwise(world.vt, Category.SAFETY, "Wij zien eerst de veiligheid.")],
        "parties": [triage.Party(world.shn, "mdt")],
    }


def _minuted(world: World, case: Case) -> None:
    """Alice's case is moved to the next MDT, decided there, and Alice adds to the minutes."""
    world.open_mdt()
    with world.acting(world.carol, world.seen(world.alice, case).mdt_at) as later:
        triage.close_meeting(actor=later, region=world.north)
    world.open_mdt()
    world.discuss(case)
    _called(world, case)
    decision = world.decide(case, **weighed(world))
    world.close_mdt()
    with world.acting(world.alice) as actor:
        triage.add_to_minutes(
            actor=actor, case=dossier.locked(actor, case.pk), meeting=decision.meeting, kind=Addition.Kind.ADDITION,
            category=Category.MEDICAL, text="Er was ook een dokter bij.",
        )  # fmt: skip


def guests_asked(world: World, case: Case) -> None:
    """Anna, who coordinates, asks the school, where nobody has an account; there they were shown the person's code."""
    world.consent(case, "school", Category.STORY)
    with world.acting(world.anna) as actor:
        receiver = guests.Receiver(Kind.SCHOOL, "Noor", "De school", "06 12345678")
        seen = dossier.locked(actor, case.pk)
        guests.ask(actor=actor, case=seen, receiver=receiver, category=Category.STORY, text="Wie belt haar?")
        code = codes.give(actor=actor, case=seen).code
    who = {"name": "Noor", "place": "De school", "phone": "06 12345678"}
    at_the_code.ask(request=RequestFactory().post("/"), code=code, about="help", **who)


def _called(world: World, case: Case) -> None:
    """The prosecutor, who may know of it, is called to the table."""
    world.consent(case, "prosecution", Category.LEGAL)
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        grants.give(actor=actor, case=seen, organisation=world.om, categories=[Category.LEGAL])
        seat = Seat.objects.get(user=world.olga)
        triage.call(actor=actor, case=dossier.locked(actor, case.pk), seat=seat, why="Advies.")


def _received(world: World, case: Case) -> None:
    """Alice's case came from another system, which registers through her account."""
    token, _secret = let_in(world, "alice")
    with world.acting(world.alice) as actor:
        Reception(
            case=case,
            token=token,
            key_digest="k" * 64,
            body_digest="b" * 64,
            answer="{}",
            received_at=actor.at,
        ).save(force_insert=True)


def connect() -> psycopg.Connection[Any]:
    """A new session of the serving role, as injected SQL has it: it can run anything."""
    place = connection.settings_dict
    return psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        dbname=place["NAME"],
        user=place["USER"],
        cursor_factory=psycopg.ClientCursor,
    )


def sign_in(session: psycopg.Connection[Any], user: User) -> str:
    """Act as someone for the rest of the transaction, as the application does it; gives the setting."""
    value = signed_actor(user.pk, session.info.backend_pid, int(_now(session)))
    session.execute("SELECT set_config('rondom.actor', %s, true)", [value])
    return value


def confirm(session: psycopg.Connection[Any], user: User, what: str) -> None:
    """Say, as the application does it, that someone just showed who they are: an attacker cannot."""
    value = signed_confirmed(what, user.pk, session.info.backend_pid, int(_now(session)))
    session.execute("SELECT set_config('rondom.confirmed', %s, true)", [value])


def _now(session: psycopg.Connection[Any]) -> float:
    return session.execute("SELECT extract(epoch FROM now())").fetchone()[0]


@contextmanager
def attack(user: User | None = None) -> Iterator[psycopg.Connection[Any]]:
    """A transaction of an attacker, committed where it can be. Whatever they try, no row may have changed."""
    before = everything()
    with connect() as session:
        if user:
            sign_in(session, user)
        yield session
    assert everything() == before


def rows_of(owner: psycopg.Connection[Any], table: str, case: Case) -> list[dict[str, Any]]:
    """The rows of a case, seen by the owner, without the columns that the database makes itself."""
    column = TABLES[table][0]
    with owner.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [case.pk]).fetchall()
    assert rows, f"there is nothing to steal in {table}"
    return [{name: value for name, value in row.items() if name not in {"code", "number"}} for row in rows]


def ids_of(owner: psycopg.Connection[Any], table: str, case: Case) -> list[UUID]:
    """The identifiers of the rows of a case."""
    return [row["id"] for row in rows_of(owner, table, case)]


def add(session: psycopg.Connection[Any], table: str, row: dict[str, Any], **changes: Any) -> None:
    """Insert a copy of a row, as a new one, with changes."""
    new = {**row, "id": uuid4(), **changes}
    names, marks = ", ".join(new), ", ".join(["%s"] * len(new))
    session.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(new.values()))
