"""When it was, as it becomes known after the report: the acute windows follow, and what was said before stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.first_contact import casefile, watch
from rondom.first_contact.actions import reports
from rondom.first_contact.models import EventMoment
from rondom.sharing.models import Notice
from tests.browse import nothing_changed, signed_in, words
from tests.casuistry import case_file


def _typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def _at(case):
    return f"/zaken/{case.pk}/moment/"


def _states(world, case):
    with world.acting(world.alice) as actor:
        found = watch.of_case(world.seen(world.alice, case), actor.at)
    return {one.window.key: one.state.value for one in found}


def test_a_day_that_becomes_known_makes_windows_sure_that_were_doubtful(world):
    """DH-14: nobody knew when; the street doctor hears that it was four nights ago."""
    with world.acting(world.alice) as actor:
        case = reports.register(actor=actor, intake=casefile.read(case_file("DH-14"), actor.at))
    assert set(_states(world, case).values()) == {"doubtful"}
    night = timezone.now() - timedelta(hours=96)
    sent = {"earliest": _typed(night), "latest": _typed(night + timedelta(hours=6)), "told_by": "victim"}
    alice = signed_in(world.alice)
    assert alice.post(_at(case), sent).status_code == 302
    states = _states(world, case)
    assert (states["PEP_72H"], states["EC_UPA_IUD_120H"], states["HBV_7D"]) == ("closed", "open", "open")
    assert "told by: the person themselves" in words(alice.get(_at(case)))
    assert "At the report: not known" in words(alice.get(_at(case)))


def test_a_window_that_opens_by_it_is_told_to_who_coordinates(world):
    long_ago = timezone.now() - timedelta(days=20)
    incident = world.intake(timezone.now()).incident.__class__(long_ago, long_ago, uncertain=False)
    case = world.coordinated(incident=incident)
    assert set(_states(world, case).values()) == {"closed"}
    sent = {"latest": _typed(timezone.now() - timedelta(hours=30)), "told_by": "professional"}
    assert signed_in(world.alice).post(_at(case), sent).status_code == 302
    with world.acting(world.anna):
        assert Notice.objects.filter(case=case, user=world.anna, kind=Notice.Kind.WINDOW).count() == 1
    assert "look at the acute windows" in words(signed_in(world.anna).get("/vandaag/"))


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ((None, -2), "This moment is still to come."),
        ((5, 9), "This is before the earliest moment."),
        ((None, None), "Give at least one of the two."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(world, hours, sentence):
    case = world.report()
    now = timezone.now()
    earliest, latest = (_typed(now - timedelta(hours=one)) if one is not None else "" for one in hours)
    with nothing_changed():
        page = signed_in(world.alice).post(
            _at(case), {"earliest": earliest, "latest": latest, "told_by": "victim"}
        )
    assert page.status_code == 422
    assert sentence in words(page)


def test_who_does_not_read_the_story_or_is_not_on_the_case_states_nothing(world):
    case = world.report()
    sent = {"latest": _typed(timezone.now() - timedelta(hours=30)), "told_by": "victim"}
    with nothing_changed():
        assert signed_in(world.sam).post(_at(case), sent).status_code == 403
        assert signed_in(world.bob).post(_at(case), sent).status_code == 404
    with world.acting(world.alice):
        assert not EventMoment.objects.exists()
