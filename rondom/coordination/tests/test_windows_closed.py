"""In a closed case the acute windows are still read, and nothing is noted of them."""

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Step
from rondom.coordination.actions import closing, plan
from rondom.core.errors import WrongStep
from rondom.first_contact.actions import windows
from rondom.first_contact.models import WindowStep
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused
from tests.seen_to import SEEN_TO


@pytest.fixture
def closed(world):
    """A case that Anna closed."""
    case = world.coordinated()
    with world.acting(world.victor) as actor:
        found = dossier.locked(actor, case.pk)
        for step in Step.objects.filter(case=case, kind="action").select_related("words"):
            plan.advance(actor=actor, case=found, step=step, state=Step.State.DONE)
    with world.acting(world.anna) as actor:
        found = dossier.locked(actor, case.pk)
        closing.close(actor=actor, case=found, reason=Case.ClosingReason.DONE, checklist=SEEN_TO)
    return case


def test_the_windows_of_a_closed_case_are_read_and_stand_in_nobodys_day(world, closed):
    said = words(signed_in(world.alice).get(f"/zaken/{closed.pk}/termijnen/"))
    assert said.count("closes at the latest") == 5
    assert "Note what happened" not in said
    assert "Acute windows" not in words(signed_in(world.alice).get("/vandaag/"))


def test_in_a_closed_case_nothing_is_noted(world, closed):
    with refused(WrongStep), world.acting(world.alice) as actor:
        seen = dossier.locked(actor, closed.pk)
        windows.note(actor=actor, case=seen, code="PEP_72H", kind=WindowStep.Kind.OFFERED)
    with nothing_changed():
        sent = {"window": "PEP_72H", "kind": "offered"}
        page = signed_in(world.alice).post(f"/zaken/{closed.pk}/termijnen/", sent)
    assert page.status_code == 409
    assert "Open the case again first." in words(page)
