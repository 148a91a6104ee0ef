"""Identifiers, the signature of who acts, and pairs of columns."""

import time
from uuid import uuid4

from django.db import connection

from rondom.core.db import both_or_neither, signed_actor, uuid7


def test_identifiers_are_of_version_7_and_never_the_same():
    made = [uuid7() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}


def test_identifiers_sort_by_the_millisecond_they_were_made_in():
    before = time.time_ns() // 1_000_000
    made = uuid7().int >> 80
    assert before <= made <= time.time_ns() // 1_000_000


def test_the_database_believes_the_signature_of_the_application(db):
    someone = uuid4()
    with connection.cursor() as cursor:
        value = signed_actor(someone, connection.connection.info.backend_pid, int(time.time()))
        cursor.execute("SELECT set_config('rondom.actor', %s, true)", [value])
        cursor.execute("SELECT rondom_actor()")
        assert cursor.fetchone() == (someone,)


def test_no_two_signatures_are_alike():
    someone, other = uuid4(), uuid4()
    values = {
        signed_actor(who, backend, at) for who in (someone, other) for backend in (1, 2) for at in (3, 4)
    }
    assert len({value.rsplit("|", 1)[1] for value in values}) == 8


def test_a_pair_is_filled_or_empty_as_a_whole():
    rule = both_or_neither("closed_at", "closed_by", name="pair")
    assert rule.name == "pair"
    assert str(rule.condition) == (
        "(OR: (AND: ('closed_at__isnull', False), ('closed_by__isnull', False)),"
        " (AND: ('closed_at__isnull', True), ('closed_by__isnull', True)))"
    )
