"""The eighteen case files from report to closing: each later event happens, and brings what it must and not what it must not."""

import pytest
from django.utils import timezone

from rondom.cases.models import Case, Status
from tests.casuistry import NAMES, case_file
from tests.lives import HAPPENS, Life

pytestmark = pytest.mark.django_db


def test_every_kind_of_later_event_is_played():
    assert {event["kind"] for name in NAMES for event in case_file(name)["later_events"]} == set(HAPPENS)


@pytest.mark.parametrize("name", NAMES)
def test_a_case_lives_from_report_to_closing(name, world):
    life = Life(world, name, timezone.now())
    life.report()
    life.weigh()
    for event in life.data["later_events"]:
        life.happens(event)
    if life.now().status != Status.CLOSED:
        life.close(Case.ClosingReason.DONE)
    assert life.now().status == Status.CLOSED
