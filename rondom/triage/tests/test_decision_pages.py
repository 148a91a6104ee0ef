"""Decisions under Wpg article 20: reading, recording and ending them, and what the police may do without one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.models import Category, Regime
from rondom.core.errors import Denied
from rondom.sharing import standing
from rondom.sharing.actions import decisions
from rondom.sharing.models import Decision20
from rondom.triage import actions as triage
from tests.browse import markup, nothing_changed, signed_in, words
from tests.proof import refused
from tests.world import decision20, yes

LIST = "/privacyprotocol/besluiten/"
NEW = f"{LIST}nieuw/"
SENTENCE = "There is no decision as meant in Wpg article 20 that holds now in the region Regio north."


def _sent(world, **changes):
    today = timezone.localdate()
    return {
        "region": str(world.south.pk),
        "interest": "Veiligheid van mensen.",
        "body": "Het MDT.",
        "purpose": "Samen helpen.",
        "wpg_8": ["2", "8"],
        "conditions": "Alleen wat nodig is.",
        "recipients": ["csg", "veilig_thuis"],
        "decided_by": "De korpschef",
        "decided_on": today.isoformat(),
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=100)).isoformat(),
        **changes,
    }


def _end_all(world):
    with world.acting(world.administrator) as actor:
        for decision in Decision20.objects.filter(region=world.north):
            decisions.end(actor=actor, decision=decision)


def _live(world):
    with world.acting(world.administrator):
        return Decision20.objects.get(region=world.north)


@pytest.mark.parametrize("who", ["alice", "bob", "eve", "administrator"])
def test_everyone_who_is_signed_in_reads_the_decisions(world, who):
    page = signed_in(getattr(world, who)).get(LIST)
    said = words(page)
    assert "Regio north 1 Holds now until" in said
    assert "Weighty general interest Veiligheid." in said
    assert "Decided De korpschef" in said
    assert ("/beeindigen/" in markup(page)) == (who in {"eve", "administrator"})
    assert (NEW in markup(page)) == (who in {"eve", "administrator"})


def test_the_list_says_what_lapses_soon_what_is_to_come_and_what_ended(world):
    with world.acting(world.administrator) as actor:
        for starts, ends in [(-9, 9), (5, 300), (-80, -10)]:
            parts = decision20(
                actor.at,
                starts_at=actor.at + timedelta(days=starts),
                ends_at=actor.at + timedelta(days=ends),
            )
            Decision20(region=world.south, recorded_at=actor.at, recorded_by=actor.user, **vars(parts)).save(
                force_insert=True
            )
        found = next(place for place in standing.places(actor.at) if place.region == world.south)
    assert [line.holds for line in found.lines].count(True) == 2
    said = words(signed_in(world.alice).get(LIST))
    for word in ("Lapses soon until", "Holds now until", "To come from", "Ended"):
        assert word in said[said.index("Regio south") :]


def test_a_region_without_a_decision_says_so(world):
    _end_all(world)
    assert "No decision holds here now: police data are not shared." in words(
        signed_in(world.alice).get(LIST)
    )


def test_a_decision_is_recorded_with_its_six_parts(world):
    done = signed_in(world.eve).post(NEW, _sent(world), follow=True)
    assert "The decision is recorded." in words(done)
    with world.acting(world.eve) as actor:
        found = Decision20.objects.get(region=world.south, interest="Veiligheid van mensen.")
        assert found.by_regime == Regime.WPG_8.lane(Category.CASE | Category.IDENTITY | Category.SAFETY)
        assert found.recipients == ["csg", "veilig_thuis"]
        assert found.starts_at <= actor.at < found.ends_at
        assert Event.objects.filter(verb="sharing:decision20:recorded", subject_id=found.pk).count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"region": ""}, "Choose a region."),
        ({"region": "nergens"}, "Choose from the list."),
        ({"interest": " "}, "Write what the decision says here."),
        ({"conditions": ""}, "Write what the decision says here."),
        ({"wpg_8": []}, "Choose which data the decision is about."),
        ({"wpg_8": ["3"]}, "Choose from the list."),
        ({"recipients": []}, "Choose who receives data."),
        ({"recipients": ["research"]}, "Choose from the list."),
        ({"decided_on": "2099-01-01"}, "This moment is still to come."),
        ({"starts_on": "straks"}, "Write a day, such as 31-12-2027."),
        ({"ends_on": "2020-01-01"}, "This is before the first day."),
        ({"starts_on": "2019-01-01", "ends_on": "2020-01-01"}, "This day has passed."),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost(world, wrong, sentence):
    eve = signed_in(world.eve)
    with nothing_changed():
        page = eve.post(NEW, _sent(world, **wrong))
    assert page.status_code == 422
    assert sentence in words(page)
    assert "De korpschef" in markup(page)


@pytest.mark.parametrize("who", ["alice", "bob", "carol"])
def test_nobody_else_records_or_ends_a_decision(world, who):
    client = signed_in(getattr(world, who))
    for path in (NEW, f"{LIST}{_live(world).pk}/beeindigen/"):
        for ask in (client.get, client.post):
            with nothing_changed():
                page = ask(path, _sent(world))
            assert page.status_code == 403
            assert "Only an administrator or privacy officer records such a decision." in words(page)


def test_ending_says_what_it_means_and_stops_police_data_at_once(world):
    case = world.report(by=world.bob, answers=[])
    assert world.held(world.sam, case) == Category.CASE
    eve, path = signed_in(world.eve), f"{LIST}{_live(world).pk}/beeindigen/"
    with nothing_changed():
        said = words(eve.get(path))
    assert "Sharing police data on this decision stops at once, in every case of the region." in said
    assert "You do not see how many cases that are, nor which." in said
    assert "The decision has ended." in words(eve.post(path, follow=True))
    assert world.held(world.sam, case) == 0
    assert world.held(world.bob, case)
    for ask in (eve.get, eve.post):
        with nothing_changed():
            assert ask(path).status_code == 409


def test_the_police_who_registered_the_case_are_told_under_today(world):
    world.report(by=world.bob, answers=[])
    signed_in(world.eve).post(f"{LIST}{_live(world).pk}/beeindigen/")
    assert "The decision under Wpg article 20 ended" in words(signed_in(world.bob).get("/vandaag/"))


def test_a_decision_that_is_nowhere_is_not_there(world):
    eve = signed_in(world.eve)
    path = f"{LIST}00000000-0000-4000-8000-000000000000/beeindigen/"
    assert [eve.get(path).status_code, eve.post(path).status_code] == [404, 404]


# What the police bring in


@pytest.fixture
def discussed(world):
    """A case that the police may know of, on the agenda."""
    return world.report(answers=[yes("police", Category.IDENTITY, Category.SAFETY, Category.LEGAL)])


def test_without_a_decision_the_police_write_no_view(world, discussed):
    path = f"/mdt/north/zaak/{discussed.pk}/"
    bob = signed_in(world.bob)
    assert 'name="facts"' in markup(bob.get(path))
    _end_all(world)
    page = bob.get(path)
    if page.status_code == 200:
        assert SENTENCE in words(page)
        assert 'name="facts"' not in markup(page)
    with nothing_changed():
        page = bob.post(f"{path}beeld/", {"facts": "Bekend van een melding.", "category": "1"})
    assert page.status_code == 403
    assert SENTENCE in words(page)
    assert "Bekend van een melding." in words(page)
    with world.acting(world.bob):
        assert Event.objects.filter(verb="access:denied", case_id=discussed.pk).count() == 1


def test_the_rule_stands_in_the_action(world, discussed):
    _end_all(world)
    with world.acting(world.bob) as actor:
        seen = world.seen(world.bob, discussed)
        with refused(Denied, "Wpg article 20"):
            triage.write_view(actor=actor, case=seen, category=Category.CASE, facts="Iets.")


def test_without_a_decision_the_others_write_theirs(world, discussed):
    _end_all(world)
    alice = signed_in(world.alice)
    path = f"/mdt/north/zaak/{discussed.pk}/"
    assert SENTENCE not in words(alice.get(path))
    assert alice.post(f"{path}beeld/", {"facts": "Zij was hier.", "category": "1"}).status_code == 302


def test_without_a_decision_the_police_bring_nothing_back(world):
    shared = [Category.IDENTITY, Category.SAFETY, Category.MEDICAL, Category.LEGAL]
    case = world.report(by=world.bob, answers=[yes("csg", *shared)])
    world.open_mdt()
    world.decide(case, by=world.bob, asks=[])
    _end_all(world)
    bob = signed_in(world.bob)
    for ask in (bob.get, bob.post):
        with nothing_changed():
            page = ask(f"/zaken/{case.pk}/opnieuw/", {"reason": "Er is iets veranderd."})
        assert page.status_code == 403
        assert SENTENCE in words(page)


def test_with_a_decision_the_police_write_their_view(world, discussed):
    path = f"/mdt/north/zaak/{discussed.pk}/beeld/"
    assert signed_in(world.bob).post(path, {"facts": "Bekend.", "category": "1"}).status_code == 302
