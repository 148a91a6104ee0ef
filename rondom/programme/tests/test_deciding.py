"""The steering group decides on what was tested, with co-owners and a next step, and never who proposed it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rondom.core.errors import Denied, WrongStep
from rondom.organisations import actions
from rondom.organisations.models import Role
from rondom.programme.actions import proposals
from rondom.programme.models import Initiative, Proposal
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused

ASKED = {
    "asks": "Een proef van drie maanden?",
    "tested_with": "Drie ervaringsdeskundigen.",
    "impact": "Minder zoeken.",
}
DECIDED = {
    "outcome": "adopt",
    "reason": "Klein genoeg.",
    "next_step": "Begindatum kiezen.",
    "next_on": "2027-01-10",
}


def address(name, initiative):
    return reverse(f"programme:{name}", args=[initiative.pk])


def decision(world, **changes):
    said = {
        "outcome": Proposal.Outcome.ADOPT, "reason": "Ja.", "next_step": "Begin.", "next_on": None, "co_owners": [world.csg.pk],
    }  # fmt: skip
    return proposals.Decision(**said | changes)


def test_it_is_put_to_them_and_waits_on_the_overview(world, dave, sam, tested):
    assert signed_in(dave).post(address("propose", tested), ASKED).status_code == 302
    tested.refresh_from_db()
    assert tested.stage == "proposed"
    assert happened(world, dave, "programme:proposal:made")
    overview = words(signed_in(sam).get("/programma/overzicht/"))
    assert "Waits for the steering group 1" in overview
    assert "Een proef van drie maanden?" in overview
    assert "waits 0 days" in overview
    assert "Record the decision" in words(signed_in(sam).get(address("initiative", tested)))


@pytest.mark.parametrize("stage", ["idea", "proposed"])
def test_only_what_is_being_tested_is_put_to_them(world, dave, stage, request):
    one = request.getfixturevalue("boat" if stage == "idea" else "proposed")
    turned_away(world, dave, address("propose", one), ASKED, status=409)


def test_nobody_else_puts_it_to_them(world, dave, sam, tested):
    for user in (world.alice, sam):
        turned_away(world, user, address("propose", tested), ASKED, status=403)


def test_they_decide_with_co_owners_and_a_next_step(world, sam, proposed):
    owners = [str(world.csg.pk), str(world.shn.pk)]
    answer = signed_in(sam).post(address("decide", proposed), DECIDED | {"co_owners": owners})
    assert answer.status_code == 302
    proposed.refresh_from_db()
    assert proposed.stage == "adopted"
    assert happened(world, sam, "programme:proposal:decided").data == {"outcome": "adopt"}
    said = words(signed_in(world.bob).get(address("initiative", proposed)))
    assert "Owned together by Organisatie csg, Organisatie shn" in said
    assert "Begindatum kiezen." in said
    assert "after 0 days" in said


def test_another_round_goes_back_to_the_question_and_can_be_proposed_again(world, dave, sam, proposed):
    again = {"outcome": "again", "reason": "Eerst met meer mensen testen."}
    assert signed_in(sam).post(address("decide", proposed), again).status_code == 302
    proposed.refresh_from_db()
    assert proposed.stage == "sharpen"
    client = signed_in(dave)
    for stage in ("make", "test"):
        client.post(address("move", proposed), {"stage": stage, "learned": "Verder."})
    assert client.post(address("propose", proposed), ASKED).status_code == 302
    with world.acting(dave):
        assert Proposal.objects.filter(initiative=proposed).count() == 2


def test_stopping_ends_it(sam, proposed):
    signed_in(sam).post(address("decide", proposed), {"outcome": "stop", "reason": "Er is al iets beters."})
    assert Initiative.objects.get().stage == "stopped"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"co_owners": []}, "Choose at least one."), ({"next_step": ""}, "Say what happens next."), ({"reason": ""}, "required"),
        ({"outcome": "maybe"}, "Choose from the list."), ({"next_on": "9999-12-31"}, "This year cannot be right."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(world, sam, proposed, changes, sentence):
    with nothing_changed():
        sent = DECIDED | {"co_owners": [str(world.csg.pk)]} | changes
        answer = signed_in(sam).post(address("decide", proposed), sent)
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_nobody_else_decides(world, dave, sam, proposed):
    for user in (dave, world.alice, world.administrator):
        turned_away(world, user, address("decide", proposed), DECIDED, status=403)


def test_who_proposed_it_does_not_decide_even_from_the_steering_group(world, dave, proposed):
    with world.acting(world.administrator) as actor:
        actions.add_member(actor=actor, user=dave, organisation=world.csg, role=Role.STEERING_GROUP)
    turned_away(world, dave, address("decide", proposed), DECIDED, status=403)
    found = _asked(world, dave)
    with world.acting(dave) as actor, refused(Denied, "yourself"):
        proposals.decide(actor=actor, initiative=proposed, proposal=found, decision=decision(world))


def test_they_decide_once(world, sam, proposed):
    sent = DECIDED | {"co_owners": [str(world.csg.pk)]}
    signed_in(sam).post(address("decide", proposed), sent)
    turned_away(world, sam, address("decide", proposed), sent, status=409)


def test_there_must_be_something_to_decide_on(world, sam, boat):
    turned_away(world, sam, address("decide", boat), DECIDED, status=409)


def test_what_is_adopted_has_an_owner_in_the_database_too(world, sam, proposed):
    found = _asked(world, sam)
    with world.acting(sam) as actor, pytest.raises(IntegrityError), transaction.atomic():
        proposals.decide(
            actor=actor, initiative=proposed, proposal=found, decision=decision(world, co_owners=[])
        )


def test_an_organisation_that_is_not_there_owns_nothing(world, sam, proposed):
    found, nobody = _asked(world, sam), decision(world, co_owners=[sam.pk])
    with world.acting(sam) as actor, refused(WrongStep, "not there"):
        proposals.decide(actor=actor, initiative=proposed, proposal=found, decision=nobody)


def _asked(world, user):
    with world.acting(user):
        return Proposal.objects.get()
