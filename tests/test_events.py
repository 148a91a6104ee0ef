"""Every change is an event, in the same transaction; and no event holds a name or a word of what was told."""

from dataclasses import replace

import pytest
from django.db import DataError
from django.test import Client
from django.urls import reverse

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Category, Domain
from rondom.coordination.actions import coordinator, plan
from rondom.first_contact.actions import reports
from rondom.organisations import actions as organisations
from rondom.organisations.models import Role
from rondom.sharing.actions import grants
from rondom.triage import actions as triage
from tests.proof import nothing_written
from tests.seen_to import SENT

NOT_AN_ACTOR_KIND = "much longer than the column of the event allows"


def _locked(actor, case):
    return dossier.locked(actor, case.pk)


def _agreed_to_the_prosecutor(world):
    case = world.coordinated()
    world.consent(case, "prosecution", Category.LEGAL)
    return case


# A verb of every room: what is done before, by whom, and the verb itself.
DOINGS = {
    "register a report": (
        lambda world: None,
        "alice",
        lambda world, actor, case: reports.register(actor=actor, intake=world.intake(actor.at)),
    ),
    "open the MDT": (
        lambda world: None,
        "carol",
        lambda world, actor, case: triage.open_meeting(actor=actor, region=world.north),
    ),
    "discuss": (
        lambda world: (world.open_mdt(), world.report())[1],
        "carol",
        lambda world, actor, case: triage.discuss(actor=actor, case=_locked(actor, case)),
    ),
    "write a view": (
        lambda world: world.report(),
        "victor",
        lambda world, actor, case: triage.write_view(
            actor=actor, case=_locked(actor, case), category=Category.SAFETY, facts="x"
        ),
    ),
    "decide": (
        lambda world: (world.open_mdt(), world.report())[1],
        "alice",
        lambda world, actor, case: triage.decide(
            actor=actor, case=_locked(actor, case), outcome=world.outcome(actor)
        ),
    ),
    "bring back": (
        lambda world: world.coordinated(),
        "anna",
        lambda world, actor, case: triage.bring_back(actor=actor, case=_locked(actor, case), reason="x"),
    ),
    "accept": (
        lambda world: world.weighed(),
        "anna",
        lambda world, actor, case: coordinator.accept(actor=actor, case=_locked(actor, case)),
    ),
    "decline": (
        lambda world: world.weighed(),
        "anna",
        lambda world, actor, case: coordinator.decline(actor=actor, case=_locked(actor, case), reason="x"),
    ),
    "lay an action": (
        lambda world: world.coordinated(),
        "anna",
        lambda world, actor, case: plan.add(
            actor=actor, case=_locked(actor, case), ask=world.ask(world.csg, world.dave, Domain.CARE, actor.at)
        ),
    ),
    "share": (
        _agreed_to_the_prosecutor,
        "alice",
        lambda world, actor, case: grants.give(
            actor=actor, case=_locked(actor, case), organisation=world.om, categories=[Category.LEGAL],
        ),
    ),
    "read the story": (
        lambda world: world.report(),
        "alice",
        lambda world, actor, case: dossier.read_story(actor=actor, case=_locked(actor, case), purpose="help"),
    ),
    "add a member": (
        lambda world: None,
        "administrator",
        lambda world, actor, case: organisations.add_member(
            actor=actor, user=world.dave, organisation=world.shn, role=Role.PROFESSIONAL
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("doing", DOINGS)
def test_when_the_event_cannot_be_written_nothing_is_done(doing, world):
    before, name, do = DOINGS[doing]
    case = before(world)
    with world.acting(getattr(world, name)) as actor, nothing_written(), pytest.raises(DataError):
        do(world, replace(actor, kind=NOT_AN_ACTOR_KIND), case)


@pytest.mark.parametrize("doing", DOINGS)
def test_what_is_done_is_an_event_of_who_did_it(doing, world):
    before, name, do = DOINGS[doing]
    case, someone = before(world), getattr(world, name)
    with world.acting(someone) as actor:
        known = set(Event.objects.values_list("pk", flat=True))
        do(world, actor, case)
        found = Event.objects.exclude(pk__in=known)
        assert {(event.actor_id, event.organisation_id, event.outcome) for event in found} == {
            (someone.pk, actor.organisation_id, "done")
        }


@pytest.mark.parametrize(
    ("name", "status", "verb"), [("bob", 404, "access:not_there"), ("victor", 403, "access:denied")]
)
def test_what_is_refused_is_an_event_too_and_nothing_else_is_written(
    own_database, world, owner, name, status, verb
):
    case = world.coordinated()
    someone = getattr(world, name)
    browser = Client(raise_request_exception=False)
    browser.force_login(someone)
    counted = "SELECT verb, outcome, case_id, data::text FROM audit_event WHERE actor_id = %s AND outcome = 'refused'"
    answer = browser.post(reverse("close", args=[case.pk]), SENT)
    assert answer.status_code == status
    ((found, outcome, _case, data),) = owner.execute(counted, [someone.pk]).fetchall()
    assert (found, outcome) == (verb, "refused")
    assert world.seen(world.alice, case).status == "coordinated"
    assert someone.display_name not in data
