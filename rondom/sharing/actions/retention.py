"""Until when a closed case is kept: lay it down, end it, hold it, choose a shorter term."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from rondom.audit.log import record
from rondom.cases.models import Case, Category
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing import policies, retention
from rondom.sharing.models import Due, Hold, Term
from rondom.sharing.verbs import SharingVerb


@transaction.atomic
def lay(*, actor: Actor, case: Case) -> None:
    """Lay down when each category of a case that was just closed is destroyed. The case must be locked."""
    origin = case.registered_for
    chosen = {
        term.category: term.days
        for term in Term.objects.filter(organisation=origin, set_at__lte=actor.at).order_by("set_at")
    }
    assert case.closed_at is not None
    dues = []
    for category in Category:
        row = retention.row_of(origin.kind, category)
        days = min(row.days, chosen.get(category, row.days))
        dues.append(
            Due(
                case=case, code=case.code, organisation=origin, category=category, rule=row.id, days=days,
                closed_at=case.closed_at, due_at=case.closed_at + timedelta(days=days),
            )
        )  # fmt: skip
    Due.objects.bulk_create(dues)
    record(
        actor,
        SharingVerb.RETENTION_LAID,
        case_id=case.pk,
        data={"first": min(due.due_at for due in dues).isoformat()},
    )


@transaction.atomic
def end(*, actor: Actor, case: Case) -> None:
    """A case that opens again is not destroyed. The case must be locked. Raises WrongStep when something is gone already."""
    policies.must_not_be_destroyed(case)
    Due.objects.filter(case=case, ended_at__isnull=True).update(ended_at=actor.at)
    record(actor, SharingVerb.RETENTION_ENDED, case_id=case.pk)


@transaction.atomic
def note_calendar(*, actor: Actor) -> None:
    """Note that someone looked at what is destroyed when. Raises Denied for who does not watch over privacy."""
    policies.must_supervise(actor)
    record(actor, SharingVerb.RETENTION_READ, purpose="accountability")


@transaction.atomic
def shorten(*, actor: Actor, organisation: Organisation, category: Category, days: int) -> Term:
    """From now on an organisation keeps a category shorter than the file says. Raises Denied, WrongStep for longer."""
    policies.must_supervise(actor)
    policies.must_be_shorter(days, retention.row_of(organisation.kind, category).days)
    term = Term(organisation=organisation, category=category, days=days, set_at=actor.at, set_by=actor.user)
    term.save(force_insert=True)
    record(
        actor,
        SharingVerb.TERM_SET,
        subject=("term", term.pk),
        data={"organisation": str(organisation.pk), "category": int(category), "days": days},
    )
    return term


@transaction.atomic
def hold(*, actor: Actor, due: Due, reason: Hold.Reason, ordered_by: str, until: datetime) -> Hold:
    """Stop the destruction of a case until a moment. Raises Denied, WrongStep when it is held or destroyed already."""
    policies.must_supervise(actor)
    policies.must_be_held_once(due, actor)
    policies.must_hold_until_later(until, actor)
    held = Hold(
        case_id=due.case_id, reason=reason, ordered_by=ordered_by.strip(), set_at=actor.at, set_by=actor.user,
        until=until,
    )  # fmt: skip
    for over in Hold.objects.filter(case_id=due.case_id, lifted_at__isnull=True, until__lte=actor.at):
        over.lifted_at, over.lifted_by = actor.at, actor.user
        over.save(update_fields=["lifted_at", "lifted_by"])
    held.save(force_insert=True)
    record(
        actor,
        SharingVerb.HELD,
        case_id=due.case_id,
        subject=("hold", held.pk),
        data={"reason": reason.value, "until": timezone.localdate(until).isoformat()},
    )
    return held


@transaction.atomic
def lift(*, actor: Actor, held: Hold) -> None:
    """Destruction goes on as planned. Raises Denied, WrongStep when it was lifted already."""
    policies.must_supervise(actor)
    policies.must_still_hold(held)
    held.lifted_at, held.lifted_by = actor.at, actor.user
    held.save(update_fields=["lifted_at", "lifted_by"])
    record(actor, SharingVerb.HOLD_LIFTED, case_id=held.case_id, subject=("hold", held.pk))
