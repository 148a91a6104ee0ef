"""What belongs to a decision: routes, wishes, dissent, parties to invite, no coordinator yet, quorum."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import translation

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Domain, Status, Step
from rondom.core.errors import Denied, WrongStep
from rondom.sharing import policies as sharing_policies
from rondom.triage import actions, quorum, weighing
from rondom.triage.decided import decided
from rondom.triage.indicator import complete_at_first_discussion
from rondom.triage.models import Decision, DecisionLine, Dissent, Inquiry, Invited, Meeting, View, Wish
from tests.attack import weighed
from tests.browse import signed_in
from tests.proof import refused
from tests.world import no, yes


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(world):
    """A case on the table of an MDT that is open."""
    world.open_mdt()
    return world.report()


def _everything(world):
    """A decision with all it can hold, in each domain."""
    lines = [
        actions.Line(Domain.SAFETY, DecisionLine.Need.NOW, "Veilige plek vannacht."),
        actions.Line(Domain.CARE, DecisionLine.Need.NOW, "Vandaag naar het CSG."),
        actions.Line(Domain.RECOVERY, DecisionLine.Need.LATER, "Slachtofferhulp belt."),
    ]
    return {**weighed(world), "lines": lines, "routes": ["victim_support", "csg_acute"]}


def _seen(world, by, case):
    with world.acting(by):
        (one,) = decided(case)
        return (
            one.route_names,
            one.wish,
            [other.text for other in one.dissents],
            [place.name for place in one.parties],
        )


def test_a_whole_decision_is_one_event_and_each_reads_the_parts_they_may_see(world, case):
    decision = world.decide(case, **_everything(world), look_again_where="coordinator")
    with world.acting(world.alice):
        assert Event.objects.filter(verb="mdt:decided", case_id=case.pk).count() == 1
        (one,) = decided(case)
        assert one.decision == decision
        assert (one.decision.reason, one.wish.wish) == ("Omdat zij hulp vraagt.", "Rust.")
        assert one.route_names == ["Acute care at the Sexual Assault Centre", "Support of Victim Support"]
        assert [(other.organisation, other.text) for other in one.dissents] == [
            (world.vt, "Wij zien eerst de veiligheid.")
        ]
        assert [(party.name, bool(party.ground)) for party in one.parties] == [(world.shn.name, True)]
    routes, wish, dissents, parties = _seen(world, world.sam, case)  # Victim Support: who it is and recovery
    assert (routes, wish, dissents) == (["Support of Victim Support"], None, [])
    assert parties == [world.shn.name]
    routes, wish, dissents, _parties = _seen(world, world.victor, case)  # Veilig Thuis: story and safety
    assert (routes, wish.weighed, dissents) == (
        [], "Eerst rust, dan de rest.", ["Wij zien eerst de veiligheid."],
    )  # fmt: skip


def test_what_the_person_wants_is_never_read_by_who_may_not_read_the_story(world, case):
    world.decide(case, **_everything(world))
    with world.acting(world.sam):
        assert Decision.objects.filter(case=case).exists()
        assert not Wish.objects.filter(case=case).exists()


def test_without_a_coordinator_it_says_why_and_the_chair_keeps_the_turn(world, case):
    decision = world.decide(
        case, coordinator=None, coordinator_organisation=None, no_coordinator="person", no_coordinator_why="Zij denkt na.", asks=[]
    )  # fmt: skip
    seen = world.seen(world.alice, case)
    assert (seen.status, seen.next_kind, seen.next_user) == (
        Status.WEIGHED,
        Case.NextKind.PROPOSE,
        world.carol,
    )
    assert (decision.coordinator, decision.no_coordinator_why) == (None, "Zij denkt na.")
    assert [step.kind for step in world.steps(case, state=Step.State.PROPOSED)] == [Case.NextKind.PROPOSE]


@pytest.mark.parametrize(
    "changes",
    [
        {"coordinator": None, "coordinator_organisation": None},  # and no reason
        {"no_coordinator": "nobody"},  # and a coordinator
        {"coordinator": None, "coordinator_organisation": None, "no_coordinator": "zomaar"},
    ],
    ids=str,
)
def test_a_decision_names_a_coordinator_or_says_why_not(world, case, changes):
    with refused(WrongStep, "coordinator"):
        world.decide(case, **changes)


def test_the_database_demands_one_of_the_two_and_quorum_or_a_reason(world, case):
    decision = world.decide(case)
    with world.acting(world.alice) as actor:
        again = {
            "case": case,
            "meeting": decision.meeting,
            "round": 7,
            "decided_at": actor.at,
            "decided_by": world.alice,
        }
        asked = {"coordinator": world.anna, "coordinator_organisation": world.csg}
        for wrong, error in [
            ({"quorum": True}, IntegrityError),
            ({"quorum": True, "no_coordinator": "nobody", **asked}, IntegrityError),
            ({"quorum": False, **asked}, IntegrityError),
            ({"quorum": None, **asked}, ProgrammingError),
            ({"quorum": True, "look_again_where": "mdt", **asked}, IntegrityError),
        ]:
            with pytest.raises(error), transaction.atomic():
                Decision(**again, **wrong).save(force_insert=True)


@pytest.mark.parametrize(
    ("routes", "error"),
    [
        (["nergens"], Denied),
        (["handle_with_care"], Denied),  # off until a covenant is recorded
        (["victim_support"], Denied),  # nothing is decided in that domain
        (["csg_acute", "csg_acute"], WrongStep),
    ],
)
def test_a_route_that_cannot_be_chosen_here_is_refused(world, case, routes, error):
    with refused(error):
        world.decide(case, routes=routes)


def test_mediation_waits_for_safety(world, case):
    lines = _everything(world)["lines"]
    with refused(WrongStep, "needed now"):
        world.decide(case, lines=lines, routes=["mediation"])
    safe = [
        replace(line, need=DecisionLine.Need.LATER) if line.domain == Domain.SAFETY else line
        for line in lines
    ]
    world.decide(case, lines=safe, routes=["mediation"])
    assert _seen(world, world.sam, case)[0] == ["Restorative mediation"]


def test_who_may_not_be_told_is_not_invited_and_it_says_what_is_missing(world):
    world.open_mdt()
    case = world.report(answers=[no("police")])
    for place, sentence in [
        (world.police, "does not want"),
        (world.om, "no consent"),
        (world.vt, "no consent"),
    ]:
        with refused(Denied, sentence):
            world.decide(case, asks=[], parties=[actions.Party(place, "mdt")])


def test_who_the_person_agreed_to_is_invited_on_that_ground(world):
    world.open_mdt()
    case = world.report(answers=[yes("prosecution", Category.IDENTITY, Category.LEGAL)])
    world.decide(case, asks=[], parties=[actions.Party(world.om, "mdt")])
    with world.acting(world.alice):
        assert Invited.objects.get(case=case).ground == "partners-consent"


def test_dissent_is_only_about_a_part_that_the_organisation_and_the_writer_see(world, case):
    for place, category in [(world.shn, Category.SAFETY), (world.police, Category.CASE)]:
        with refused(Denied):
            world.decide(case, dissents=[actions.Otherwise(place, category, "Anders.")])


def _differ(world, by, case, organisation, category=Category.SAFETY):
    with world.acting(by) as actor:
        seen = dossier.locked(actor, case.pk)
        decision = Decision.objects.filter(case=case).order_by("-round").first()
        return actions.differ(
            actor=actor,
            case=seen,
            decision=decision,
            otherwise=actions.Otherwise(organisation, category, "Anders."),
        )


def test_a_seat_adds_its_own_dissent_while_the_case_is_on_the_table_and_nobody_anothers(world, case):
    world.decide(case)
    assert _differ(world, world.victor, case, world.vt).organisation == world.vt
    assert _differ(world, world.alice, case, world.vt).author == world.alice  # who wrote the decision down
    with refused(Denied, "itself"):
        _differ(world, world.victor, case, world.csg)
    world.close_mdt()
    with refused(Denied, "members of this MDT"):
        _differ(world, world.victor, case, world.vt)
    with world.acting(world.alice):
        assert Dissent.objects.filter(case=case).count() == 2


def test_quorum_counts_kinds_that_may_see_the_case(world, case):
    with world.acting(world.alice) as actor:
        found = weighing.quorum_of(actor, dossier.locked(actor, case.pk), Meeting.objects.get())
    assert ({place.name for place in found.missing}, found.needed, found.met) == (
        {world.vt.name, world.shn.name}, 3, False,
    )  # fmt: skip
    assert not quorum.count([world.csg, world.vt], {world.csg.pk}).met
    assert quorum.count([world.csg, world.vt], {world.csg.pk, world.vt.pk}).met


def test_without_quorum_a_reason_is_needed_and_with_it_none_is_kept(world, case):
    with refused(WrongStep, "Not everyone is there"):
        world.decide(case, no_quorum=" ")
    for person in (world.victor, world.sam):
        signed_in(person).get(f"/mdt/north/zaak/{case.pk}/")
    decision = world.decide(case)
    assert (decision.quorum, decision.no_quorum) == (True, "")


def test_indicator_f7_counts_routes_and_coordinators_at_first_discussion(world, case):
    world.decide(case, routes=["csg_acute"])
    other = world.report()
    world.decide(other)
    with world.acting(world.alice):
        found = complete_at_first_discussion(Decision.objects.filter(case__in=[case, other]))
    assert (found.discussed, found.complete) == (2, 1)


def test_the_ground_of_a_view_is_the_row_on_which_the_organisation_brings_it_in(world):
    case = world.report(
        answers=[
            yes("police", Category.IDENTITY, Category.LEGAL),
            yes("veilig_thuis", Category.IDENTITY, Category.SAFETY),
        ]
    )
    grounds = {}
    for person, category in [(world.alice, Category.SAFETY), (world.victor, Category.SAFETY), (world.bob, Category.LEGAL),
                             (world.sam, Category.CASE)]:  # fmt: skip
        with world.acting(person) as actor:
            seen = dossier.locked(actor, case.pk)
            view = actions.write_view(
                actor=actor, case=seen, category=category, doing="Wij bellen.", advice="Wacht."
            )
            grounds[person.username] = view.ground
    assert grounds == {
        "alice": "own-registration", "victor": "veilig-thuis-consent", "bob": "police-cooperation", "sam": "mdt-agenda",
    }  # fmt: skip
    with world.acting(world.alice):
        assert {view.doing for view in View.objects.filter(case=case)} == {"Wij bellen."}
        assert Inquiry.objects.filter(case=case, answered_at__isnull=False).count() == 4
        assert not sharing_policies.barred(actor, case)
