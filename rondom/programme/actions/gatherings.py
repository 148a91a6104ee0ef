"""Plan gatherings, register for them, and note who was there."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.programme import policies
from rondom.programme.models import Gathering, Registration
from rondom.programme.verbs import ProgrammeVerb

SAID = ("kind", "title", "about", "place", "material", "starts_at", "ends_at", "seats")


def _say(actor: Actor, gathering: Gathering, said: Mapping[str, Any]) -> None:
    """Let a gathering say this, from now on."""
    for name in SAID:
        setattr(gathering, name, said[name])
    assert actor.user
    gathering.changed_at, gathering.changed_by = actor.at, actor.user


@transaction.atomic
def plan(*, actor: Actor, said: Mapping[str, Any]) -> Gathering:
    """Plan a gathering; `said` has a value for each of SAID. Raises Denied."""
    policies.must_run(actor)
    gathering = Gathering()
    _say(actor, gathering, said)
    gathering.save(force_insert=True)
    record(actor, ProgrammeVerb.PLANNED, subject=("gathering", gathering.pk), data={"kind": gathering.kind})
    return gathering


@transaction.atomic
def change(*, actor: Actor, gathering: Gathering, said: Mapping[str, Any]) -> None:
    """Change a locked gathering that is to come; its material also afterwards. Raises Denied or WrongStep."""
    policies.must_run(actor)
    if any(getattr(gathering, name) != said[name] for name in SAID if name != "material"):
        policies.must_be_to_come(gathering, actor)
    _say(actor, gathering, said)
    gathering.save(update_fields=[*SAID, "changed_at", "changed_by"])
    record(actor, ProgrammeVerb.GATHERING_CHANGED, subject=("gathering", gathering.pk))


@transaction.atomic
def cancel(*, actor: Actor, gathering: Gathering, why: str) -> None:
    """Cancel a locked gathering that is to come. Raises Denied or WrongStep."""
    policies.must_run(actor)
    policies.must_be_to_come(gathering, actor)
    gathering.cancelled_at, gathering.cancelled_by, gathering.why_cancelled = actor.at, actor.user, why
    gathering.save(update_fields=["cancelled_at", "cancelled_by", "why_cancelled"])
    record(actor, ProgrammeVerb.CANCELLED, subject=("gathering", gathering.pk))


@transaction.atomic
def register(*, actor: Actor, gathering: Gathering) -> Registration:
    """Someone comes to a locked gathering that is to come, if there is room. Raises WrongStep."""
    policies.must_be_to_come(gathering, actor)
    coming = Registration.objects.filter(gathering=gathering, withdrawn_at__isnull=True)
    known = Registration.objects.filter(gathering=gathering, user=actor.user).first()
    if known and known.withdrawn_at is None:
        raise WrongStep(_("You are registered already."))
    policies.must_have_room(gathering, coming.count())
    assert actor.user
    registration = known or Registration(gathering=gathering, user=actor.user)
    registration.at, registration.withdrawn_at = actor.at, None
    if known:
        registration.save(update_fields=["at", "withdrawn_at"])
    else:
        registration.save(force_insert=True)
    record(actor, ProgrammeVerb.REGISTERED, subject=("gathering", gathering.pk))
    return registration


@transaction.atomic
def withdraw(*, actor: Actor, gathering: Gathering) -> None:
    """Someone does not come after all. Raises WrongStep."""
    policies.must_be_to_come(gathering, actor)
    known = Registration.objects.filter(
        gathering=gathering, user=actor.user, withdrawn_at__isnull=True
    ).first()
    if known is None:
        raise WrongStep(_("You are not registered."))
    known.withdrawn_at = actor.at
    known.save(update_fields=["withdrawn_at"])
    record(actor, ProgrammeVerb.WITHDREW, subject=("gathering", gathering.pk))


@transaction.atomic
def hold(*, actor: Actor, gathering: Gathering, present: Collection[UUID], others: int) -> None:
    """Note who was at a locked gathering that began: registrations, and how many others. Can be corrected later.

    Raises Denied or WrongStep.
    """
    policies.must_run(actor)
    policies.must_have_begun(gathering, actor)
    for one in Registration.objects.filter(gathering=gathering, withdrawn_at__isnull=True):
        one.present = one.pk in present
        one.save(update_fields=["present"])
    gathering.held_at, gathering.held_by, gathering.others_present = actor.at, actor.user, others
    gathering.save(update_fields=["held_at", "held_by", "others_present"])
    record(
        actor,
        ProgrammeVerb.HELD,
        subject=("gathering", gathering.pk),
        data={"present": len(present), "others": others},
    )
