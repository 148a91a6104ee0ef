"""What happened to the eighteen fictional cases: the real actions, by the right people, at moments in the past."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import transaction

from rondom.accounts.models import User
from rondom.cases import clock
from rondom.cases import policies as case_policies
from rondom.cases.actions import dossier, steps
from rondom.cases.models import Case, Category, Domain, Step
from rondom.coordination.actions import closing, coordinator, plan
from rondom.core.db import acting
from rondom.demo import asked_outside, coordinated, told_before
from rondom.demo.personas import SHORT
from rondom.demo.steered import steer
from rondom.first_contact import casefile, watch
from rondom.first_contact.actions import reports, windows
from rondom.first_contact.models import WindowStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.triage import actions as triage
from rondom.triage.models import DecisionLine

CASUISTRY = Path(__file__).parent / "casuistry"
TAKES_REPORTS_OF = {
    "police": "politie",
    "csg": "csg",
    "veilig_thuis": "vt",
    "victim_support": "shn",
    "general_practitioner": "csg",
    "school": "vt",
    "sports_club": "csg",
    "victim_self": "shn",
}
SEAT_OF = {"police": "politie", "veilig_thuis": "vt", "victim_support": "shn", "csg": "csg"}
OWN_CATEGORY = {
    "police": Category.LEGAL,
    "veilig_thuis": Category.SAFETY,
    "victim_support": Category.RECOVERY,
    "csg": Category.MEDICAL,
}
# Which kinds of organisation do something in a domain, first choice first, and the casuistry's name for the domain.
DOERS = {
    Domain.SAFETY: ("safety", ["veilig_thuis", "police", "csg", "victim_support"]),
    Domain.LAW: ("legal", ["police", "victim_support", "csg", "veilig_thuis"]),
    Domain.CARE: ("medical_care", ["csg", "veilig_thuis", "victim_support"]),
    Domain.RECOVERY: ("recovery", ["victim_support", "csg", "veilig_thuis"]),
}
# How far each case has come, how many days earlier than its file says it was reported, and in how many hours from
# now its first open action is due (late when negative): so the demo shows every stage. Cases that are not named wait
# for the MDT at the moment of their file.
COURSE = {
    "DH-02": ("coordinated", 1, 2),
    "DH-07": ("closed", 9, 0),
    "DH-08": ("coordinated", 2, -1),
    "DH-10": ("asked", 0, 20),
    "DH-12": ("re_triage", 4, 5),
    "DH-15": ("declined", 0, 26),
    "OB-02": ("coordinated", 2, 4),
    "OB-09": ("closed", 12, 0),
    "OB-12": ("closed", 6, 0),
    "OB-13": ("coordinated", 3, 1),
}
WAITING = ("waiting", 0, 0)
# Which help route is chosen in a domain, by who does something there.
ROUTE_OF = {
    (Domain.SAFETY, "veilig_thuis"): "vt_safety_assessment",
    (Domain.SAFETY, "police"): "safety_plan",
    (Domain.SAFETY, "csg"): "safety_plan",
    (Domain.SAFETY, "victim_support"): "safety_plan",
    (Domain.LAW, "police"): "police_talk",
    (Domain.LAW, "victim_support"): "legal_aid",
    (Domain.CARE, "csg"): "csg_case_management",
    (Domain.RECOVERY, "victim_support"): "victim_support",
}
# Who thought otherwise, where partners contradict each other: which organisation, and what.
OTHERWISE = {
    "OB-02": ("politie", Category.SAFETY, "De politie ziet het rooster anders dan de kliniek schrijft, en wil dat eerst uitzoeken."),
    "DH-12": ("vt", Category.SAFETY, "Veilig Thuis had liever eerst met alle gezinsleden gesproken."),
}  # fmt: skip
# What organisations say besides what they know.
SAYS_MORE = {
    "veilig_thuis": {"offer": "Wij kunnen de veiligheid beoordelen."},
    "victim_support": {"offer": "Wij kunnen bellen en meegaan.", "advice": "Laat één vaste persoon het contact houden."},
    "csg": {"doing": "Een casemanager houdt contact.", "offer": "Medische en psychische zorg op één plek."},
    "police": {"offer": "Een informatief gesprek, als de persoon dat wil."},
}  # fmt: skip
NO_QUORUM = "Dit kan niet wachten. Wie er niet is, krijgt het besluit vandaag nog."
# Why a window that no fact rules out does not apply, in the words of whoever registered (`expected.not_applicable_windows`).
NOT_APPLICABLE = {
    "OB-02": "Bij het gesprek besproken met mevrouw en haar behandelaar: niet nodig.",
    "OB-09": "Het is ongeveer twintig jaar geleden.",
    "OB-13": "Volgens mevrouw zelf: een zwangerschap is uitgesloten.",
}
# Files in which someone works at a partner, which therefore learns nothing (`expected.conflict_of_interest`).
WORKS_AT = {"OB-13": ["shn"]}


@dataclass
class Told:
    """A case of the casuistry as it is loaded."""

    data: dict[str, Any]
    stage: str
    due_in: int
    reported_at: datetime
    case: Case

    @property
    def short(self) -> str:
        return SHORT[self.data["region"]]


class History:
    """Plays the past, up to `now`, with the people of the demo."""

    def __init__(self, people: dict[str, User], now: datetime) -> None:
        self.people, self.now = people, now
        self._numbers = 0

    @contextmanager
    def as_person(self, key: str, at: datetime) -> Iterator[Actor]:
        """Act as someone of the demo, at a moment in the past."""
        with transaction.atomic(), acting(self.people[key].pk):
            yield replace(Actor.of(self.people[key], self.now), at=min(at, self.now))

    def play(self) -> int:
        """All reports, meetings and what followed; gives the number of cases."""
        coordinated.profiles(self)
        told = [self._report(json.loads(path.read_text())) for path in sorted(CASUISTRY.glob("*.json"))]
        for one in told:
            self._views(one)
        decided = sorted((one for one in told if one.stage != "waiting"), key=self._meeting_of)
        for (at, short), cases in groupby(decided, key=self._meeting_of):
            self._meet(at, short, list(cases))
        for one in told:
            coordinated.wish(self, one.case.registered_by.username, one.case, one.data["id"])
        coordinated.away(self)
        return len(told)

    def _meeting_of(self, told: Told) -> tuple[datetime, str]:
        """The meeting in which a case was decided: when, and in which region."""
        at = clock.next_meeting(told.case.region, told.reported_at) or told.reported_at
        return min(at, self.now - timedelta(hours=3)), told.short

    def _meet(self, at: datetime, short: str, cases: list[Told]) -> None:
        """A meeting decides its cases, is closed and signed (but for one that waits for that), and what came of it follows."""
        region = cases[0].case.region
        with self.as_person(f"voorzitter-{short}", at) as chair:
            triage.open_meeting(actor=chair, region=region)
        for number, told in enumerate(cases, 1):
            self._decide(told, at, at + number * timedelta(minutes=9))
        with self.as_person(f"voorzitter-{short}", at + timedelta(minutes=50)) as chair:
            meeting = triage.close_meeting(actor=chair, region=region)
        if all(told.stage != "asked" for told in cases):
            with self.as_person(f"voorzitter-{short}", at + timedelta(hours=1)) as chair:
                triage.sign(actor=chair, meeting=meeting)
        for told in cases:
            self._follow(told)

    def _report(self, data: dict[str, Any]) -> Told:
        stage, days, due_in = COURSE.get(data["id"], WAITING)
        at = self.now - timedelta(days=days)
        reported_at = at - timedelta(hours=data["reported_hours_ago"])
        registrar = f"{TAKES_REPORTS_OF[data['channel']]}-{SHORT[data['region']]}"
        with self.as_person(registrar, reported_at) as actor:
            intake = casefile.read(data, at)
            reachable = [self._with_phone(person) for person in intake.people]
            works_at = Organisation.objects.filter(slug__in=self._works_at(data))
            intake = replace(intake, people=reachable, works_at=list(works_at))
            case = reports.register(actor=actor, intake=intake)
            self._judge(actor, case, data)
            told_before.note(actor, case, data)
        return Told(data, stage, due_in, reported_at, case)

    @staticmethod
    def _judge(actor: Actor, case: Case, data: dict[str, Any]) -> None:
        """What does not apply by someone's own word, and not by a recorded fact, is noted by whoever registered."""
        seen = dossier.locked(actor, case.pk)
        expected = data["expected"]["not_applicable_windows"]
        applying = [one.window.key for one in watch.of_case(seen, actor.at) if one.state != "not_applicable"]
        for code in set(expected) & set(applying):
            windows.note(
                actor=actor,
                case=seen,
                code=code,
                kind=WindowStep.Kind.NOT_APPLICABLE,
                reason=NOT_APPLICABLE.get(data["id"], "In het gesprek besproken."),
            )

    @staticmethod
    def _works_at(data: dict[str, Any]) -> list[str]:
        """Where someone in the case works, of the organisations around the table."""
        return [f"{place}-{SHORT[data['region']]}" for place in WORKS_AT.get(data["id"], [])]

    def _with_phone(self, person: dict[str, Any]) -> dict[str, Any]:
        """A number that cannot exist, for whom may be called: case files hold none."""
        if not person["phone_ok"] or person["phone"]:
            return person
        self._numbers += 1
        return {**person, "phone": f"06-000001{self._numbers:02d}"}

    def _views(self, told: Told) -> None:
        """Every seat that may see something says what it knows; of a waiting case one is still to come."""
        said = told.data["partner_information_nl"]
        kinds = [kind for kind in SEAT_OF if said.get(kind)]
        if told.stage == "waiting":
            kinds = kinds[:-1]
        for kind in kinds:
            with self.as_person(
                f"{SEAT_OF[kind]}-{told.short}", told.reported_at + timedelta(minutes=40)
            ) as actor:
                case = self._seen(actor, told)
                if case is None:
                    continue
                category = OWN_CATEGORY[kind] if case.held & OWN_CATEGORY[kind] else Category.CASE
                triage.write_view(
                    actor=actor, case=case, category=category, facts=said[kind], **SAYS_MORE.get(kind, {})
                )

    @staticmethod
    def _seen(actor: Actor, told: Told) -> Case | None:
        if not Case.objects.visible_to(actor).filter(pk=told.case.pk).exists():
            return None
        return dossier.locked(actor, told.case.pk)

    def _decide(self, told: Told, opened_at: datetime, at: datetime) -> None:
        with self.as_person(self._decider(told, opened_at), at) as actor:
            case = dossier.locked(actor, told.case.pk)
            triage.decide(actor=actor, case=case, outcome=self._outcome(actor, case, told))

    def _decider(self, told: Told, at: datetime) -> str:
        """The seat that sees most of the case writes the decision down."""
        held = {}
        for seat in SEAT_OF.values():
            with self.as_person(f"{seat}-{told.short}", at) as actor:
                case = self._seen(actor, told)
                held[f"{seat}-{told.short}"] = case.held if case else 0
        return max(held, key=lambda key: held[key].bit_count())

    def _outcome(self, actor: Actor, case: Case, told: Told) -> triage.Outcome:
        lines: list[triage.Line] = []
        asks: list[steps.Ask] = []
        routes: list[str] = []
        for domain, (name, kinds) in DOERS.items():
            actions = told.data["expected"]["reasonable_actions"].get(name, [])
            if not case.held & domain.category:
                continue
            need = DecisionLine.Need.NOW if actions else DecisionLine.Need.NOT
            lines.append(triage.Line(domain, need, ". ".join(actions[1:] or actions)))
            doer = self._doer(actor, case, domain, kinds, told)
            if actions and doer:
                due_at = self._due(told, actor.at, len(asks))
                ask = steps.Ask(Case.NextKind.ACTION, *doer, due_at, domain=domain, text=actions[0])
                asks.append(ask)
                routes += filter(None, [ROUTE_OF.get((domain, doer[0].kind))])
        user = self.people[self._coordinator(told)]
        organisation = Organisation.objects.get(memberships__user=user)
        return triage.Outcome(
            lines,
            user,
            organisation,
            asks,
            routes=routes,
            no_quorum=NO_QUORUM,
            dissents=self._otherwise(told),
            **self._wish(told, case),
        )

    @staticmethod
    def _wish(told: Told, case: Case) -> dict[str, Any]:
        """What the person wants, for who may read it."""
        wish = told.data["wishes_nl"] if case.held & Category.STORY else ""
        weighed = "Wat de persoon wil, gaat voor. Het tempo bepaalt de persoon." if wish else ""
        return {"wish": wish, "wish_weighed": weighed}

    @staticmethod
    def _otherwise(told: Told) -> list[triage.Otherwise]:
        """Who thought otherwise."""
        if told.data["id"] not in OTHERWISE:
            return []
        place, category, text = OTHERWISE[told.data["id"]]
        organisation = Organisation.objects.get(slug=f"{place}-{told.short}")
        return [triage.Otherwise(organisation, category, text)]

    def _due(self, told: Told, decided_at: datetime, place: int) -> datetime:
        """When an action is due: some days after the decision in closed cases, else around now."""
        if told.stage == "closed":
            return decided_at + timedelta(days=1 + place)
        return self.now + timedelta(hours=told.due_in + 22 * max(place - 1, 0))

    def _coordinator(self, told: Told) -> str:
        return (
            f"regie-{SEAT_OF[told.data['expected']['coordinator_organisation_reasonable'][0]]}-{told.short}"
        )

    def _doer(
        self, actor: Actor, case: Case, domain: Domain, kinds: list[str], told: Told
    ) -> tuple[Organisation, User] | None:
        for kind in kinds:
            organisation = Organisation.objects.get(slug=f"{SEAT_OF[kind]}-{told.short}")
            if case_policies.categories_of(organisation, case, actor) & domain.category:
                return organisation, self.people[f"{SEAT_OF[kind]}-{told.short}"]
        return None

    def _follow(self, told: Told) -> None:
        """What came after the decision, as far as this case has come."""
        decided, _short = self._meeting_of(told)
        key = self._coordinator(told)
        if told.stage == "asked":
            return
        with self.as_person(key, decided + timedelta(hours=1)) as actor:
            case = dossier.locked(actor, told.case.pk)
            if told.stage == "declined":
                coordinator.decline(actor=actor, case=case, reason="Ik ben de komende twee weken afwezig.")
                return
            coordinator.accept(actor=actor, case=case)
        done = 99 if told.stage == "closed" else 1
        self._finish_steps(told, decided + timedelta(hours=2), done)
        later = decided + timedelta(days=3) if told.stage == "closed" else self.now - timedelta(hours=6)
        with self.as_person(key, later) as actor:
            case = dossier.locked(actor, told.case.pk)
            if told.stage == "closed":
                closing.close(
                    actor=actor, case=case, reason=Case.ClosingReason.DONE, checklist=coordinated.SEEN_TO
                )
            if told.stage == "coordinated":
                steer(actor, case)
            if told.stage == "re_triage":
                triage.bring_back(actor=actor, case=case, reason=told.data["later_events"][0]["text_nl"])
            asked_outside.ask(actor, case, told.data["id"])

    def _finish_steps(self, told: Told, at: datetime, many: int) -> None:
        waiting = Step.objects.filter(case=told.case, kind=Case.NextKind.ACTION).order_by("due_at")
        with self.as_person(self._coordinator(told), at) as actor:
            found = list(waiting.select_related("user")[:many])
        for step in found:
            assert step.user is not None
            with self.as_person(step.user.username, at) as actor:
                case = dossier.locked(actor, told.case.pk)
                plan.advance(actor=actor, case=case, step=step, state=Step.State.DONE)
