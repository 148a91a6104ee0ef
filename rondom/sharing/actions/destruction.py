"""Destroy what is due: first the rows, then their keys, then every older copy of those keys.

May be killed between any two steps and run again: what was begun is found by its proof and finished.
"""

from uuid import UUID

from django.db import connection, transaction

from rondom.audit.log import record
from rondom.cases.models import in_mask
from rondom.core.db import uuid7
from rondom.keys import rotation, store
from rondom.organisations.actor import Actor
from rondom.sharing.models import Destruction
from rondom.sharing.verbs import SharingVerb


@transaction.atomic
def destroy(*, actor: Actor, case_id: UUID) -> int:
    """Destroy the rows of a case that are due, and leave the proof; gives the categories. Their keys are still there.

    The database refuses a case that is open, on hold or not due: InternalError or ProgrammingError, and nothing happened.
    """
    key = uuid7()
    with connection.cursor() as cursor:
        cursor.execute("SELECT destroy_due(%s, %s)", [case_id, key])
        (gone,) = cursor.fetchone()
    record(
        actor,
        SharingVerb.DESTROYED,
        case_id=case_id,
        subject=("destruction", key),
        data={"categories": gone},
    )
    return int(gone)


def finish(actor: Actor) -> int:
    """Destroy the keys of all whose rows are gone, and turn the epoch when that was not done since; gives how many.

    Raises KeysError, KmsError; then the rest is done the next time.
    """
    for proof in Destruction.objects.filter(keys_destroyed_at__isnull=True).order_by("destroyed_at"):
        store.destroy(proof.case_id, [int(category) for category in in_mask(proof.categories)])
        Destruction.objects.filter(pk=proof.pk).update(keys_destroyed_at=actor.at)
    open_copies = Destruction.objects.filter(keys_destroyed_at__isnull=False, epoch__isnull=True)
    found = list(open_copies.values_list("pk", flat=True))
    if found:
        number = rotation.rotate()
        Destruction.objects.filter(pk__in=found).update(epoch=number)
    return len(found)
