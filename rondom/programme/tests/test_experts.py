"""The pool of experts by experience: sealed, for who works for the programme alone, looked at on record, erased for good."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from rondom.core.errors import Denied, WrongStep
from rondom.programme.actions import experts
from rondom.programme.models import Expert
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import field, nothing_changed, signed_in, words
from tests.proof import refused

TODAY = timezone.localdate()
POOL, ADD = "/programma/ervaringsdeskundigen/", "/programma/ervaringsdeskundigen/nieuw/"
SENT = {
    "name": "Robin", "contact": "Via Dave", "groups": ["sexual_violence"], "topics": "Brieven", "availability": "Dinsdag",
    "agreement": "Nooit alleen.", "agreed_on": TODAY.isoformat(), "until": (TODAY + timedelta(days=90)).isoformat(), "consented": "on",
}  # fmt: skip


@pytest.fixture
def robin(world, dave):
    with world.acting(dave) as actor:
        told = experts.Told("Robin", "Via Dave", "Brieven", "Dinsdag", "Nooit alleen.")
        return experts.keep(actor=actor, told=told, groups=["sexual_violence"], agreed_on=TODAY, until=TODAY)


def address(name, expert):
    return reverse(f"programme:{name}", args=[expert.pk])


def test_someone_is_added_sealed_and_that_one_looks_is_recorded(world, dave):
    client = signed_in(dave)
    assert client.post(ADD, SENT).headers["Location"] == POOL
    assert happened(world, dave, "programme:expert:kept")
    page = words(client.get(POOL))
    for word in ("Robin", "Via Dave", "sexual abuse and violence. Brieven", "Dinsdag", "Nooit alleen."):
        assert word in page
    assert happened(world, dave, "programme:experts:read").data == {"experts": 1}
    with world.acting(dave), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(expert)::text FROM programme_expert expert")
        (kept,) = cursor.fetchone()
    for word in ("Robin", "Dave", "Brieven", "Dinsdag", "alleen"):
        assert word not in kept


def test_one_chooses_by_what_they_want_to_speak_about(dave, robin):
    client = signed_in(dave)
    assert "Robin" in words(client.get(f"{POOL}?groep=sexual_violence"))
    assert "Nobody stands here." in words(client.get(f"{POOL}?groep=child_abuse"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"consented": ""}, "Only with their consent."), ({"groups": []}, "Choose at least one."), ({"name": ""}, "required"),
        ({"agreed_on": "2026-01-01", "until": "2026-01-02"}, "This day has passed."), ({"agreed_on": "2098-01-01"}, "This is before the beginning."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(dave, changes, sentence):
    with nothing_changed():
        answer = signed_in(dave).post(ADD, SENT | changes)
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_what_was_agreed_is_written_anew(world, dave, robin):
    client = signed_in(dave)
    assert 'value="Robin"' in field(client.get(address("expert_change", robin)), "name")
    assert client.post(address("expert_change", robin), SENT | {"availability": "Vrijdag"}).status_code == 302
    with world.acting(dave):
        assert Expert.objects.get().told["availability"] == "Vrijdag"


def test_who_is_erased_is_gone_and_only_that_it_was_done_stays(world, dave, robin):
    client = signed_in(dave)
    assert "for good" in words(client.get(address("expert_erase", robin)))
    assert client.post(address("expert_erase", robin)).status_code == 302
    event = happened(world, dave, "programme:expert:erased")
    assert (event.subject_id, event.data) == (robin.pk, {})
    assert "Nobody stands here." in words(client.get(POOL))
    turned_away(world, dave, address("expert_erase", robin), status=404)
    with world.acting(dave) as actor, refused(WrongStep):
        experts.erase(actor=actor, expert=robin)


def test_an_agreement_that_is_over_is_marked(world, dave, robin):
    with world.acting(dave) as actor:
        told = experts.Told(**robin.told)
        yesterday = TODAY - timedelta(days=1)
        experts.keep(
            actor=actor, told=told, groups=["other"], agreed_on=yesterday, until=yesterday, expert=robin
        )
    assert "Robin Agreement is over" in words(signed_in(dave).get(POOL))


def test_nobody_else_sees_adds_changes_or_erases(world, dave, sam, robin):
    for user in (world.alice, world.eve, world.administrator, sam):
        turned_away(world, user, POOL, status=403, method="get")
        turned_away(world, user, ADD, SENT, status=403)
        for name in ("expert_change", "expert_erase"):
            turned_away(world, user, address(name, robin), SENT, status=403)
        assert "Experts by experience" not in words(signed_in(user).get("/programma/overzicht/"))
    with world.acting(world.alice) as actor:
        for what in (lambda: experts.look(actor=actor), lambda: experts.erase(actor=actor, expert=robin)):
            with refused(Denied):
                what()


def test_the_database_shows_nobody_else_a_row_and_erases_for_nobody_else(world, sam, robin):
    for user in (world.alice, world.eve, world.administrator, sam):
        with world.acting(user), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM programme_expert")
            assert cursor.fetchone() == (0,)
            with pytest.raises(DatabaseError, match="only who works"), transaction.atomic():
                cursor.execute("SELECT erase_expert(%s)", [robin.pk])
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute("DELETE FROM programme_expert")


def test_what_was_sealed_for_one_does_not_open_for_another(world, dave, robin):
    with world.acting(dave) as actor:
        other = experts.keep(
            actor=actor,
            told=experts.Told("A", "B", "C", "D", "E"),
            groups=["other"],
            agreed_on=TODAY,
            until=TODAY,
        )
        other.sealed = robin.sealed
        assert other.told == {}
