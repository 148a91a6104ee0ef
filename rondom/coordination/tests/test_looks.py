"""What is new in a timeline is what came since one last looked; reading again soon loses nothing, and nobody sees who looked."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from rondom.cases.actions import dossier
from rondom.cases.models import Category, Entry
from rondom.coordination import timeline
from rondom.coordination.actions import looks
from rondom.coordination.models import Look
from tests.browse import signed_in, words

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english():
    """The words of what happened are said as they are read."""
    with translation.override("en"):
        yield


@pytest.fixture
def case(world):
    return world.coordinated()


@pytest.fixture
def start(world, case):
    with world.acting(world.alice) as actor:
        return actor.at


def _look(world, user, case, at):
    """What is new to someone who looks at a moment."""
    with world.acting(user, at) as actor:
        seen = dossier.locked(actor, case.pk)
        since = looks.look(actor=actor, case=seen)
        shown = timeline.of_case(actor, seen, timeline.gathered(seen, actor.at), since=since)
        return since, [line.what for line in shown.lines if line.new]


def _note(world, case, at):
    with world.acting(world.anna, at) as actor:
        seen = dossier.locked(actor, case.pk)
        dossier.write(
            actor=actor, case=seen, kind=Entry.Kind.NOTE, category=Category.IDENTITY, text="Een notitie."
        )


def test_who_only_reads_sees_what_came_since_they_last_looked(world, case, start):
    _look(world, world.victor, case, start + HOUR)
    _note(world, case, start + 2 * HOUR)
    assert _look(world, world.victor, case, start + 3 * HOUR) == (start + HOUR, ["wrote a note"])
    assert _look(world, world.victor, case, start + 4 * HOUR) == (start + 3 * HOUR, [])


def test_looking_again_within_half_an_hour_is_the_same_visit(world, case, start):
    _look(world, world.victor, case, start + HOUR)
    _note(world, case, start + 2 * HOUR)
    visit = start + 3 * HOUR
    for minutes in (0, 1, 29):
        _since, new = _look(world, world.victor, case, visit + timedelta(minutes=minutes))
        assert new == ["wrote a note"], minutes
    with world.acting(world.victor):
        assert Look.objects.get().at == visit, "nothing is written while a visit lasts"
    assert _look(world, world.victor, case, visit + timedelta(minutes=30)) == (visit, [])


def test_at_a_first_look_it_is_since_one_did_something(world, case, start):
    _note(world, case, start + HOUR)
    since, new = _look(world, world.alice, case, start + 2 * HOUR)
    assert since is None
    assert new[0] == "wrote a note"


def test_a_page_says_since_when_and_that_only_oneself_sees_it(world, case, start):
    with world.acting(world.victor) as actor:
        Look(case=case, user=actor.user, at=start - HOUR).save(force_insert=True)
    said = words(signed_in(world.victor).get(f"/zaken/{case.pk}/tijdlijn/"))
    assert "happened since you last looked here." in said
    assert "Only you see this." in said


def test_nobody_sees_when_another_looked(world, case, start):
    _look(world, world.victor, case, start + HOUR)
    for other in (world.anna, world.alice, world.carol, world.eve, world.administrator):
        with world.acting(other):
            assert not Look.objects.exists(), other


def test_nobody_looks_in_anothers_name_or_moves_their_look(world, case, start):
    _look(world, world.victor, case, start + HOUR)
    with world.acting(world.anna), connection.cursor() as cursor:
        cursor.execute("UPDATE coordination_look SET before = NULL")
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Look(case=case, user=world.alice, at=start).save(force_insert=True)
