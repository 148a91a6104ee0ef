"""What is over goes for good, with its keys; what is not, the database keeps from the worker itself."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from rondom.core.db import keeping
from rondom.first_contact import tasks
from rondom.first_contact.actions import drafts, reports
from rondom.first_contact.models import Draft
from rondom.first_contact.tests.test_drafts import keep, read, two_versions, typed
from rondom.keys import ring, store


@pytest.fixture
def work(own_database, settings):
    """Do the worker's work on drafts, as the worker, in both databases."""

    def be(role: str) -> None:
        connection.close()
        store.close()
        connection.settings_dict["USER"] = f"rondom_{role}"
        settings.ROLE = role

    def now() -> None:
        be("worker")
        try:
            tasks.destroy_drafts()
        finally:
            be("app")

    return now


@pytest.fixture(autouse=True)
def empty(own_database, owner):
    owner.execute("DELETE FROM first_contact_draft")


def age(owner, days, key=None) -> None:
    """As if so many days went by."""
    query = "UPDATE first_contact_draft SET started_at = started_at - %(d)s, saved_at = saved_at - %(d)s, goes_at = goes_at - %(d)s"
    owner.execute(query + (" WHERE id = %(key)s" if key else ""), {"d": timedelta(days=days), "key": key})


def left(owner) -> set:
    return {key for (key,) in owner.execute("SELECT id FROM first_contact_draft")}


def opens(case_id) -> bool:
    with keeping():
        try:
            ring.ring().key(case_id, 4)
        except ring.Destroyed:
            return False
    return True


def test_what_nobody_went_on_with_is_destroyed_with_its_keys(world, owner, work):
    old, new = typed(), typed()
    case_id = keep(world, old).draft.case_id
    age(owner, 14)
    fresh = keep(world, new).draft
    work()
    assert left(owner) == {new.key}
    assert not opens(case_id)
    assert opens(fresh.case_id)
    assert read(world, new.key).data["sentence"] == "Zij wil rust."
    event = "SELECT data::text, actor_kind, case_id FROM audit_event WHERE verb = 'draft:destroyed' AND subject_id = %s"
    assert owner.execute(event, [old.key]).fetchall() == [('{"keys":true}', "service", None)]


def test_what_was_thrown_away_goes_after_a_day(world, owner, work):
    what = typed()
    case_id = keep(world, what).draft.case_id
    with world.acting(world.alice) as actor:
        drafts.throw_away(actor=actor, key=what.key)
    work()
    assert left(owner) == {what.key}
    age(owner, 1)
    work()
    assert left(owner) == set()
    assert not opens(case_id)


def test_the_keys_stay_while_another_version_needs_them(world, owner, work):
    first, second = two_versions(world)
    age(owner, 15, first.pk)
    work()
    assert left(owner) == {second.pk}
    assert read(world, second.pk).data["sentence"] == "tweede"
    age(owner, 15, second.pk)
    work()
    assert not opens(first.case_id)


def test_the_keys_of_a_case_stay(world, owner, work):
    what = typed()
    keep(world, what)
    with world.acting(world.alice) as actor:
        case = reports.register(
            actor=actor, intake=world.intake(actor.at), draft=drafts.taken(actor, what).draft
        )
    age(owner, 15)
    work()
    assert left(owner) == set()
    assert opens(case.pk)


def test_the_worker_reads_nothing_of_it_and_takes_nothing_before_its_time(world, owner, work):
    what = typed()
    keep(world, what)
    place = connection.settings_dict
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="rondom_worker", dbname=place["NAME"], autocommit=True
    ) as worker:
        assert worker.execute("SELECT id FROM first_contact_draft").fetchall() == []
        for query in ("SELECT content FROM first_contact_draft", "DELETE FROM first_contact_draft"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                worker.execute(query)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="not over"):
            worker.execute("SELECT forget_draft(%s)", [what.key])
    work()
    assert Draft.objects.count() == 0, "nobody acts"
    assert left(owner) == {what.key}
