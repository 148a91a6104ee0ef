"""The pool of experts by experience: look, keep what was agreed, erase."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.programme import policies
from rondom.programme.models import Expert
from rondom.programme.verbs import ProgrammeVerb


@dataclass(frozen=True)
class Told:
    """What an expert by experience told about themselves: no more than is needed to ask them."""

    name: str
    contact: str
    topics: str
    availability: str
    agreement: str


@transaction.atomic
def look(*, actor: Actor) -> list[Expert]:
    """The pool, for who works for the programme; that they looked is recorded. Raises Denied."""
    policies.must_run(actor)
    found = list(Expert.objects.order_by("until", "pk"))
    record(actor, ProgrammeVerb.POOL_READ, data={"experts": len(found)})
    return found


@transaction.atomic
def keep(
    *,
    actor: Actor,
    told: Told,
    groups: Collection[str],
    agreed_on: date,
    until: date,
    expert: Expert | None = None,
) -> Expert:
    """Write what was agreed with an expert by experience, or write it anew. Raises Denied."""
    policies.must_run(actor)
    assert actor.user
    kept = expert or Expert()
    kept.told, kept.groups = asdict(told), list(groups)
    kept.agreed_on, kept.until = agreed_on, until
    kept.added_at, kept.added_by = actor.at, actor.user
    if expert:
        kept.save(update_fields=["sealed", "groups", "agreed_on", "until", "added_at", "added_by"])
    else:
        kept.save(force_insert=True)
    record(actor, ProgrammeVerb.EXPERT_KEPT, subject=("expert", kept.pk))
    return kept


@transaction.atomic
def erase(*, actor: Actor, expert: Expert) -> None:
    """Erase an expert by experience: the row is gone, and only that it was erased stays. Raises Denied or WrongStep."""
    policies.must_run(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_expert(%s)", [expert.pk])
        if not cursor.fetchone()[0]:
            raise WrongStep(_("This was erased already."))
    record(actor, ProgrammeVerb.EXPERT_ERASED, subject=("expert", expert.pk))
