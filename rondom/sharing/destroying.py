"""What is due for destruction, and the proof that nothing of it is left."""

import json
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection

from rondom.cases.models import Category, in_mask
from rondom.core.kms import KmsError, kms
from rondom.keys import ring, store
from rondom.sharing.models import Destruction, Due, Hold


def due(now: datetime) -> list[tuple[UUID, str]]:
    """The cases, with their codes, of which something is due and that nobody holds; longest due first."""
    live = Due.objects.filter(ended_at__isnull=True, destroyed_at__isnull=True)
    held = Hold.objects.filter(lifted_at__isnull=True, until__gt=now).values("case_id")
    # The case itself goes last: with only that due, the rest comes first.
    waiting = set(live.filter(due_at__gt=now).values_list("case_id", flat=True))
    found = {}
    for one in live.filter(due_at__lte=now).exclude(case_id__in=held).order_by("due_at", "pk"):
        if one.category != Category.CASE or one.case_id not in waiting:
            found[one.case_id] = one.code
    return list(found.items())


def prove(proof: Destruction) -> Iterator[tuple[bool, str]]:
    """Each thing that must be so when something was destroyed, and whether it is: tried, not remembered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT left_of(%s, %s)", [proof.case_id, proof.categories])
        left = json.loads(cursor.fetchone()[0])
    yield not left, f"Rows left: {left or 'none'}."
    opened = [
        str(category.name.lower())
        for category in in_mask(proof.categories)
        if _opens(proof.case_id, category)
    ]
    yield not opened, f"Keys that open: {', '.join(opened) or 'none'}."
    yield proof.epoch is not None, f"The epoch turned after it: {proof.epoch or 'not yet'}."
    older = [
        name for name in kms().names() if name.startswith("epoch-") and int(name[6:]) < (proof.epoch or 0)
    ]
    yield not older, f"Master keys of older epochs that are left: {', '.join(older) or 'none'}."


def _opens(case_id: UUID, category: Category) -> bool:
    """Whether a key of this part of the case can still be had."""
    try:
        ring.Ring().key(case_id, category.value)
    except (ring.Destroyed, store.KeysError, KmsError):
        return False
    return True
