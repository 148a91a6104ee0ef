"""The editor changes, checks again, takes in and decides; others propose; the history keeps it all."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from rondom.audit.models import Event
from rondom.core.errors import Denied, WrongStep
from rondom.landscape import directory
from rondom.landscape.actions import facts, proposals
from rondom.landscape.models import Fact, Proposal, Service
from rondom.landscape.terms import Field
from rondom.landscape.tests.conftest import A_SERVICE
from tests.proof import refused

TODAY = timezone.localdate()
NUMBER = {"phone": {"number": "0900-1234"}}


def shn():
    return Service.objects.get(slug="shn")


def change(actor, **said):
    return facts.change(
        **{
            "actor": actor, "service": shn(), "slug": "shn", "changes": NUMBER, "source": "slachtofferhulp.nl",
            "verified_on": TODAY, **said,
        }
    )  # fmt: skip


def propose(actor, **said):
    return proposals.propose(
        **{
            "actor": actor, "service": shn(), "slug": "shn", "changes": NUMBER, "source": "slachtofferhulp.nl",
            "checked_on": TODAY, **said,
        }
    )  # fmt: skip


def test_the_editor_changes_a_fact_and_what_it_was_stays_in_the_history(world, editor):
    before = directory.current()
    with world.acting(editor) as actor:
        change(actor)
        after, place = directory.current(), directory.current().by_slug["shn"]
        assert place.shown(Field.PHONE, TODAY) == {"number": "0900-1234"}
        assert place.facts["phone"].verified_on == TODAY
        old, new = Fact.objects.filter(service=shn(), field="phone").order_by("starts_at")
        assert (old.value["number"], old.ends_at, new.verified_by) == ("0900-0101", new.starts_at, editor)
        event = Event.objects.get(verb="landscape:changed")
        assert event.data == {"fields": ["phone"], "slug": "shn"}
    assert after.edition > before.edition
    assert directory.as_of(before.edition).by_slug["shn"].value(Field.PHONE)["number"] == "0900-0101"


def test_what_is_emptied_is_no_longer_known_and_what_stopped_is_no_longer_there(world, editor):
    with world.acting(editor) as actor:
        change(actor, changes={"phone": None, "chat": None})
        place = directory.current().by_slug["shn"]
        assert (place.value(Field.PHONE), place.value(Field.CHAT)) == (None, None)
        change(actor, changes={"stopped": {"nl": "Gestopt.", "en": "Stopped."}})
        assert "shn" not in directory.current().by_slug


def test_a_new_service_stands_in_the_directory(world, editor):
    with world.acting(editor) as actor:
        change(actor, service=None, slug="het-huis", changes=A_SERVICE)
        place = directory.current().by_slug["het-huis"]
        assert place.municipalities == {"GM0518"}
        with pytest.raises(WrongStep, match="already"):
            change(actor, service=None, slug="het-huis", changes=A_SERVICE)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"changes": {}}, "Nothing was changed"),
        ({"changes": {"phone": {"number": "call me"}}}, "A number has digits"),
        ({"changes": {"name": None}}, "cannot be left out"),
        ({"changes": {"nonsense": "x"}}, "no fact that can be known"),
        ({"changes": {"told": {"nl": "=1+1", "en": "x"}}}, "a sheet would read this as a sum"),
        ({"changes": {"web": {"address": "javascript:alert(1)"}}}, "without https"),
        ({"changes": {"reach": {"kind": "municipalities"}}}, "Name municipalities when"),
        ({"service": None, "slug": "half", "changes": {"name": A_SERVICE["name"]}}, "A new service has"),
        ({"verified_on": date(2099, 1, 1)}, "Choose the day"),
        ({"verified_on": TODAY - timedelta(days=365)}, "Choose the day"),
        (
            {"service": None, "slug": "csg", "changes": {**A_SERVICE, "phone": {"number": "0800-0432"}}},
            "0800-0188",
        ),
    ],
)
def test_what_cannot_be_said_changes_nothing(world, editor, said, words):
    with world.acting(editor) as actor, refused(WrongStep, words):
        change(actor, **said)


def test_a_number_on_which_a_life_depends_cannot_be_changed_or_emptied_by_mistake(world, editor):
    veilig_thuis = Service.objects.get(slug="veilig-thuis")
    with world.acting(editor) as actor, refused(WrongStep, "0800-2000"):
        change(actor, service=veilig_thuis, slug="veilig-thuis", changes={"phone": {"number": "0800-0432"}})
    with world.acting(editor) as actor, refused(WrongStep, "0800-2000"):
        change(actor, service=veilig_thuis, slug="veilig-thuis", changes={"phone": None})
    with world.acting(editor) as actor, refused(WrongStep, "0800-2000"):
        gone = {"stopped": {"nl": "Gestopt.", "en": "Stopped."}}
        change(actor, service=veilig_thuis, slug="veilig-thuis", changes=gone)


@pytest.mark.parametrize("who", ["alice", "eve", "administrator"])
def test_nobody_else_changes_checks_takes_in_or_decides(world, editor, who):
    with world.acting(world.bob) as actor:
        waiting = propose(actor)
    with world.acting(getattr(world, who)) as actor:
        for doing in (
            lambda: change(actor),
            lambda: facts.confirm(actor=actor, service=shn(), fields=["web"], verified_on=TODAY),
            lambda: facts.take_in(actor=actor, rows=[]),
            lambda: proposals.decide(actor=actor, proposal=waiting, accepted=True),
        ):
            with refused(Denied, "Only the editor"):
                doing()


def test_the_database_asks_the_same(world, editor):
    row = {"service": shn(), "field": "funding", "value": None, "source": "x", "entered_by": world.alice}
    with world.acting(world.alice) as actor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Fact(**row, starts_at=actor.at).save(force_insert=True)
        with transaction.atomic():
            assert Fact.objects.filter(service=shn()).update(ends_at=actor.at) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Service(slug="mine", added_at=actor.at).save(force_insert=True)
    with world.acting(editor) as actor:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Fact(**row, starts_at=actor.at).save(force_insert=True)  # in the name of someone else
        for sql in ("UPDATE landscape_fact SET value = 'null'", "DELETE FROM landscape_fact"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)


def test_the_editor_checks_facts_again_and_they_last(world, editor):
    with world.acting(editor) as actor:
        facts.confirm(actor=actor, service=shn(), fields=["phone", "web"], verified_on=TODAY)
        place = directory.current().by_slug["shn"]
        assert place.shown(Field.PHONE, TODAY) == {"number": "0900-0101"}
        assert place.shown(Field.COST, TODAY) is None
        assert place.facts["phone"].expires_on == TODAY + timedelta(days=183)
        with refused(WrongStep, "at least one"):
            facts.confirm(actor=actor, service=shn(), fields=["funding"], verified_on=TODAY)


def test_a_proposal_changes_nothing_until_the_editor_takes_it_over(world, editor):
    with world.acting(world.bob) as actor:
        proposal = propose(actor, why="Het nummer is veranderd.")
        assert directory.current().by_slug["shn"].value(Field.PHONE)["number"] == "0900-0101"
    with world.acting(editor) as actor:
        proposals.decide(actor=actor, proposal=proposal, accepted=True)
        place = directory.current().by_slug["shn"]
        assert place.shown(Field.PHONE, TODAY) == {"number": "0900-1234"}
        assert Event.objects.get(verb="landscape:decided").data == {"accepted": True, "slug": "shn"}
        with refused(WrongStep, "already"):
            proposals.decide(actor=actor, proposal=proposal, accepted=False, answer="Toch niet.")


def test_a_refusal_says_why_and_changes_nothing(world, editor):
    with world.acting(world.bob) as actor:
        proposal = propose(actor)
    with world.acting(editor) as actor:
        with pytest.raises(IntegrityError, match="proposal_refused_says_why"), transaction.atomic():
            proposals.decide(actor=actor, proposal=proposal, accepted=False)
        proposal = Proposal.objects.get()
        proposals.decide(actor=actor, proposal=proposal, accepted=False, answer="Ik vind dit niet.")
        assert directory.current().by_slug["shn"].value(Field.PHONE)["number"] == "0900-0101"


def test_only_who_is_of_a_partner_proposes_and_sees_its_own(world):
    with world.acting(world.eve) as actor, refused(Denied, "partner organisation"):
        propose(actor)
    with world.acting(world.bob) as actor:
        propose(actor)
        assert Proposal.objects.count() == 1
    with world.acting(world.paul):
        assert Proposal.objects.count() == 0
