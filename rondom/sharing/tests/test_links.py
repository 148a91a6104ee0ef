"""Two cases are linked by who sees both, and for nobody else is there anything to see."""

import pytest
from django.utils import translation

from rondom.audit.models import Event
from rondom.cases.actions import dossier, links, reading
from rondom.cases.models import CaseLink, Category, Shield
from rondom.core.errors import Denied, WrongStep
from rondom.sharing.actions import shields
from tests.proof import refused
from tests.world import no, yes


@pytest.fixture(autouse=True)
def in_dutch():
    """Whatever language an earlier test left behind."""
    with translation.override("nl"):
        yield


Kind = CaseLink.Kind


@pytest.fixture
def friends(world):
    """Two people harmed in one event: Femke goes to the police too; Yara, by her own no, does not."""
    police = yes("police", *Category)
    femke = world.report(
        answers=[police, yes("veilig_thuis", Category.IDENTITY)],
        people=[{"roles": ["victim"], "name": "Femke"}],
    )
    yara = world.report(
        answers=[no("police"), no("veilig_thuis")], people=[{"roles": ["victim"], "name": "Yara"}]
    )
    return femke, yara


def links_of(world, who, case):
    with world.acting(who):
        return list(CaseLink.objects.in_force(case.pk))


def test_who_sees_both_sees_from_either_case_how_they_are_linked(world, friends):
    femke, yara = friends
    link = world.link(femke, yara, Kind.CO_VICTIM)
    assert links_of(world, world.alice, femke) == links_of(world, world.alice, yara) == [link]
    assert (link.category, link.made_by) == (Category.STORY, world.alice)


def test_the_police_in_one_case_learn_nothing_of_the_other(world, friends):
    femke, yara = friends
    before = _known_to(world, world.bob, femke)
    world.link(femke, yara, Kind.CO_VICTIM)
    world.link(femke, yara, Kind.SAME_PERPETRATOR)
    assert world.held(world.bob, femke) & Category.STORY
    assert _known_to(world, world.bob, femke) == before
    with world.acting(world.bob):
        assert not CaseLink.objects.exists()


def _known_to(world, who, case):
    """Every row and event of the case that someone can see, without their own looking."""
    with world.acting(who) as actor:
        seen = dossier.open_case(actor=actor, pk=case.pk)
        log = [event.verb for event in reading.read_log(actor=actor, case=seen) if event.actor_id != who.pk]
        return log, CaseLink.objects.count(), seen.next_due_at


def test_a_link_stands_in_the_log_of_neither_case_and_in_that_of_who_made_it(world, friends):
    femke, yara = friends
    link = world.link(femke, yara)
    with world.acting(world.alice):
        event = Event.objects.get(verb="case:link:made")
        assert (event.case_id, event.subject_id) == (None, link.pk)
        assert event.data == {"cases": sorted([str(femke.pk), str(yara.pk)]), "kind": "same_person"}
    with world.acting(world.victor):
        assert not Event.objects.filter(verb="case:link:made").exists()


def test_to_see_both_is_not_enough_it_must_be_the_part_that_the_link_tells(world):
    one, other = world.report(), world.report()
    world.link(one, other, Kind.SAME_PERPETRATOR)
    world.link(one, other, Kind.CO_VICTIM)
    assert not world.held(world.victor, one) & Category.PERPETRATOR
    assert [link.kind for link in links_of(world, world.victor, one)] == [Kind.CO_VICTIM]


def test_undone_by_another_it_stays_on_record(world):
    one, other = world.report(), world.report()
    link = world.link(one, other)
    with world.acting(world.victor) as actor:
        links.undo(actor=actor, link=CaseLink.objects.get(pk=link.pk))
    assert links_of(world, world.alice, one) == []
    with world.acting(world.alice):
        gone = CaseLink.objects.get(pk=link.pk)
        assert (gone.made_by, gone.undone_by) == (world.alice, world.victor)
    again = world.link(other, one)
    assert links_of(world, world.alice, one) == [again]


def test_who_sees_one_of_them_cannot_link(world, friends):
    with world.acting(world.bob) as actor:
        ends = dossier.locked(actor, friends[0].pk), friends[1]
        with refused(Denied, "U moet van beide zaken dit deel zien"):
            links.add(actor=actor, case=ends[0], other=ends[1], kind=Kind.SAME_PERSON, grounds=["name"])


def test_nobody_links_by_what_they_may_not_see(world):
    ends = world.report(), world.report()
    with refused(Denied, "U moet van beide zaken dit deel zien"):
        world.link(*ends, Kind.SAME_PERPETRATOR, by=world.victor)


def test_nobody_links_or_unlinks_by_what_they_see_in_an_emergency_alone(world, friends):
    link = world.link(*friends)
    for case in friends:
        world.break_glass(case, by=world.sam)
    assert links_of(world, world.sam, friends[0]) == [link]
    with refused(Denied, "niet alleen in een noodgeval"):
        world.link(*friends, Kind.MAYBE_SAME_PERSON, by=world.sam)
    with world.acting(world.sam) as actor, refused(Denied, "niet alleen in een noodgeval"):
        links.undo(actor=actor, link=CaseLink.objects.get(pk=link.pk))


def test_a_case_is_not_linked_to_itself_nor_twice_in_one_way(world):
    one, other = world.report(), world.report()
    with refused(WrongStep, "dezelfde zaak"):
        world.link(one, one)
    world.link(one, other)
    with refused(WrongStep, "al op deze manier gekoppeld"):
        world.link(other, one)


def test_a_link_is_undone_once(world):
    link = world.link(world.report(), world.report())
    with world.acting(world.alice) as actor:
        links.undo(actor=actor, link=link)
        with refused(WrongStep, "al ongedaan gemaakt"):
            links.undo(actor=actor, link=link)


def test_a_shield_takes_the_link_away_with_the_case(world):
    one, other = world.report(), world.report()
    world.link(one, other)
    assert links_of(world, world.victor, one)
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, other.pk)
        shields.from_person(actor=actor, case=seen, user=world.victor, reason=Shield.Reason.RELATIVE)
    assert links_of(world, world.victor, one) == []
