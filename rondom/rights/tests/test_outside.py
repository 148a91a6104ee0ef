"""A person's copy says what was asked about them of people without an account."""

from rondom.cases.models import Category
from rondom.coordination.tests.test_guest_ask import _ask
from rondom.rights import paper
from rondom.rights.tests.test_requests import ask, copy


def test_the_copy_says_what_was_asked_of_which_organisation_and_not_of_whom(world):
    case = world.coordinated()
    world.consent(case, "school", Category.STORY)
    _ask(world, case)
    ask(world, case)
    found = copy(world, case)
    (one,) = found["guests"]
    assert (one["organisation"], one["question"], one["by"]) == (
        "De Esdoorn",
        "Wie haalt haar op?",
        world.csg.name,
    )
    assert "Noor" not in str(found["guests"])
    assert paper.pdf(found).startswith(b"%PDF-")
