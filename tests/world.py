"""A small world, made with the real actions: two regions that overlap, their partners, and people with names.

Only the administrator was made by the owner of the database; everything else went the way it goes in use.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from rondom.accounts.confirm import Fresh
from rondom.accounts.models import User
from rondom.cases.actions import dossier, links
from rondom.cases.actions.steps import Ask
from rondom.cases.models import ALL_CATEGORIES, Case, CaseLink, Category, Domain, Emergency, Regime, Step
from rondom.coordination.actions import coordinator
from rondom.core.db import acting
from rondom.first_contact.actions import reports
from rondom.first_contact.intake import Incident, Intake
from rondom.organisations import actions
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region, Role
from rondom.sharing.actions import consents, decisions, emergencies
from rondom.sharing.actions.consents import Answer
from rondom.sharing.models import Consent
from rondom.triage import actions as triage
from rondom.triage.models import Decision, DecisionLine

Kind = Organisation.Kind
LONG_AGO = timedelta(days=90)

# Delft lies in both regions.
REGIONS = {"north": ["GM0518", "GM0503"], "south": ["GM0503", "GM0599"]}
ORGANISATIONS = {
    "csg": (Kind.CSG, ["north"]),
    "police": (Kind.POLICE, ["north"]),
    "vt": (Kind.VEILIG_THUIS, ["north", "south"]),
    "shn": (Kind.VICTIM_SUPPORT, ["north"]),
    "om": (Kind.PROSECUTION, ["north"]),
    "csg_south": (Kind.CSG, ["south"]),
    "police_south": (Kind.POLICE, ["south"]),
}
SEAT, ON_CALL, CHAIR = {}, {"fixed": False}, {"chair": True}
PEOPLE: dict[str, tuple[str, Role, dict[str, dict[str, bool]]]] = {
    "carol": ("csg", Role.PROFESSIONAL, {"north": CHAIR}),
    "alice": ("csg", Role.PROFESSIONAL, {"north": SEAT}),
    "dave": ("csg", Role.PROFESSIONAL, {}),
    "anna": ("csg", Role.COORDINATOR, {}),
    "bob": ("police", Role.PROFESSIONAL, {"north": SEAT}),
    "victor": ("vt", Role.PROFESSIONAL, {"north": SEAT, "south": SEAT}),
    "vera": ("vt", Role.COORDINATOR, {}),
    "sam": ("shn", Role.PROFESSIONAL, {"north": SEAT}),
    "sara": ("shn", Role.COORDINATOR, {}),
    "olga": ("om", Role.PROFESSIONAL, {"north": ON_CALL}),
    "celia": ("csg_south", Role.PROFESSIONAL, {"south": CHAIR}),
    "cora": ("csg_south", Role.COORDINATOR, {}),
    "paul": ("police_south", Role.PROFESSIONAL, {"south": SEAT}),
    "eve": ("rondom", Role.PRIVACY_OFFICER, {}),
}


def build() -> None:
    """Set the world up, as the administrator, a while ago."""
    administrator = User.objects.get(username="beheerder")
    with transaction.atomic(), acting(administrator.pk) as now:
        actor = replace(Actor.of(administrator, now), at=now - LONG_AGO)
        regions = {
            slug: actions.add_region(
                actor=actor, slug=slug, name=f"Regio {slug}", kind=Region.Kind.PILOT, mdt_time=time(10, 30),
                municipalities=codes,
            )
            for slug, codes in REGIONS.items()
        }  # fmt: skip
        for region in regions.values():
            decisions.take_up(actor=actor, region=region, parts=decision20(actor.at))
        organisations = {"rondom": Organisation.objects.get(slug="rondom")}
        for slug, (kind, places) in ORGANISATIONS.items():
            organisations[slug] = actions.add_organisation(
                actor=actor, slug=slug.replace("_", "-"), name=f"Organisatie {slug}", short_name=slug, kind=kind,
                regions=[regions[place] for place in places],
            )  # fmt: skip
        for name, (place, role, seats) in PEOPLE.items():
            user = actions.add_account(actor=actor, username=name, display_name=name.capitalize())
            organisation = organisations[place]
            actions.add_member(actor=actor, user=user, organisation=organisation, role=role)
            for region, kind in seats.items():
                actions.give_seat(
                    actor=actor, region=regions[region], organisation=organisation, user=user, **kind
                )


def decision20(at: datetime, **changes: Any) -> decisions.Parts:
    """A decision under Wpg article 20 about all daily police data, for every partner, for half a year."""
    parts = decisions.Parts(
        interest="Veiligheid.",
        body="Het MDT.",
        purpose="Samen helpen.",
        by_regime=Regime.WPG_8.lane(ALL_CATEGORIES),
        conditions="Alleen wat nodig is.",
        recipients=(Kind.CSG, Kind.VEILIG_THUIS, Kind.VICTIM_SUPPORT, Kind.PROSECUTION, Kind.POLICE),
        decided_by="De korpschef",
        decided_on=at.date(),
        starts_at=at,
        ends_at=at + timedelta(days=180),
    )
    return replace(parts, **changes)


def yes(kind: str, *categories: Category, words: str = "Ja, dat mag.") -> Answer:
    """The person agrees that this kind of organisation sees these categories."""
    return Answer(kind, "", sum(categories), given=True, words=words)


def no(kind: str) -> Answer:
    """The person refuses this kind of organisation."""
    return Answer(kind, "", sum(Category), given=False, words="Nee.")


class World:
    """The world as it stands in the database: `world.alice`, `world.csg`, `world.north`, and what happens in it."""

    def __init__(self) -> None:
        users = {user.username: user for user in User.objects.all()}
        self.people: list[User] = [users[name] for name in PEOPLE]
        self.administrator = users["beheerder"]
        for name in PEOPLE:
            setattr(self, name, users[name])
        for organisation in Organisation.objects.all():
            setattr(self, organisation.slug.replace("-", "_"), organisation)
        for region in Region.objects.all():
            setattr(self, region.slug, region)

    @contextmanager
    def acting(self, user: User, at: datetime | None = None) -> Iterator[Actor]:
        """Act as someone, at a moment when it matters."""
        with transaction.atomic(), acting(user.pk) as now:
            yield replace(Actor.of(user, now), at=at or now)

    def intake(self, now: datetime, **changes: Any) -> Intake:
        """A first report at the CSG: who, what, and yes to Veilig Thuis, no to the police."""
        intake = Intake(
            region=self.north,
            channel="csg",
            sentence="Een vrouw vraagt hulp.",
            reported_at=now - timedelta(hours=2),
            reporter_role="victim",
            reporter_note="Zij belde zelf.",
            story="Het verhaal zoals verteld.",
            wishes="Rust en een dokter.",
            incident=Incident(now - timedelta(hours=9), now - timedelta(hours=7), uncertain=False),
            people=[
                {"roles": ["victim"], "name": "Lotte", "birth_year": 1998},
                {"roles": ["possible_perpetrator"], "name": "Henk"},
            ],
            safety={"safe_place": "yes", "earlier_violence": "yes"},
            answers=[
                yes("veilig_thuis", Category.IDENTITY, Category.STORY, Category.SAFETY),
                yes("victim_support", Category.IDENTITY, Category.RECOVERY),
                no("police"),
            ],
        )
        return replace(intake, **changes)

    def report(self, by: User | None = None, *, at: datetime | None = None, **changes: Any) -> Case:
        """Alice of the CSG, or someone else, registers a report."""
        with self.acting(by or self.alice, at) as actor:
            return reports.register(actor=actor, intake=self.intake(actor.at, **changes))

    def consent(
        self, case: Case, kind: str, *categories: Category, by: User | None = None, **more: Any
    ) -> Consent:
        """The person says yes later on, to Alice or someone else."""
        with self.acting(by or self.alice) as actor:
            answer = replace(yes(kind, *categories), **more)
            return consents.ask(actor=actor, case=dossier.locked(actor, case.pk), answer=answer)

    def link(
        self,
        case: Case,
        other: Case,
        kind: CaseLink.Kind = CaseLink.Kind.SAME_PERSON,
        by: User | None = None,
    ) -> CaseLink:
        """Alice, or someone else who sees both, notes that two cases have to do with each other."""
        with self.acting(by or self.alice) as actor:
            ends = [dossier.locked(actor, one.pk) for one in (case, other)]
            return links.add(actor=actor, case=ends[0], other=ends[1], kind=kind, grounds=["name"])

    def break_glass(
        self, case: Case, by: User, words: str = "Zij belt en zegt dat hij nu voor de deur staat."
    ) -> Case:
        """Someone opens a case in an emergency."""
        code = self.code(case)
        with self.acting(by) as actor:
            reason = Emergency.Reason.DANGER
            return emergencies.open_case(
                actor=actor, fresh=Fresh(actor.key), code=code, reason=reason, words=words
            )

    def seen(self, by: User, case: Case) -> Case:
        """The case as `by` sees it now, locked; only inside `acting`. Raises NotThere."""
        with self.acting(by) as actor:
            return dossier.locked(actor, case.pk)

    def code(self, case: Case) -> str:
        """The code of a case, as Alice sees it."""
        return self.seen(self.alice, case).code

    def held(self, by: User, case: Case) -> int:
        """The categories of a case that someone sees now; 0 for nothing at all."""
        with self.acting(by) as actor:
            found = (
                Case.objects.visible_to(actor)
                .filter(pk=case.pk)
                .annotate(held=dossier.held_by(actor))
                .first()
            )
            return found.held if found else 0

    def open_mdt(self, by: User | None = None, region: Region | None = None) -> None:
        """Carol, or another chair, opens the MDT."""
        with self.acting(by or self.carol) as actor:
            triage.open_meeting(actor=actor, region=region or self.north)

    def discuss(self, case: Case, by: User | None = None, at: datetime | None = None) -> None:
        """Carol, or another chair, lets the MDT discuss a case."""
        with self.acting(by or self.carol, at) as actor:
            triage.discuss(actor=actor, case=dossier.locked(actor, case.pk))

    def close_mdt(self, by: User | None = None, region: Region | None = None) -> None:
        """Carol, or another chair, closes the MDT."""
        with self.acting(by or self.carol) as actor:
            triage.close_meeting(actor=actor, region=region or self.north)

    def ask(self, organisation: Organisation, user: User | None, domain: Domain, due_at: datetime) -> Ask:
        """An action for someone in a domain."""
        return Ask(
            Case.NextKind.ACTION,
            organisation,
            user,
            due_at,
            domain=domain,
            text=f"Doe iets voor {domain.value}.",
        )

    def outcome(self, actor: Actor, **changes: Any) -> triage.Outcome:
        """A decision: safety and care now, Anna of the CSG asked to coordinate, one action for Veilig Thuis."""
        outcome = triage.Outcome(
            lines=[
                triage.Line(Domain.SAFETY, DecisionLine.Need.NOW, "Veilige plek vannacht."),
                triage.Line(Domain.CARE, DecisionLine.Need.NOW, "Vandaag naar het CSG."),
                triage.Line(Domain.LAW, DecisionLine.Need.NOT),
            ],
            coordinator=self.anna,
            coordinator_organisation=self.csg,
            asks=[self.ask(self.vt, self.victor, Domain.SAFETY, actor.at + timedelta(hours=8))],
            no_quorum="De anderen zijn gebeld; dit kan niet wachten.",
        )
        return replace(outcome, **changes)

    def decide(self, case: Case, by: User | None = None, **changes: Any) -> Decision:
        """Alice, or someone else in the MDT that is open, writes the decision down."""
        with self.acting(by or self.alice) as actor:
            seen = dossier.locked(actor, case.pk)
            return triage.decide(actor=actor, case=seen, outcome=self.outcome(actor, **changes))

    def weighed(self, **changes: Any) -> Case:
        """A case of which the MDT has decided; Anna is asked to coordinate."""
        case = self.report(**changes)
        self.open_mdt()
        self.decide(case)
        self.close_mdt()
        return case

    def coordinated(self, **changes: Any) -> Case:
        """A case that Anna coordinates; Veilig Thuis was asked for one action."""
        case = self.weighed(**changes)
        self.accept(case)
        return case

    def accept(self, case: Case, by: User | None = None) -> None:
        """Anna, or someone else who was asked, becomes the coordinator."""
        with self.acting(by or self.anna) as actor:
            coordinator.accept(actor=actor, case=dossier.locked(actor, case.pk))

    def steps(self, case: Case, by: User | None = None, **which: Any) -> list[Step]:
        """The steps of a case as Alice, or someone else, sees them."""
        with self.acting(by or self.alice):
            return list(Step.objects.filter(case=case, **which).order_by("due_at", "pk"))
