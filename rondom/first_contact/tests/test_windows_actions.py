"""Note what happened to a window, and take it back."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Regime
from rondom.core.errors import Denied, WrongStep
from rondom.first_contact import watch
from rondom.first_contact.actions import windows
from rondom.first_contact.intake import Incident
from rondom.first_contact.models import WindowStep
from tests.proof import refused
from tests.world import yes

Kind = WindowStep.Kind
PEP, EC, FMO = "PEP_72H", "EC_LNG_72H", "FMO_7D"
ALL_OF_IT = [Category.IDENTITY, Category.STORY, Category.SAFETY, Category.MEDICAL, Category.RECOVERY]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(world):
    """A report at the CSG that Victim Support may read with what is medical, Veilig Thuis without."""
    answers = [yes("victim_support", *ALL_OF_IT), yes("veilig_thuis", Category.IDENTITY, Category.STORY)]
    return world.report(answers=answers)


def _note(world, case, kind, code=PEP, by=None, **more):
    with world.acting(by or world.alice) as actor:
        return windows.note(actor=actor, case=dossier.locked(actor, case.pk), code=code, kind=kind, **more)


def _take_back(world, case, step, by=None):
    with world.acting(by or world.alice) as actor:
        windows.take_back(actor=actor, case=dossier.locked(actor, case.pk), step=step)


def _window(world, case, code=PEP, by=None):
    with world.acting(by or world.alice) as actor:
        found = watch.of_case(Case.objects.get(pk=case.pk), actor.at)
    return next(one for one in found if one.window.key == code)


def _said(world, case, code=PEP, by=None):
    one = _window(world, case, code, by)
    return one.state.value, one.offer and one.offer.kind.value


def test_a_window_is_offered_accepted_and_done_and_each_step_is_an_event(world, case):
    for kind in (Kind.OFFERED, Kind.ACCEPTED, Kind.DONE):
        step = _note(world, case, kind)
        assert _said(world, case) == ("open", kind.value)
    assert (step.category, step.regime) == (Category.MEDICAL, Regime.MEDICAL_SECRECY)
    assert _window(world, case).answered
    with world.acting(world.alice):
        events = Event.objects.filter(case_id=case.pk, verb__startswith="case:window")
        assert [(e.verb, e.subject_kind, e.data) for e in events] == [("case:window:noted", "window", {})] * 3


def test_who_declines_can_still_choose_otherwise(world, case):
    _note(world, case, Kind.DECLINED)
    assert _window(world, case).answered
    _note(world, case, Kind.ACCEPTED)
    assert not _window(world, case).answered


def test_a_person_judges_that_it_does_not_apply_and_that_can_be_taken_back(world, case):
    step = _note(world, case, Kind.NOT_APPLICABLE, EC, reason="Volgens haar zelf.")
    assert _said(world, case, EC) == ("not_applicable", None)
    assert step.reason == "Volgens haar zelf."
    _take_back(world, case, step)
    assert _said(world, case, EC) == ("open", None)
    with world.acting(world.alice):
        kept = WindowStep.objects.get()
        assert (kept.reason, kept.undone_by) == ("Volgens haar zelf.", world.alice)


def test_a_person_overrules_what_was_recorded(world):
    people = [{"roles": ["victim"], "name": "Sam", "gender": "m"}]
    case = world.report(people=people)
    assert _said(world, case, EC) == ("not_applicable", None)
    _note(world, case, Kind.APPLIES, EC, reason="Hij zegt dat het kan.")
    assert _said(world, case, EC) == ("open", None)
    _note(world, case, Kind.OFFERED, EC)
    assert _said(world, case, EC) == ("open", "offered")


def test_a_window_that_closed_is_still_offered(world):
    hours = timedelta(hours=200)
    with world.acting(world.alice) as actor:
        long_ago = Incident(actor.at - hours, actor.at - hours, uncertain=False)
    case = world.report(incident=long_ago)
    assert _said(world, case) == ("closed", None)
    _note(world, case, Kind.OFFERED)
    assert _said(world, case) == ("closed", "offered")


def test_a_new_report_begins_new_windows(world, case):
    _note(world, case, Kind.DONE)
    with world.acting(world.alice) as actor:
        report = next(iter(case.report_set.all()))
        report.pk, report.reported_at = uuid4(), actor.at + timedelta(seconds=1)
        report.save(force_insert=True)
    assert _said(world, case) == ("open", None)


def test_a_report_that_is_dated_before_its_event_still_shows_its_windows(world):
    with world.acting(world.alice) as actor:
        incident = Incident(actor.at - timedelta(hours=3), None)
    case = world.report(incident=incident, reported_at=incident.earliest - timedelta(hours=4))
    assert _said(world, case) == ("open", None)


# Who may not


def test_without_medical_data_nobody_notes_anything(world, case):
    with refused(Denied, "medical care"):
        _note(world, case, Kind.OFFERED, by=world.victor)


def test_who_only_sees_that_there_is_a_case_sees_no_windows(world):
    case = world.report(answers=[])
    with world.acting(world.bob) as actor:
        assert watch.of_case(dossier.locked(actor, case.pk), actor.at) == []
    with refused(Denied, "the story"):
        _note(world, case, Kind.OFFERED, by=world.bob)


def test_without_medical_data_one_sees_the_clock_as_if_nothing_was_done(world, case):
    _note(world, case, Kind.DONE)
    assert _said(world, case, by=world.victor) == ("open", None)
    assert _said(world, case, by=world.sam) == ("open", "done")


@pytest.mark.parametrize("who", ["bob", "olga"])
def test_police_and_prosecution_see_no_care_whatever_was_shared(world, who):
    kind = {"bob": "police", "olga": "prosecution"}[who]
    case = world.report(answers=[yes(kind, *Category)])
    _note(world, case, Kind.DONE)
    person = getattr(world, who)
    with world.acting(person) as actor:
        assert not WindowStep.objects.exists()
        assert not WindowStep.objects.visible_to(actor).exists()


def test_police_see_in_a_case_they_registered_only_what_they_noted_themselves(world):
    case = world.report(by=world.bob, channel="police", answers=[yes("csg", *ALL_OF_IT)])
    own = _note(world, case, Kind.OFFERED, by=world.bob)
    _note(world, case, Kind.DONE, FMO)
    assert own.regime == Regime.WPG_8
    with world.acting(world.bob) as actor:
        assert list(WindowStep.objects.all()) == [own]
        assert list(WindowStep.objects.visible_to(actor)) == [own]
    assert _said(world, case, FMO, by=world.bob) == ("open", None)
    assert _said(world, case, by=world.alice) == ("open", "offered")


def test_police_see_no_care_in_an_emergency_either(world):
    case = world.report(answers=[])
    _note(world, case, Kind.DONE)
    world.break_glass(case, by=world.bob)
    assert world.held(world.bob, case) & Category.MEDICAL
    with world.acting(world.bob):
        assert not WindowStep.objects.exists()


# What cannot be


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (None, Kind.APPLIES),
        (Kind.OFFERED, Kind.OFFERED),
        (Kind.ACCEPTED, Kind.OFFERED),
        (Kind.ACCEPTED, Kind.NOT_APPLICABLE),
        (Kind.DONE, Kind.DECLINED),
        (Kind.NOT_APPLICABLE, Kind.OFFERED),
        (Kind.NOT_APPLICABLE, Kind.APPLIES),
    ],
)
def test_a_step_that_cannot_follow_is_refused(world, case, first, then):
    if first:
        _note(world, case, first, reason="Daarom.")
    with refused(WrongStep, "cannot be noted"):
        _note(world, case, then, reason="Daarom.")


def test_a_window_that_does_not_exist_is_refused(world, case):
    with refused(WrongStep):
        _note(world, case, Kind.OFFERED, "STI_9W")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_judgement_without_a_reason_is_refused(world, case, reason):
    with refused(WrongStep, "Write why"):
        _note(world, case, Kind.NOT_APPLICABLE, reason=reason)


def test_what_is_still_to_come_is_refused(world, case):
    with world.acting(world.alice) as actor:
        later = actor.at + timedelta(minutes=5)
    with refused(WrongStep, "still to come"):
        _note(world, case, Kind.DONE, at=later)


def test_another_organisation_takes_nothing_back(world, case):
    step = _note(world, case, Kind.DONE)
    with refused(Denied, "Only the organisation"):
        _take_back(world, case, step, by=world.sam)


def test_a_colleague_on_the_case_takes_it_back(world, case):
    step = _note(world, case, Kind.DONE)
    _take_back(world, case, step, by=world.carol)
    assert _said(world, case) == ("open", None)


def test_what_was_followed_is_not_taken_back_first(world, case):
    step = _note(world, case, Kind.OFFERED)
    _note(world, case, Kind.DECLINED)
    with refused(WrongStep, "noted after this"):
        _take_back(world, case, step)


@contextmanager
def _fails(words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        yield cursor


def test_the_database_keeps_what_was_noted(world, case):
    step = _note(world, case, Kind.DONE)
    for change in ("kind = 'offered'", "code = 'FMO_7D'", "noted_at = now()", "reason = reason"):
        with world.acting(world.alice), _fails("permission denied") as cursor:
            cursor.execute(f"UPDATE first_contact_windowstep SET {change} WHERE id = %s", [step.pk])


def test_the_database_lets_nobody_take_back_in_anothers_name(world, case):
    step = _note(world, case, Kind.DONE)
    statement = "UPDATE first_contact_windowstep SET undone_at = now(), undone_by_id = %s WHERE id = %s"
    with world.acting(world.alice), _fails("row-level security") as cursor:
        cursor.execute(statement, [world.carol.pk, step.pk])
    with world.acting(world.sam), connection.cursor() as cursor:
        cursor.execute(statement, [world.sam.pk, step.pk])
        assert cursor.rowcount == 0
