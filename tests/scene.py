"""The loaded demo as the access matrix needs it: every stage in both regions, and where everything is."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from rondom.accounts.models import User
from rondom.cases.actions import dossier
from rondom.cases.actions.steps import Ask
from rondom.cases.models import OPEN_STATES, Case, Domain, Entry, Step
from rondom.coordination.actions import plan
from rondom.core import embedded
from rondom.demo.history import History
from rondom.organisations.models import Organisation, Region
from rondom.triage import actions as triage
from rondom.triage.models import DecisionLine
from tests.matrix import CASES, PLACE, SEATS, Try
from tests.opened import opened

NOWHERE = {
    "number": 0, "provider": "nergens", "member": UUID(int=1), "seat": UUID(int=1), "notice_pk": UUID(int=1),
    "decision_pk": UUID(int=1), "token": UUID(int=1), "draft_pk": UUID(int=1), "absence_pk": UUID(int=1),
    "receipt": "x",
    "signed": "nergens",
    "who": "naaste", "service": "csg", "proposal": UUID(int=1),
}  # fmt: skip
CASUISTRY = Path(embedded.ROOT) / "rondom" / "demo" / "casuistry"


def patterns(resolver: URLResolver | None = None, inside: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address there is: its name with that of its room, and its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{inside}{one.namespace}:" if one.namespace else inside)
        else:
            yield f"{inside}{one.name}", one


PATTERNS = dict(patterns())


def address(name: str, **ids: Any) -> str:
    """The address of that name, with as many of the identifiers as it needs."""
    return reverse(name, kwargs={key: ids[key] for key in PATTERNS[name].pattern.converters})


def browser(who: str) -> Client:
    """Someone at work, or someone who is not signed in."""
    client = Client(raise_request_exception=False)
    if who:
        assert client.post(reverse("demo:become", args=[who])).headers["Location"] == reverse("today")
    return client


class Places:
    """Where everything of the loaded demo is: identifiers by the name of the case's file."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self.owner = owner
        titles = {path.stem: json.loads(path.read_text())["title_nl"] for path in CASUISTRY.glob("*.json")}
        told = {entry.text: entry.case_id for entry in opened(owner, Entry, kind=Entry.Kind.SUMMARY)}
        self.cases: dict[str, UUID] = {file: told[title] for file, title in titles.items()}
        play(self.cases)
        steps = owner.execute("SELECT case_id, id FROM cases_step WHERE domain = 'recovery'").fetchall()
        self.steps: dict[UUID, UUID] = dict(steps)
        texts = owner.execute("SELECT case_id, id FROM cases_entry WHERE kind = 'summary'").fetchall()
        self.texts: dict[UUID, UUID] = dict(texts)
        (self.shield,) = owner.execute("SELECT id FROM cases_shield").fetchone()  # of OB-13, the only one
        self.emergency = over(owner, self.cases["DH-02"])
        own = owner.execute("SELECT case_id, id FROM cases_grant WHERE basis = 'registration'").fetchall()
        self.own: dict[UUID, UUID] = dict(
            own
        )  # of each case what its organisation keeps: it cannot be stopped
        query = """
            SELECT slug, min(held.id::text)::uuid FROM triage_meeting held JOIN organisations_region place ON place.id = region_id
            WHERE closed_at IS NOT NULL GROUP BY 1
        """
        self.meetings: dict[str, UUID] = dict(owner.execute(query).fetchall())
        decided = owner.execute("SELECT case_id, meeting_id FROM triage_decision").fetchall()
        self.decided: dict[UUID, UUID] = dict(decided)
        self.programme = of_the_programme(owner)

    def ids(self, file: str) -> dict[str, Any]:
        """All that an address of a case can need; of a case without actions, an action of another."""
        case = self.cases[file]
        step = self.steps.get(case, self.steps[self.cases["DH-02"]])
        shield = uuid4() if file == "OB-13" else self.shield  # never one of the case itself
        return {
            "pk": case, "slug": CASES[file].region, "step_pk": step, "entry_pk": self.texts[case], "shield_pk": shield,
            "grant_pk": self.own[case], "consent_pk": UUID(int=1), "link_pk": UUID(int=1),
            "windowstep_pk": UUID(int=1), "question_pk": UUID(int=1), "request_pk": UUID(int=1), "document_pk": UUID(int=1), "member_pk": UUID(int=1),
            "goal_pk": UUID(int=1), "insistence_pk": UUID(int=1), "other_pk": UUID(int=1), "contact_pk": UUID(int=1),
            "moment_pk": UUID(int=1), "assignment_pk": UUID(int=1), "right_id": "lawyer", "route": 1, "person_pk": UUID(int=1),
            "meeting_pk": self.decided.get(case, self.meetings[CASES[file].region]), **self.programme,
        }  # fmt: skip

    def refusals(self, who: str) -> Counter[str]:
        """How often what was refused someone stands in the log, by verb."""
        query = """
            SELECT verb, count(*) FROM audit_event JOIN accounts_user person ON person.id = actor_id
            WHERE outcome = 'refused' AND username = %s GROUP BY verb
        """
        return Counter(dict(self.owner.execute(query, [who]).fetchall()))

    def targets(self, name: str, who: str) -> Iterator[tuple[Try, str]]:
        """Everything that someone can try at an address: each region, each case."""
        needs = PATTERNS[name].pattern.converters
        if "pk" in needs:
            for file, facts in CASES.items():
                yield Try(who, case=facts), address(name, **self.ids(file))
        elif "slug" in needs:
            for region in SEATS:
                yield Try(who, region=region), address(name, slug=region, meeting_pk=self.meetings[region])
        else:
            yield (
                Try(who),
                address(
                    name,
                    key=who or "csg-dh",
                    place=PLACE,
                    emergency_pk=self.emergency,
                    **NOWHERE,
                    **self.programme,
                ),
            )


