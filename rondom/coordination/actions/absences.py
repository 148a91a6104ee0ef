"""A coordinator is away for a while, and a colleague covers."""

from datetime import datetime

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.coordination import away
from rondom.coordination.actions import covers
from rondom.coordination.models import Absence
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation


@transaction.atomic
def set_away(
    *,
    actor: Actor,
    organisation: Organisation,
    user: User,
    cover: User,
    starts_at: datetime,
    ends_at: datetime,
) -> Absence:
    """Someone who coordinates is away from a moment until another; a colleague of the same organisation covers.

    One's own waits until the colleague says yes; the manager's holds at once. Raises Denied or WrongStep.
    """
    away.may_set(actor, organisation, user)
    away.must_fit(actor, organisation, user, cover)
    away.must_be_period(actor, organisation, user, starts_at, ends_at)
    absence = Absence(
        user=user, organisation=organisation, cover=cover, starts_at=starts_at, ends_at=ends_at, set_at=actor.at,
        set_by=actor.user,
    )  # fmt: skip
    if actor.user != user:
        absence.accepted, absence.answered_at, absence.answered_by = True, actor.at, actor.user
    absence.save(force_insert=True)
    covers.tend(actor=actor)
    record(
        actor,
        CoordinationVerb.AWAY_SET,
        subject=("absence", absence.pk),
        data={"user": str(user.pk), "cover": str(cover.pk)},
    )
    return absence


@transaction.atomic
def answer(*, actor: Actor, absence: Absence, accepted: bool) -> None:
    """Say whether one covers for a colleague; with yes one sees their cases while they are away. Raises Denied."""
    away.may_answer(actor, absence)
    absence.accepted, absence.answered_at, absence.answered_by = accepted, actor.at, actor.user
    absence.save(update_fields=["accepted", "answered_at", "answered_by"])
    covers.tend(actor=actor)
    record(
        actor, CoordinationVerb.AWAY_ANSWERED, subject=("absence", absence.pk), data={"accepted": accepted}
    )


@transaction.atomic
def end(*, actor: Actor, absence: Absence) -> None:
    """An absence ends sooner, or does not begin; what the colleague saw by it ends at once. Raises Denied or WrongStep."""
    away.may_end(actor, absence)
    absence.ends_at = max(actor.at, absence.starts_at)
    absence.save(update_fields=["ends_at"])
    covers.tend(actor=actor)
    record(actor, CoordinationVerb.AWAY_ENDED, subject=("absence", absence.pk))
