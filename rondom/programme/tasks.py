"""What the worker does for the programme."""

from uuid import UUID

from django.utils import timezone

from rondom.core import mail
from rondom.core.background import every
from rondom.organisations.actor import Actor
from rondom.programme.actions import keeping, subscriptions


@every("0 6 * * 1")
def tell() -> int:
    """Mail subscribers what is new, on Monday morning; gives how many were tried."""
    now, tried = timezone.now(), list[UUID]()
    while mail.sends():
        reader = subscriptions.tell(actor=Actor.service(now), tried=tried, before=now)
        if reader is None:
            break
        tried.append(reader)
    return len(tried)


@every("20 3 * * *")
def forget_unconfirmed() -> None:
    """Forget the addresses that nobody confirmed, every night."""
    subscriptions.forget(actor=Actor.service(timezone.now()))


@every("40 3 * * *")
def destroy() -> None:
    """Destroy what was kept long enough of who registered and of experts by experience, every night."""
    actor = Actor.service(timezone.now())
    keeping.forget_registrations(actor=actor)
    keeping.erase_lapsed(actor=actor)
