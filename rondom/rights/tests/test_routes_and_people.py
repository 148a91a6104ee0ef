"""Several criminal routes on paper and in a copy, without whom they are about; and nobody taken out of what must be kept."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from rondom.cases.actions import dossier
from rondom.cases.models import Person
from rondom.coordination.actions import criminal_route, taking_out
from rondom.coordination.models import RouteState, RouteStep
from rondom.coordination.taking_out import Why
from rondom.core.errors import WrongStep
from rondom.rights import actions, explained
from rondom.rights.tests.test_requests import ask, copy
from rondom.sharing.models import Restriction
from tests.proof import refused


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case(world):
    return world.coordinated()


def _stands(actor, state, person=None):
    return criminal_route.Stands(
        state, timezone.localdate(actor.at), RouteStep.ToldBy.PERSON, cautioned=True, person=person
    )


def test_each_route_stands_on_paper_with_its_number_and_without_a_name(world, case):
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        henk = Person.objects.get(case=case, roles__contains=["possible_perpetrator"])
        criminal_route.note(actor=actor, case=seen, stands=_stands(actor, RouteState.AANGIFTE, henk))
        (alone,) = explained.route(seen)
        criminal_route.note(actor=actor, case=seen, stands=_stands(actor, RouteState.NO_CONTACT), number=2)
        first, second = explained.route(seen)
    assert first == f"Complaint or investigation 1: {alone}"
    assert second.startswith("Complaint or investigation 2: ")
    request = ask(world, case)
    with world.acting(world.eve):
        said = copy(world, request)
    assert [one["route"] for one in said["criminal_route"]] == [1, 2]
    assert "Henk" not in str(said["criminal_route"])


def test_while_processing_is_restricted_nobody_is_taken_out(world, case):
    ask(world, case)
    with world.acting(world.eve) as actor:
        until = actor.at + timedelta(days=30)
        seen = dossier.locked(actor, case.pk)
        actions.restrict(actor=actor, case=seen, ground=Restriction.Ground.DISPUTED, until=until)
    with world.acting(world.alice) as actor:
        henk = Person.objects.get(case=case, roles__contains=["possible_perpetrator"])
        with refused(WrongStep, "Nothing may be destroyed in this case for now."):
            taking_out.take_out(
                actor=actor, case=dossier.locked(actor, case.pk), person=henk, why=Why.MISTAKE
            )
