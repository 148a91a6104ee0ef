"""What the tests of the landscape share."""

from dataclasses import replace

import pytest
from django.utils import translation

from rondom.landscape import finder
from rondom.landscape.terms import Field
from rondom.organisations import actions
from rondom.organisations.models import Role
from tests.world import World

A_SERVICE = {
    Field.NAME: {"nl": "Het Huis", "en": "The House"},
    Field.TARGET_GROUPS: ["sexual_violence"],
    Field.AUDIENCES: ["victim"],
    Field.VIOLENCE: ["sexual"],
    Field.PHASES: ["P1", "P2"],
    Field.REACH: {"kind": "municipalities", "municipalities": ["GM0518"]},
    Field.PHONE: {"number": "070-1234567"},
}


@pytest.fixture(autouse=True)
def as_it_is_now():
    """No test waits for a second until the finder sees what it changed."""
    finder.ask_again()


@pytest.fixture(autouse=True)
def english():
    """What an action refuses is said in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def editor(world: World):
    """Dave of the CSG keeps the landscape."""
    with world.acting(world.administrator) as actor:
        actions.add_member(
            actor=replace(actor), user=world.dave, organisation=world.csg, role=Role.LANDSCAPE_EDITOR
        )
    return world.dave
