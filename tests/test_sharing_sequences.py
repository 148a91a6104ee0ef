"""Whatever happens to sharing, in whatever order: nobody sees a row of a case without a live ground.

What everyone may see is worked out a second time, slowly, from what happened alone; then compared with what the database
lets each of them see. `RONDOM_STEPS` says how many steps are taken in all; `make soak` takes 100,000.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from rondom.accounts.confirm import Fresh
from rondom.cases.actions import dossier, naming
from rondom.cases.models import Case, Category, Emergency, Grant, Shield
from rondom.core.db import signed_actor
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations import actions as organisations
from rondom.organisations.models import Membership, Role
from rondom.sharing.actions import consents, decisions, emergencies, grants, shields
from rondom.sharing.actions.consents import Answer
from rondom.sharing.models import Consent, Decision20
from rondom.sharing.terms import Purpose
from tests.sharing_facts import ALL, PLACES, Facts, Yes
from tests.world import PEOPLE, World, decision20

LONG = 50  # steps of one sequence
STEPS = int(os.environ.get("RONDOM_STEPS", "2000"))
PARTS = 2  # for two processes of a run, each with other chances
COMERS = ["dave", "sam", "victor", "olga"]  # who leave and come back
COLLEAGUES = ["carol", "dave", "anna", "bob", "victor", "vera", "sam", "sara", "olga"]
REFUSALS = (Denied, NotThere, WrongStep)
# Every table of a case, with the category of each row that whoever asks sees; and the categories they hold of the case.
ROWS = """
SELECT ARRAY(
    SELECT 1 FROM cases_case WHERE id = %(case)s
    UNION ALL SELECT 1 FROM cases_grant WHERE case_id = %(case)s
    UNION ALL SELECT 1 FROM cases_naming WHERE case_id = %(case)s
    UNION ALL SELECT 1 FROM cases_step WHERE case_id = %(case)s
    UNION ALL SELECT 1 FROM sharing_notice WHERE case_id = %(case)s
    UNION ALL SELECT 1 FROM cases_emergency WHERE case_id = %(case)s AND %(who)s <> 'eve' -- she reviews them
    UNION ALL SELECT 2 FROM sharing_consent WHERE case_id = %(case)s
    UNION ALL SELECT 2 FROM cases_shield WHERE case_id = %(case)s
    UNION ALL SELECT 4 FROM first_contact_report WHERE case_id = %(case)s
    UNION ALL SELECT 32 FROM first_contact_windowstep WHERE case_id = %(case)s
    UNION ALL SELECT category FROM first_contact_safetycheck WHERE case_id = %(case)s
    UNION ALL SELECT category FROM cases_document WHERE case_id = %(case)s
    UNION ALL SELECT category FROM cases_person WHERE case_id = %(case)s
    UNION ALL SELECT CASE WHEN regime IN (1, 2) THEN category | 256 ELSE category END
        FROM cases_entry WHERE case_id = %(case)s
), (
    SELECT coalesce(bit_or(categories), 0) FROM cases_access
    WHERE case_id = %(case)s AND starts_at <= now() AND ends_at > now()
)
"""
POLICE_DATA = 256
GROUNDS = ["cases_naming", "cases_emergency", "cases_grant", "sharing_decision20"]
# Time passes when everything of the case, and every decision, happened earlier.
MOMENTS = {
    "cases_grant": ["starts_at", "ends_at", "revoked_at"],
    "cases_naming": ["starts_at", "ends_at"],
    "cases_emergency": ["starts_at", "ends_at"],
    "cases_shield": ["set_at", "lifted_at"],
    "sharing_consent": ["given_at", "recorded_at", "ends_at", "withdrawn_at"],
    "sharing_decision20": ["starts_at", "ends_at", "ended_at"],
}


class Sharing(RuleBasedStateMachine):
    """One case in the world of the tests; every step is committed, as in use."""

    world: ClassVar[World]
    owner: ClassVar[psycopg.Connection[Any]]
    works: ClassVar[set[tuple[str, str]]]
    done: ClassVar[Counter[str]] = Counter()

    @initialize(police=st.booleans())
    def begin(self, *, police: bool) -> None:
        world = self.world
        for (
            table
        ) in GROUNDS:  # so that joining and leaving need not go through the cases of earlier sequences
            self.owner.execute(f"DELETE FROM {table}")
        self.facts = Facts(self.works, _seats(), "police" if police else "csg")
        self.decide_for_police(hours=6)
        self.registrar = "bob" if police else "alice"
        with transaction.atomic():
            self.case: Case = world.report(by=getattr(world, self.registrar), answers=[])
        self.facts.named.add((self.registrar, self.facts.registered))
        self.code = self.world.seen(getattr(world, self.registrar), self.case).code

    def _as(self, who: str, do: Callable[[Any], Any]) -> Any:
        """Do something as someone; None when it was refused, be it by the database alone."""
        try:
            with suppress(*REFUSALS), self.world.acting(getattr(self.world, who)) as actor:
                found = do(actor)
                return True if found is None else found
        except ProgrammingError as error:
            if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
                raise
            self.done["refused by the database"] += 1
        return None

    def _on_case(self, who: str, do: Callable[[Any, Case], Any]) -> Any:
        return self._as(who, lambda actor: do(actor, dossier.locked(actor, self.case.pk)))

    @rule(who=st.sampled_from(COMERS))
    def leave_or_join(self, who: str) -> None:
        place = PEOPLE[who][0]
        user, organisation = getattr(self.world, who), getattr(self.world, place)
        if (who, place) in self.works:
            membership = user.memberships.get(organisation=organisation, ends_at=None)
            self._as(
                "administrator",
                lambda actor: organisations.end_member(actor=actor, membership=membership),
            )
            self.works.discard((who, place))
        else:
            more = {"user": user, "organisation": organisation, "role": Role.PROFESSIONAL}
            self._as("administrator", lambda actor: organisations.add_member(actor=actor, **more))
            self.works.add((who, place))
        self.done["join or leave"] += 1

    @rule(
        kind=st.sampled_from(["prosecution", "victim_support", "veilig_thuis"]),
        categories=st.just(ALL) | st.integers(1, ALL),
        given=st.sampled_from([True] * 4 + [False]),
        hours=st.sampled_from([None, 3, 8]),
        by=st.sampled_from(["", "", "sam", "victor"]),
    )
    def consent(self, *, kind: str, categories: int, given: bool, hours: int | None, by: str) -> None:
        who = by or self.registrar

        def ask(actor: Any, case: Case) -> Consent:
            ends_at = actor.at + timedelta(hours=hours) if hours else None
            purposes = tuple(Purpose)
            answer = Answer(kind, "", categories, given=given, purposes=purposes, ends_at=ends_at)
            return consents.ask(actor=actor, case=case, answer=answer)

        said = self._on_case(who, ask)
        if said and given:
            self.facts.refused.discard(kind)
            self.facts.yes[said.pk] = (kind, Yes(categories, self.facts.hours + (hours or 10**9)))
        elif said:
            self.facts.refused.add(kind)
            self.facts.yes = {key: one for key, one in self.facts.yes.items() if one[0] != kind}
        self.done["consent" if said else "consent refused"] += 1

    @rule(nth=st.integers(0, 9), by=st.sampled_from(["", "", "sam", "victor"]))
    def withdraw(self, nth: int, by: str) -> None:
        live = [key for key, (_, yes) in self.facts.yes.items() if not yes.withdrawn]
        if live:
            key = live[nth % len(live)]
            consent = _one(Consent, key, self.world, self.registrar)
            if self._on_case(
                by or self.registrar,
                lambda actor, case: consents.withdraw(actor=actor, case=case, consent=consent),
            ):
                self.facts.yes[key][1].withdrawn = True
                self.done["withdraw"] += 1

    @rule(
        place=st.sampled_from(["shn", "vt", "om"]),
        categories=st.lists(st.sampled_from(Category), min_size=1, max_size=4, unique=True),
        hours=st.sampled_from([None, None, 2]),
        by=st.sampled_from(["", "", "", "sam", "victor", "dave"]),
    )
    def share(self, place: str, categories: list[Category], hours: int | None, by: str) -> None:
        def give(actor: Any, case: Case) -> Grant:
            ends_at = actor.at + timedelta(hours=hours) if hours else None
            organisation = getattr(self.world, place)
            return grants.give(
                actor=actor, case=case, organisation=organisation, categories=categories, ends_at=ends_at
            )

        self.done["share" if self._on_case(by or self.registrar, give) else "share refused"] += 1

    @rule(nth=st.integers(0, 20))
    def stop(self, nth: int) -> None:
        def end(actor: Any, case: Case) -> None:
            live = list(Grant.objects.filter(case=case, revoked_at=None).order_by("pk"))
            grants.stop(actor=actor, case=case, grant=live[nth % len(live)])

        if self._on_case(self.registrar, end):
            self.done["stop"] += 1

    @rule(who=st.sampled_from(COLLEAGUES), by=st.sampled_from(["", "", "victor", "sam", "dave"]))
    def put_on_the_case(self, who: str, by: str) -> None:
        place = PEOPLE[who][0]
        user, organisation = getattr(self.world, who), getattr(self.world, place)
        if self._on_case(
            by or self.registrar,
            lambda actor, case: naming.name(actor=actor, case=case, organisation=organisation, user=user),
        ):
            self.facts.named.add((who, place))
            self.done["name"] += 1

    @rule(nth=st.integers(0, 20), by=st.sampled_from(["", "", "victor"]))
    def shield_a_person(self, nth: int, by: str) -> None:
        who = COLLEAGUES[nth % len(COLLEAGUES)]
        user, reason = getattr(self.world, who), Shield.Reason.RELATIVE
        self._shield(
            by,
            (who, "", frozenset()),
            lambda actor, case: shields.from_person(actor=actor, case=case, user=user, reason=reason),
        )

    @rule(place=st.sampled_from(["shn", "vt", "om", "csg"]), cleared=st.sets(st.sampled_from(COLLEAGUES)))
    def shield_an_organisation(self, place: str, cleared: set[str]) -> None:
        organisation = getattr(self.world, place)
        people = [getattr(self.world, who).pk for who in {*cleared, self.registrar}]
        self._shield(
            "",
            ("", place, frozenset({*cleared, self.registrar})),
            lambda actor, case: shields.from_organisation(
                actor=actor,
                case=case,
                organisation=organisation,
                reason=Shield.Reason.WORKS_THERE,
                cleared=people,
            ),
        )

    def _shield(
        self, by: str, whom: tuple[str, str, frozenset[str]], do: Callable[[Any, Case], Shield]
    ) -> None:
        found = self._on_case(by or self.registrar, do)
        if found:
            self.facts.shields[found.pk] = whom
            self.done["shield"] += 1

    @rule(nth=st.integers(0, 9))
    def lift(self, nth: int) -> None:
        if self.facts.shields:
            key = list(self.facts.shields)[nth % len(self.facts.shields)]
            shield = _one(Shield, key, self.world, self.registrar)
            if self._on_case(
                self.registrar, lambda actor, case: shields.lift(actor=actor, case=case, shield=shield)
            ):
                del self.facts.shields[key]
                self.done["lift"] += 1

    @rule(who=st.sampled_from([*COLLEAGUES, "paul", "eve"]))
    def break_glass(self, who: str) -> None:
        place, user = PEOPLE[who][0], getattr(self.world, who)
        words = "Zij belt en zegt dat hij nu voor de deur staat."
        if self._as(
            user.username,
            lambda actor: emergencies.open_case(
                actor=actor,
                fresh=Fresh(actor.key),
                code=self.code,
                reason=Emergency.Reason.DANGER,
                words=words,
            ),
        ):
            assert place in PLACES, f"{who} does not work here"
            self.facts.emergencies[who, place] = self.facts.hours + 4
            self.done["break glass"] += 1

    @rule(hours=st.sampled_from([1, 2, 5]))
    def time_passes(self, hours: int) -> None:
        for table, columns in MOMENTS.items():
            earlier = ", ".join(f"{column} = {column} - %(by)s" for column in columns)
            which = "" if table == "sharing_decision20" else " WHERE case_id = %(case)s"
            values = {"by": timedelta(hours=hours), "case": self.case.pk}
            self.owner.execute(f"UPDATE {table} SET {earlier}{which}", values)
        self.facts.hours += hours
        self.done["time"] += 1

    @rule(hours=st.sampled_from([3, 6]))
    def decide_for_police(self, hours: int) -> None:
        def take_up(actor: Any) -> Decision20:
            parts = decision20(actor.at, ends_at=actor.at + timedelta(hours=hours))
            return decisions.take_up(actor=actor, region=self.world.north, parts=parts)

        if self._as("administrator", take_up):
            self.facts.decision_until = max(self.facts.decision_until, self.facts.hours + hours)

    @rule(really=st.sampled_from([False] * 4 + [True]))
    def end_the_decisions(self, *, really: bool) -> None:
        if not really:
            return
        for one in Decision20.objects.filter(region=self.world.north, ended_at=None):
            self._as("administrator", lambda actor, one=one: decisions.end(actor=actor, decision=one))
        self.facts.decision_until = 0
        self.done["end decision"] += 1

    @rule()
    def weigh(self) -> None:
        """The MDT decides, Anna is asked to coordinate, and the case leaves the agenda."""
        if self.registrar == "alice" and self.facts.agenda:
            with suppress(*REFUSALS), transaction.atomic():
                self.world.open_mdt()
                self.world.decide(self.case, asks=[])
                self.world.close_mdt()
                self.facts.agenda = False
                self.facts.named.add(("anna", "csg"))
                self.done["weigh"] += 1

    @invariant()
    def nobody_sees_a_row_without_a_live_ground(self) -> None:
        if not hasattr(self, "case"):
            return
        self.done["step"] += 1
        seen = self._seen()
        self.done["another sees"] += any(seen[who][0] for who in PEOPLE if who != self.registrar)
        for who in PEOPLE:
            may = self.facts.may_see(who) | POLICE_DATA * self.facts.may_see_police_data(who)
            too_much = {bit for bit in seen[who][0] if bit & ~may}
            assert not too_much, f"{who} sees {too_much} without a ground"
        assert seen[self.registrar][1] == ALL, "who registered sees all"

    def _seen(self) -> dict[str, tuple[list[int], int]]:
        """What the database lets each of them see at one moment: the rows, and the categories of the case.

        Each asks under their own name; but all questions are sent at once, and the answers read afterwards.
        """
        answers = {}
        with transaction.atomic(), connection.cursor():
            session, now = connection.connection, int(time.time())
            with session.pipeline():
                for who in PEOPLE:
                    name = signed_actor(getattr(self.world, who).pk, session.info.backend_pid, now)
                    session.execute("SELECT set_config('rondom.actor', %s, true)", [name])
                    answers[who] = session.execute(ROWS, {"case": self.case.pk, "who": who}, prepare=True)
        return {who: answer.fetchone() for who, answer in answers.items()}


def _one(model: Any, key: Any, world: World, who: str) -> Any:
    with world.acting(getattr(world, who)):
        return model.objects.get(pk=key)


def _seats() -> set[tuple[str, str]]:
    return {(who, place) for who, (place, _, seats) in PEOPLE.items() if "north" in seats}


@pytest.fixture
def machine(own_database: str, owner: psycopg.Connection[Any]) -> type[Sharing]:
    Sharing.world, Sharing.owner = World(), owner
    Sharing.works = {
        (membership.user.username, membership.organisation.slug.replace("-", "_"))
        for membership in Membership.objects.filter(ends_at=None).select_related("user", "organisation")
    }
    Sharing.done = Counter()
    return Sharing


@pytest.mark.parametrize("part", range(PARTS))
def test_after_any_sequence_nobody_sees_a_row_without_a_live_ground(machine, part):
    how = settings(
        max_examples=STEPS // LONG // PARTS + 2,  # the first ones are the shortest there are
        stateful_step_count=LONG,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(part)(machine), settings=how)
    expected = {"consent", "share", "shield", "break glass", "name", "another sees"}
    assert expected <= set(machine.done), machine.done
    assert machine.done["step"] >= STEPS // PARTS * 3 // 4, machine.done
