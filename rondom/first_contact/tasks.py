"""What the worker does for first contact."""

import logging

from django.db import DatabaseError
from django.utils import timezone

from rondom.core.background import every
from rondom.first_contact.actions import drafts
from rondom.first_contact.models import Draft
from rondom.organisations.actor import Actor

_log = logging.getLogger(__name__)


@every("10 * * * *")
def destroy_drafts() -> None:
    """Destroy the drafts that are over, every hour; which those are is all that the worker sees of them."""
    now = timezone.now()
    for key in Draft.objects.filter(goes_at__lte=now).order_by("goes_at").values_list("pk", flat=True):
        try:
            drafts.destroy(actor=Actor.service(now), key=key)
        except DatabaseError:  # someone went on with it just now
            _log.info("A draft was not destroyed; it is tried again if it is over.")
