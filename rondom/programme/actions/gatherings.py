"""Plan gatherings, register for them, and note who was there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.core import mail as sending
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.programme import mail, policies
from rondom.programme.models import Gathering, Registration
from rondom.programme.verbs import ProgrammeVerb

PLACED = ("starts_at", "ends_at", "place")  # who registered is told when one of these is another
_MOST_FAILURES = 2  # one after the other: then the mail server is not there, and nobody waits for it
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


@dataclass(frozen=True)
class Told:
    """How many of those who registered were told by mail, and how many were not."""

    told: int = 0
    not_told: int = 0


@transaction.atomic
def change(*, actor: Actor, gathering: Gathering, said: Mapping[str, Any]) -> Told:
    """Change a locked gathering that is to come; its material also afterwards. Raises Denied or WrongStep.

    Who registered is told by mail when it is at another moment or place.
    """
    policies.must_run(actor)
    if any(getattr(gathering, name) != said[name] for name in SAID if name != "material"):
        policies.must_be_to_come(gathering, actor)
    coming = Registration.objects.filter(gathering=gathering, withdrawn_at__isnull=True)
    moved = any(getattr(gathering, name) != said[name] for name in PLACED) and coming.exists()
    _say(actor, gathering, said)
    if moved:
        gathering.moved_at = actor.at
    gathering.save(update_fields=[*SAID, "moved_at", "changed_at", "changed_by"])
    done = _tell(actor, gathering, *mail.moved(gathering)) if moved else Told()
    record(actor, ProgrammeVerb.GATHERING_CHANGED, subject=("gathering", gathering.pk), data=_counted(done))
    return done


@transaction.atomic
def cancel(*, actor: Actor, gathering: Gathering, why: str) -> Told:
    """Cancel a locked gathering that is to come, and tell who registered by mail. Raises Denied or WrongStep."""
    policies.must_run(actor)
    policies.must_be_to_come(gathering, actor)
    gathering.cancelled_at, gathering.cancelled_by, gathering.why_cancelled = actor.at, actor.user, why
    gathering.save(update_fields=["cancelled_at", "cancelled_by", "why_cancelled"])
    done = _tell(actor, gathering, *mail.cancelled(gathering))
    record(actor, ProgrammeVerb.CANCELLED, subject=("gathering", gathering.pk), data=_counted(done))
    return done


def _tell(actor: Actor, gathering: Gathering, subject: str, text: str) -> Told:
    """Mail who comes and left an address; who was not told stands on the page of the gathering."""
    told = failures = 0
    coming = list(
        Registration.objects.filter(gathering=gathering, withdrawn_at__isnull=True).order_by("at", "pk")
    )
    for one in coming:
        if not one.address or failures >= _MOST_FAILURES or not sending.sends():
            continue
        if sending.send(one.address, subject, text):
            one.told_at, told, failures = actor.at, told + 1, 0
            one.save(update_fields=["told_at"])
        else:
            failures += 1
    return Told(told, len(coming) - told)


def _counted(done: Told) -> dict[str, int]:
    return {"told": done.told, "not_told": done.not_told} if done != Told() else {}


@transaction.atomic
def register(*, actor: Actor, gathering: Gathering, address: str = "") -> Registration:
    """Someone comes to a locked gathering that is to come, if there is room. Raises WrongStep.

    `address`: where they want to read that it is cancelled or moved; empty for nowhere.
    """
    policies.must_be_to_come(gathering, actor)
    coming = Registration.objects.filter(gathering=gathering, withdrawn_at__isnull=True)
    known = Registration.objects.filter(gathering=gathering, user=actor.user).first()
    if known and known.withdrawn_at is None:
        raise WrongStep(_("You are registered already."))
    policies.must_have_room(gathering, coming.count())
    assert actor.user
    registration = known or Registration(gathering=gathering, user=actor.user)
    registration.at, registration.withdrawn_at, registration.told_at = actor.at, None, None
    registration.address = address
    if known:
        registration.save(update_fields=["at", "withdrawn_at", "told_at", "sealed_address"])
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
    known.withdrawn_at, known.address = actor.at, ""
    known.save(update_fields=["withdrawn_at", "sealed_address"])
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
