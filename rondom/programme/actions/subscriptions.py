"""Updates by mail: asked for with an account, confirmed and stopped with a link, told by the worker."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rondom.accounts.actions import AtTheDoor
from rondom.audit.log import record
from rondom.audit.models import Event
from rondom.core import mail as sending
from rondom.core.db import confirmed
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.programme import mail
from rondom.programme.models import Subscription
from rondom.programme.verbs import ProgrammeVerb


@transaction.atomic
def ask(*, actor: Actor, address: str, origin: str) -> bool:
    """Ask for updates by mail at an address, and mail there whether it is right; gives whether that was sent.

    Raises WrongStep for who gets them already.
    """
    if Subscription.objects.filter(user=actor.user).exists():
        raise WrongStep(_("You asked for this already."), instead=_("Stop it first to use another address."))
    assert actor.user
    subscription = Subscription(
        user=actor.user,
        language=get_language() or "nl",
        origin=origin,
        asked_at=actor.at,
        told_until=actor.at,
    )
    subscription.address = address
    subscription.save(force_insert=True)
    sent = sending.send(address, *mail.question(origin, subscription.pk, subscription.language))
    record(actor, ProgrammeVerb.SUBSCRIBED, subject=("subscription", subscription.pk), data={"sent": sent})
    return sent


def confirm(*, actor: None = None, given: str) -> bool:
    """Whoever reads mail at an address says that it is right; says whether the link opened anything. Nobody acts."""
    key = mail.subscription_of(mail.CONFIRM, given)
    with transaction.atomic(), confirmed(mail.DOOR, None):
        done = key is not None and _through("confirm_subscription", key)
        record(
            AtTheDoor(timezone.now()),
            ProgrammeVerb.CONFIRMED,
            outcome=_outcome(done=done),
            subject=("subscription", key) if key else None,
        )
    return done


def stop(*, actor: None = None, given: str) -> bool:
    """Whoever has the link of a mail wants no more of them; says whether there was something to stop. Nobody acts."""
    key = mail.subscription_of(mail.STOP, given)
    with transaction.atomic(), confirmed(mail.DOOR, None):
        done = key is not None and _through("end_subscription", key)
        record(
            AtTheDoor(timezone.now()),
            ProgrammeVerb.UNSUBSCRIBED,
            outcome=_outcome(done=done),
            subject=("subscription", key) if key else None,
        )
    return done


@transaction.atomic
def end(*, actor: Actor) -> None:
    """Someone with an account wants no more mails. Raises WrongStep."""
    found = Subscription.objects.filter(user=actor.user).first()
    if found is None or not _through("end_subscription", found.pk):
        raise WrongStep(_("You get no updates by mail."))
    record(actor, ProgrammeVerb.UNSUBSCRIBED, subject=("subscription", found.pk))


@transaction.atomic
def tell(*, actor: Actor, tried: list[UUID], before: datetime) -> UUID | None:
    """Mail one more subscriber what was published before a moment: the worker does; gives who, None when all were told.

    A mail that is not taken is tried again the next time. Right when two run at once (sql/programme.sql).
    """
    reader = mail.next_reader(before, tried)
    if reader is None:
        return None
    sent = bool(reader.address) and sending.send(reader.address, *mail.digest(reader, before))
    if sent:
        with connection.cursor() as cursor:
            cursor.execute("SELECT digest_done(%s, %s)", [reader.key, before])
    record(actor, ProgrammeVerb.TOLD, subject=("subscription", reader.key), data={"sent": sent})
    return reader.key


@transaction.atomic
def forget(*, actor: Actor) -> int:
    """Forget the addresses that nobody confirmed within a week: the worker does, every night; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_unconfirmed(%s)", [actor.at - mail.CONFIRM_WITHIN])
        gone: int = cursor.fetchone()[0]
    if gone:
        record(actor, ProgrammeVerb.FORGOTTEN, data={"gone": gone})
    return gone


def _through(function: str, key: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])
        return bool(cursor.fetchone()[0])


def _outcome(*, done: bool) -> Event.Outcome:
    return Event.Outcome.DONE if done else Event.Outcome.REFUSED