def of_the_programme(owner: psycopg.Connection) -> dict[str, UUID]:
    """One of each thing that the programme keeps: an initiative before the steering group, a bottleneck, a draft."""
    queries = {
        "initiative_pk": "SELECT id FROM programme_initiative WHERE stage = 'proposed'",
        "finding_pk": "SELECT id FROM programme_finding WHERE kind = 'bottleneck'",
        "agreement_pk": "SELECT min(id::text)::uuid FROM programme_agreement",
        "officer_pk": "SELECT id FROM programme_officer",
        "gathering_pk": "SELECT min(id::text)::uuid FROM programme_gathering WHERE starts_at > now()",
        "update_pk": "SELECT id FROM programme_update WHERE published_at IS NULL",
        "expert_pk": "SELECT id FROM programme_expert",
    }
    return {name: owner.execute(query).fetchone()[0] for name, query in queries.items()}


def over(owner: psycopg.Connection, case: UUID) -> UUID:
    """An emergency of the police that has ended and still waits to be reviewed."""
    query = """
        INSERT INTO cases_emergency (id, case_id, user_id, organisation_id, reason, finding, starts_at, ends_at,
            review_due_at)
        SELECT gen_random_uuid(), %s, person.id, works.organisation_id, 'danger', '',
            now() - interval '6 hours', now() - interval '2 hours', now() + interval '1 day'
        FROM accounts_user person JOIN organisations_membership works ON works.user_id = person.id
        WHERE username = 'politie-dh' RETURNING id
    """
    return owner.execute(query, [case]).fetchone()[0]


def play(cases: dict[str, UUID]) -> None:
    """OB-15 is weighed, OB-13 comes back to the MDT, which is open; of DH-08 nothing is left to do."""
    now = timezone.now()
    people = {user.username: user for user in User.objects.all()}
    history = History(people, now)
    region = Region.objects.get(slug="oost-brabant")
    csg, helpers = (Organisation.objects.get(slug=slug) for slug in ["csg-ob", "shn-ob"])
    tomorrow = now + timedelta(days=1)
    call = Ask(
        Case.NextKind.ACTION, helpers, people["shn-ob"], tomorrow, Domain.RECOVERY, "Bellen, met tolk."
    )
    lines = [triage.Line(Domain.RECOVERY, DecisionLine.Need.NOW, "Steun.")]
    outcome = triage.Outcome(lines, people["regie-csg-ob"], csg, [call], no_quorum="Zij wacht al lang.")
    with history.as_person("voorzitter-ob", now) as actor:
        triage.open_meeting(actor=actor, region=region)
    with history.as_person("csg-ob", now) as actor:
        triage.decide(actor=actor, case=dossier.locked(actor, cases["OB-15"]), outcome=outcome)
    with history.as_person("voorzitter-ob", now) as actor:
        triage.close_meeting(actor=actor, region=region)
    with history.as_person("regie-csg-ob", now) as actor:
        triage.bring_back(actor=actor, case=dossier.locked(actor, cases["OB-13"]), reason="Hij belde haar.")
    with history.as_person("voorzitter-ob", now) as actor:
        triage.open_meeting(actor=actor, region=region)
    with history.as_person("regie-csg-dh", now) as actor:
        case = dossier.locked(actor, cases["DH-08"])
        for step in Step.objects.filter(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES):
            plan.advance(actor=actor, case=case, step=step, state=Step.State.WITHDRAWN, outcome="Klaar.")
