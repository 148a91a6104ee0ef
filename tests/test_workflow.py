"""The statuses and what may follow what: whole, reachable, and drawn as they are (docs/workflow.md)."""

import pytest

from rondom.coordination.management.commands.diagram import DRAWN, drawing
from rondom.core import embedded


@pytest.mark.parametrize(("name", "sentence", "states", "following"), DRAWN, ids=[one[0] for one in DRAWN])
def test_every_status_stands_in_its_map_and_can_be_reached(name, sentence, states, following):
    begins = {
        "Case": ["reported"],
        "Step": ["proposed"],
        "Goal": ["open"],
        "Assignment": ["accepted", "declined"],
        "GuestQuestion": ["open"],
        "ContactRequest": ["open"],
        "RouteStep": ["no_contact"],
    }[name]
    assert set(following) == set(states)
    reached, new = set(), {states(value) for value in begins}
    while new:
        reached |= new
        new = {state for one in new for state in following[one]} - reached
    assert reached == set(states)


def test_the_drawing_of_the_statuses_is_that_of_the_code():
    assert (embedded.ROOT / "docs" / "workflow.md").read_text() == drawing(), "run `make diagram`"
