"""Whatever order people write views, decide, bring back and meet in: no decision without quorum or a reason, none twice."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from rondom.cases.actions import dossier
from rondom.cases.models import FOR_THE_MDT, Case, Category
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.triage import actions as triage
from rondom.triage import weighing
from rondom.triage.models import Decision, Meeting

pytestmark = pytest.mark.usefixtures("db")

SEATS = ["alice", "victor", "sam", "carol"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["view", "decide", "decide with a reason", "back", "open", "close"]),
        st.integers(0, 3),
    ),
    min_size=4,
    max_size=12,
)


def _do(world, case, step, number):
    who = getattr(world, SEATS[number])
    if step == "open":
        world.open_mdt()
    elif step == "close":
        world.close_mdt()
    elif step == "view":
        with world.acting(who) as actor:
            triage.write_view(
                actor=actor, case=dossier.locked(actor, case.pk), category=Category.CASE, facts="Iets."
            )
    elif step == "back":
        with world.acting(who) as actor:
            triage.bring_back(
                actor=actor, case=dossier.locked(actor, case.pk), reason="Er is iets veranderd."
            )
    else:
        with world.acting(world.alice) as actor:
            seen = dossier.locked(actor, case.pk)
            meeting = Meeting.objects.filter(closed_at__isnull=True).first()
            met = meeting and weighing.quorum_of(actor, seen, meeting).met
            reason = "Dit kan niet wachten." if step == "decide with a reason" else ""
            decision = triage.decide(
                actor=actor, case=seen, outcome=world.outcome(actor, asks=[], no_quorum=reason)
            )
            assert met or reason, "no decision without quorum or a reason"
            assert decision.quorum == bool(met)


@settings(max_examples=12)
@given(steps=STEPS)
def test_no_decision_without_quorum_or_reason_and_no_case_decided_twice(world, steps):
    with transaction.atomic():
        case = world.report()
        for step, number in steps:
            try:
                with transaction.atomic():
                    _do(world, case, step, number)
            except (Denied, NotThere, WrongStep):
                continue
        with world.acting(world.alice):
            found = list(Decision.objects.filter(case=case).order_by("round"))
            now = Case.objects.get(pk=case.pk)
            rounds = [decision.round for decision in found]
            assert rounds == sorted(set(rounds)), "decided once a round"
            waits = now.status in FOR_THE_MDT
            assert rounds == list(range(1, now.mdt_round + (0 if waits else 1)))
            assert all(decision.quorum or decision.no_quorum for decision in found)
            assert all(decision.coordinator_id or decision.no_coordinator for decision in found)
        transaction.set_rollback(True)
