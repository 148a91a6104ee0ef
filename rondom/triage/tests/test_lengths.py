"""How long the MDT plans for a case, whether it fits in the meeting, and what it took."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rondom.cases.actions import dossier
from rondom.cases.models import Case
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.models import MeetingTime, Region
from rondom.triage import actions, indicator, lengths, roster
from rondom.triage.models import ItemTime, Meeting
from tests.browse import field, nothing_changed, signed_in, words
from tests.proof import refused

PLANNED = "/mdt/north/rooster/"


def _plan(world, case, minutes, by=None):
    with world.acting(by or world.carol) as actor:
        actions.plan(actor=actor, case=dossier.locked(actor, case.pk), minutes=minutes)


def _minutes(world, case, by=None):
    with world.acting(by or world.carol) as actor:
        region = Region.objects.get(slug="north")
        found = [one for each in roster.coming(actor, region) for one in each.items]
        return next(one.minutes for one in found if one.case == case)


def _page_of(case):
    return f"/mdt/north/zaak/{case.pk}/tijd/"


def _week(world, **changes):
    with world.acting(world.carol):
        times = MeetingTime.objects.filter(region=world.north)
        return {"holidays": "yes", **{f"room-{one.pk}": one.capacity for one in times}, **changes}


def test_a_first_time_an_other_time_and_an_extraordinary_meeting_each_have_their_minutes():
    case, region = Case(mdt_round=1), Region()
    assert lengths.planned(case, region, extra=False) == 8
    case.mdt_round = 2
    assert lengths.planned(case, region, extra=False) == 6
    assert lengths.planned(case, region, extra=True) == 10
    region.minutes_again = 5
    assert lengths.planned(case, region, extra=False) == 5
    case.mdt_minutes = 20
    assert lengths.planned(case, region, extra=True) == 20


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('id = "first"', 'id = "long"', "this kind of item is not known."),
        ("minutes = 8", "minutes = 121", "minutes lies between 1 and 120."),
        ("checked_on = 2026-11-29", "checked_on = 2126-11-29", "that is still to come."),
        ('id = "again"', 'id = "first"', "this id is there twice."),
    ],
)
def test_a_fault_in_the_rule_names_its_line(was, becomes, fault):
    text = lengths.FILE.read_text(encoding="utf-8").replace(was, becomes, 1)
    _found, faults = lengths.load(text, date(2026, 11, 29))
    assert len(faults) == 1
    assert faults[0].startswith("lengths.toml, line ")
    assert fault in faults[0]


def test_a_rule_without_one_of_the_kinds_is_a_fault():
    text = lengths.FILE.read_text(encoding="utf-8")
    _found, faults = lengths.load(text[: text.rindex("[[length]]")], date(2026, 11, 29))
    assert faults == ["lengths.toml, line 1: meeting is missing."]


def test_the_chair_says_how_long_one_case_takes_and_everyone_at_the_table_sees_it(world):
    case = world.report()
    page = signed_in(world.carol).get(_page_of(case))
    assert 'value="8"' in field(page, "minutes")
    assert "Not yet confirmed." in words(page)
    done = signed_in(world.carol).post(_page_of(case), {"minutes": "15"}, follow=True)
    assert done.redirect_chain == [("/mdt/north/", 302)]
    assert f"15 minutes are planned for {world.code(case)}." in words(done)
    assert "1 case, 15 minutes; the meeting is 60 minutes" in words(signed_in(world.alice).get("/mdt/"))


@pytest.mark.parametrize("minutes", ["", "0", "121", "een uur"])
def test_what_is_no_number_of_minutes_is_said_at_the_field(world, minutes):
    case = world.report()
    with nothing_changed():
        page = signed_in(world.carol).post(_page_of(case), {"minutes": minutes})
    assert page.status_code == 422


def test_only_the_chair_says_it(world):
    case = world.report()
    with refused(Denied, "Only the chair goes through|Alleen de voorzitter"):
        _plan(world, case, 15, by=world.alice)
    assert _minutes(world, case) == 8


def test_what_is_discussed_now_was_planned_already(world):
    case = world.report()
    world.open_mdt()
    world.discuss(case)
    with refused(WrongStep, "The MDT discusses this case now|Het MDT bespreekt deze zaak nu"):
        _plan(world, case, 15)


def test_the_database_takes_no_plan_that_is_none(world):
    case = world.report()
    with world.acting(world.carol), pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(mdt_minutes=121)


def test_in_another_round_it_is_planned_anew(world):
    case = world.report()
    _plan(world, case, 30)
    world.open_mdt()
    world.decide(case)
    world.close_mdt()
    with world.acting(world.alice) as actor:
        actions.bring_back(actor=actor, case=dossier.locked(actor, case.pk), reason="Het is anders nu.")
    assert _minutes(world, case) == 6


def test_what_does_not_fit_is_said_in_good_time_and_nothing_is_left_out(world):
    cases = [world.report() for _ in range(3)]
    with world.acting(world.alice):  # all of one meeting
        Case.objects.update(mdt_at=max(case.mdt_at for case in Case.objects.all()))
    for case in cases:
        _plan(world, case, 25)
    said = words(signed_in(world.alice).get("/mdt/"))
    assert "3 cases, 75 minutes; the meeting is 60 minutes" in said
    last = world.code(cases[2])
    assert "This does not fit in the time that the meeting has. No case is left out" in said
    assert f"Move to another or an extraordinary meeting: {last} " in said
    assert "75 minutes are planned, and the meeting is 60." in words(signed_in(world.carol).get("/vandaag/"))
    assert "75 minutes are planned" not in words(signed_in(world.alice).get("/vandaag/"))
    _plan(world, cases[0], 10)
    assert "This does not fit" not in words(signed_in(world.alice).get("/mdt/"))


def test_who_does_not_see_a_case_sees_nothing_of_its_time(world):
    world.report()
    for address in ("/mdt/", PLANNED):
        assert "the meeting is 60 minutes" in words(signed_in(world.alice).get(address))
        assert "the meeting is" not in words(signed_in(world.bob).get(address))


def test_a_region_says_how_long_it_takes_itself(world):
    case = world.report()
    with world.acting(world.carol):
        time = MeetingTime.objects.filter(region=world.north).first()
    sent = _week(world, minutes_first="12", **{f"lasts-{time.pk}": "45"})
    assert signed_in(world.carol).post(PLANNED, sent).status_code == 302
    assert _minutes(world, case) == 12
    with world.acting(world.carol):
        time.refresh_from_db()
        assert time.minutes == 45
    page = signed_in(world.carol).get(PLANNED)
    assert 'value="12"' in field(page, "minutes_first")
    assert "Empty: 6 minutes, our own choice, not yet confirmed." in words(page)


def test_a_meeting_shorter_than_five_minutes_is_refused_at_the_field(world):
    with world.acting(world.carol):
        time = MeetingTime.objects.filter(region=world.north).first()
    with nothing_changed():
        page = signed_in(world.carol).post(PLANNED, _week(world, **{f"lasts-{time.pk}": "4"}))
    assert page.status_code == 422
    assert 'value="4"' in field(page, f"lasts-{time.pk}")


def test_the_meeting_shows_what_it_took_beside_the_plan_and_the_minutes_keep_both(world):
    case, other = world.report(), world.report()
    _plan(world, case, 12)
    world.open_mdt()
    world.discuss(case)
    page = words(signed_in(world.alice).get("/mdt/north/"))
    assert "0 min of 12 min" in page
    with world.acting(world.carol) as actor:
        later = actor.at + timedelta(minutes=20)
    world.discuss(other, at=later)
    with world.acting(world.alice, at=later + timedelta(minutes=4)) as actor:
        assert ItemTime.objects.get(case=case).planned_minutes == 12
        found = indicator.time_per_item(actor.at, meeting=Meeting.objects.get(region=world.north))
    assert (found.items, round(found.minutes), found.planned_minutes) == (2, 24, 20)
    assert round(found.per_item) == 12
    world.decide(case)
    minutes = signed_in(world.alice).get(f"/zaken/{case.pk}/mdt/")
    assert "20 minutes, planned: 12" in words(minutes)


def test_where_no_time_was_kept_there_is_no_time_per_item(world):
    world.report()
    with world.acting(world.alice) as actor:
        assert indicator.time_per_item(actor.at).per_item == 0
        assert timezone.is_aware(actor.at)
