"""The streams tell who sits at the table that something changed, and nobody more than they may know."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction

from conftest import environment
from rondom.cases import live
from rondom.cases.actions import dossier
from rondom.cases.models import Category, Shield
from rondom.organisations import actions as organisations
from rondom.organisations.models import Seat
from rondom.sharing.actions import grants, shields
from rondom.triage import actions as triage
from rondom.triage.models import Meeting
from tests.listening import Ear, free_port, session_of, streaming

pytestmark = pytest.mark.usefixtures("own_database")
QUIET = 0.5  # seconds in which something would have come


@pytest.fixture(scope="module")
def port(own_database, tmp_path_factory):
    log = tmp_path_factory.mktemp("streams") / "log"
    with streaming(environment(own_database), log, port=free_port(), pages=8123) as found:
        yield found
    assert "Traceback" not in log.read_text()


@pytest.fixture(autouse=True)
def closed(world):
    """Every test begins and ends without an open meeting."""
    yield
    with world.acting(world.carol):
        stands_open = Meeting.objects.filter(region=world.north, closed_at__isnull=True).exists()
    if stands_open:
        world.close_mdt()


def _ear(port, user, case=None, **headers):
    found = Ear(port, f"/stroom/north/{f'?zaak={case.pk}' if case else ''}", session_of(user), **headers)
    assert found.status == 200, found.head
    kind, _quiet = found.next()
    assert kind == "hello"
    return found


def _write(world, case, by):
    with world.acting(by) as actor:
        seen = dossier.locked(actor, case.pk)
        triage.write_view(actor=actor, case=seen, category=Category.CASE, facts="Wat wij weten.")


def test_who_sits_at_the_table_hears_that_the_meeting_changed_and_not_what(world, port):
    with _ear(port, world.alice) as alice, _ear(port, world.victor) as victor:
        world.open_mdt()
        assert alice.next() == victor.next() == ("changed", "meeting")


def _share(world, case, organisation):
    """The person says yes after all, and it is shared."""
    world.consent(case, organisation.kind, Category.CASE)
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        grants.give(actor=actor, case=seen, organisation=organisation, categories=[Category.CASE])


def _hello(port, user):
    """Milliseconds since something happened, as a screen that comes back is told."""
    with Ear(port, "/stroom/north/", session_of(user)) as ear:
        kind, quiet = ear.next()
    assert kind == "hello"
    return int(quiet)


def test_a_new_report_is_heard_at_once_and_only_by_who_may_see_it(world, port):
    with _ear(port, world.alice) as alice, _ear(port, world.bob) as refused:
        case = world.report()
        assert alice.next() == ("changed", "meeting")
        assert refused.said_within(QUIET) == []
        _share(world, case, world.police)
        assert refused.next() == ("changed", "meeting")


def test_a_case_that_is_moved_planned_or_brought_back_is_heard_only_by_who_may_see_it(world, port):
    case = world.report()
    with _ear(port, world.victor) as victor, _ear(port, world.bob) as refused:
        with world.acting(world.alice) as actor:
            later, seen = actor.at + timedelta(hours=3), dossier.locked(actor, case.pk)
            triage.move(actor=actor, case=seen, to_at=later, reason="Zo past het.")
        assert victor.next() == ("changed", "meeting")
        with world.acting(world.carol) as actor:
            triage.plan(actor=actor, case=dossier.locked(actor, case.pk), minutes=12)
        assert victor.next() == ("changed", "meeting")
        assert refused.said_within(QUIET) == []
    world.open_mdt()
    world.decide(case)
    world.close_mdt()
    with _ear(port, world.victor) as victor, _ear(port, world.bob) as refused:
        with world.acting(world.alice) as actor:
            seen = dossier.locked(actor, case.pk)
            triage.bring_back(actor=actor, case=seen, reason="Het is anders nu.")
        assert victor.next() == ("changed", "meeting")
        assert refused.said_within(QUIET) == []


def test_who_comes_back_learns_what_happened_meanwhile_only_of_cases_they_may_see(world, port):
    world.report()
    time.sleep(QUIET)
    before = _hello(port, world.bob)
    world.report()
    assert _hello(port, world.alice) < QUIET * 1000
    assert _hello(port, world.bob) >= before


def test_who_shows_a_case_hears_which_part_of_it_changed(world, port):
    case, other = world.report(), world.report()
    with _ear(port, world.alice, case) as showing, _ear(port, world.alice, other) as elsewhere:
        _write(world, case, world.victor)
        assert showing.next() == ("changed", "views")
        assert elsewhere.said_within(QUIET) == []


def test_no_word_of_a_case_is_in_what_is_said(world, port):
    case = world.report()
    with _ear(port, world.alice, case) as alice:
        world.open_mdt()
        world.discuss(case)
        _write(world, case, world.victor)
        world.decide(case)
        assert set(alice.said_within(QUIET * 2)) == {"meeting", "views", "decision"}


def test_what_is_rolled_back_is_not_said(world, port):
    with _ear(port, world.alice) as alice:
        with world.acting(world.carol) as actor:
            triage.open_meeting(actor=actor, region=world.north)
            transaction.set_rollback(True)
        assert alice.said_within(QUIET) == []


def test_another_region_hears_nothing(world, port):
    elsewhere = Ear(port, "/stroom/south/", session_of(world.celia))
    assert elsewhere.next()[0] == "hello"
    with elsewhere:
        world.open_mdt()
        assert elsewhere.said_within(QUIET) == []


def test_a_shield_laid_a_moment_ago_holds_for_the_next_message(world, port):
    case = world.report()
    with _ear(port, world.victor, case) as victor, _ear(port, world.alice, case) as alice:
        with world.acting(world.alice) as actor:
            seen = dossier.locked(actor, case.pk)
            shields.from_person(actor=actor, case=seen, user=world.victor, reason=Shield.Reason.RELATIVE)
        _write(world, case, world.alice)
        assert alice.next() == ("changed", "views")
        assert victor.next() == ("end", "ended"), "and then its stream ends"


def test_of_a_case_that_one_may_not_see_there_is_no_stream(world, port):
    case = world.report()
    heads = set()
    for one in (case.pk, "00000000-0000-4000-8000-000000000000"):
        with Ear(port, f"/stroom/north/?zaak={one}", session_of(world.bob)) as ear:
            assert ear.status == 404
            heads.add(re.sub("date: .*", "", ear.head))
    assert len(heads) == 1, "not there and not yours are one answer"


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("dave", "/stroom/north/", 404),
        ("paul", "/stroom/north/", 404),
        ("alice", "/stroom/nowhere/", 404),
        ("alice", "/stroom/north/?zaak=x", 404),
        ("", "/stroom/north/", 401),
    ],
)
def test_who_has_no_seat_or_is_not_signed_in_gets_no_stream(world, port, name, path, status):
    session = session_of(getattr(world, name)) if name else ""
    with Ear(port, path, session) as ear:
        assert ear.status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://127.0.0.1:8123"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "elsewhere.example"}, 403),
    ],
)
def test_only_our_own_pages_may_listen(world, port, headers, status):
    with Ear(port, "/stroom/north/", session_of(world.alice), **headers) as ear:
        assert ear.status == status
        said = f"access-control-allow-origin: {headers.get('Origin', '')}\r\n"
        assert (said in ear.head) == (status == 200)


def test_a_stream_ends_when_its_session_does(world, port):
    session = session_of(world.alice)
    with Ear(port, "/stroom/north/", session) as alice:
        assert alice.next()[0] == "hello"
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_session")
        assert alice.next() == ("end", "out")
        assert alice.next() is None


def test_a_stream_ends_when_a_seat_does(world, port):
    with world.acting(world.administrator) as actor:
        seat = organisations.give_seat(
            actor=actor, region=world.north, organisation=world.csg, user=world.dave
        )
    with _ear(port, world.dave) as dave:
        with world.acting(world.administrator) as actor:
            organisations.end_seat(actor=actor, seat=Seat.objects.get(pk=seat.pk))
        assert dave.next() == ("end", "ended")


def test_one_person_has_a_number_of_streams_and_no_more(world, port):
    session = session_of(world.sam)
    ears = [Ear(port, "/stroom/north/", session) for _turn in range(13)]
    assert [ear.status for ear in ears] == [200] * 12 + [503]
    for ear in ears:
        ear.__exit__()


def test_a_message_that_is_none_is_passed_by(world, port):
    with _ear(port, world.alice) as alice:
        with connection.cursor() as cursor:
            for message in ["", "x", "||", f"{world.north.pk}|views|x", f"{world.north.pk}|agenda|x"]:
                cursor.execute("SELECT pg_notify(%s, %s)", [live.CHANNEL, message])
        world.open_mdt()
        assert alice.next() == ("changed", "meeting")


def test_after_the_database_was_away_everyone_fetches_everything(world, port):
    with _ear(port, world.alice) as alice, connection.cursor() as cursor:
        away = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rondom streams'"
        )
        cursor.execute(away)
        assert cursor.fetchall() == [(True,)]
        assert alice.next() == ("changed", "all")
