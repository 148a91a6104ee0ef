"""Who works for the programme and who sits in the steering group, in the world of the tests."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.organisations import actions
from rondom.organisations.models import Role
from rondom.programme.actions import initiatives, proposals
from rondom.programme.models import Stage

CELL = "sexual_violence:P4"


@pytest.fixture
def dave(world):
    """Dave works for the programme."""
    with world.acting(world.administrator) as actor:
        actions.add_member(actor=actor, user=world.dave, organisation=world.csg, role=Role.PROGRAMME)
    return world.dave


@pytest.fixture
def sam(world):
    """Sam sits in the steering group."""
    with world.acting(world.administrator) as actor:
        actions.add_member(actor=actor, user=world.sam, organisation=world.shn, role=Role.STEERING_GROUP)
    return world.sam


def parts(world, **changes):
    """What an initiative of the tests says."""
    today = timezone.localdate()
    said = {
        "title": "Eén entree", "goal": "Weten voor wie.", "impact": "Niet zelf zoeken.", "cells": [CELL],
        "starts_on": today, "ends_on": today + timedelta(days=30), "parties": [world.csg.pk, world.vt.pk], "others": "Wijkteam",
    }  # fmt: skip
    return initiatives.Parts(**said | changes)


@pytest.fixture
def boat(world, dave):
    """An initiative, as an idea."""
    with world.acting(dave) as actor:
        return initiatives.begin(actor=actor, parts=parts(world))


@pytest.fixture
def tested(world, dave, boat):
    """An initiative that is being tested."""
    with world.acting(dave) as actor:
        for stage in (Stage.SHARPEN, Stage.MAKE, Stage.TEST):
            initiatives.move(actor=actor, initiative=boat, stage=stage, learned=f"Voor {stage}.")
    return boat


@pytest.fixture
def proposed(world, dave, tested):
    """An initiative that waits for the steering group."""
    with world.acting(dave) as actor:
        proposals.propose(
            actor=actor, initiative=tested, asks="Een proef?", tested_with="Drie mensen.", impact="Rust."
        )
    return tested
