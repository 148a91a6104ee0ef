"""Tell someone that something changed, until they have seen it."""

from django.db import transaction

from rondom.audit.log import record
from rondom.organisations.actor import Actor
from rondom.sharing import policies
from rondom.sharing.models import Notice
from rondom.sharing.verbs import SharingVerb


@transaction.atomic
def seen(*, actor: Actor, notice: Notice) -> None:
    """The one who was told has seen it. Raises Denied for a notice to someone else."""
    policies.must_be_mine(notice, actor)
    notice.seen_at = actor.at
    notice.save(update_fields=["seen_at"])
    record(actor, SharingVerb.NOTICE_SEEN, case_id=notice.case_id, subject=("notice", notice.pk))
