"""The log: one writer, added and never changed, read by who sees the case."""

import pytest

from rondom.audit.log import record, sentence_of
from rondom.audit.models import Event
from rondom.audit.verbs import Door


def _events(world, by, **which):
    with world.acting(by):
        return list(Event.objects.filter(**which).order_by("pk"))


def test_an_event_says_who_did_what_when_for_which_organisation(world):
    with world.acting(world.alice) as actor:
        record(actor, Door.DENIED, purpose="help", outcome=Event.Outcome.REFUSED, data={"view": "close"})
        now = actor.at
    event = _events(world, world.alice)[-1]
    assert (event.verb, event.outcome, event.purpose, event.at) == ("access:denied", "refused", "help", now)
    assert (event.actor_kind, event.actor_id, event.organisation_id) == (
        "professional",
        world.alice.pk,
        world.csg.pk,
    )
    assert event.data == {"view": "close"}


def test_who_sees_a_case_reads_what_happened_to_it(world):
    case = world.report()
    for name in ("alice", "victor", "carol"):
        assert [event.verb for event in _events(world, getattr(world, name), case_id=case.pk)] == [
            "report:registered"
        ]


@pytest.mark.parametrize("name", ["bob", "dave", "eve", "celia"])
def test_who_does_not_see_a_case_reads_nothing_of_it(world, name):
    case = world.report()
    assert _events(world, getattr(world, name), case_id=case.pk) == []


def test_everyone_reads_what_they_did_themselves(world):
    with world.acting(world.bob) as actor:
        record(actor, Door.NOT_THERE)
    assert [event.verb for event in _events(world, world.bob)] == ["access:not_there"]
    assert _events(world, world.alice, actor_id=world.bob.pk) == []


def test_every_verb_has_its_sentence_and_an_unknown_code_is_shown_as_it_is():
    assert sentence_of("access:denied") == Door.DENIED.sentence
    assert sentence_of("nobody:knows") == "nobody:knows"
