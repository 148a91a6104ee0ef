"""Take in a report from another system: once, however often it is sent."""

import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from rondom.audit.log import record
from rondom.cases.models import ALL_CATEGORIES, Case
from rondom.core.errors import Collided, WrongStep
from rondom.core.problem import Problem
from rondom.first_contact import casefile
from rondom.first_contact.actions import reports
from rondom.first_contact.models import Reception
from rondom.first_contact.outcome import told
from rondom.first_contact.verbs import ReportVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Token

# Our own choice: a system that was cut off tries again within minutes or hours.
ANSWERED_FOR = timedelta(hours=24)
_USED_BEFORE = (
    _("A report was registered under this key before, and its answer is no longer given."),
    _("Send a new report with a new key; this one stands."),
)


@dataclass(frozen=True)
class Sent:
    """What came in: the key under which it was sent, the very bytes, and what they say."""

    key: str
    body: bytes
    data: Any


def take(*, actor: Actor, token: Token, sent: Sent) -> dict[str, Any]:
    """Register what was sent, and give what came of it; the same again for the same key and body.

    Two that come at once wait for each other. Raises Faulty for what cannot be registered, Problem for another body under
    a key that was used, Denied as registering does, and WrongStep when that key was used too long ago.
    """
    key_digest, body_digest = _digest("key", sent.key.encode()), _digest("body", sent.body)
    with transaction.atomic():
        _wait_for_others(token, key_digest)
        before = Reception.objects.filter(token=token, key_digest=key_digest).first()
        if before is None:
            case = reports.register(actor=actor, intake=casefile.read(sent.data, actor.at, strict=True))
            answer = told(actor, _registered(case), actor.at)
            reception = Reception(
                case=case, token=token, key_digest=key_digest, body_digest=body_digest, answer=json.dumps(answer),
                received_at=actor.at,
            )  # fmt: skip
            _keep(reception)
        else:
            reception, answer = before, _again(before, body_digest, actor)
        record(
            actor,
            ReportVerb.REPEATED if before else ReportVerb.RECEIVED,
            case_id=reception.case_id,
            subject=("token", token.pk),
            purpose="first_contact",
        )
    return answer


def _registered(case: Case) -> Case:
    """A case that was registered just now, with its code and who is next; who registers sees all of it."""
    found = Case.objects.select_related("region", "next_organisation", "next_user").get(pk=case.pk)
    found.held = ALL_CATEGORIES
    return found


def _again(before: Reception, body_digest: str, actor: Actor) -> dict[str, Any]:
    """What was answered before."""
    if not hmac.compare_digest(before.body_digest, body_digest):
        raise Problem(422, str(_("This key (Idempotency-Key) was used before, for another report.")))
    if actor.at - before.received_at > ANSWERED_FOR:
        raise WrongStep(_USED_BEFORE[0], instead=_USED_BEFORE[1])
    answer: dict[str, Any] = json.loads(before.answer)
    return answer


def _keep(reception: Reception) -> None:
    """Write it down, or find that the key was used in a case that the account does not see now.

    It may see it in a moment: access begins at a moment, and who waited for another may have begun before that.
    """
    try:
        with transaction.atomic():
            reception.save(force_insert=True)
    except IntegrityError:
        raise Collided(_USED_BEFORE[0], instead=_USED_BEFORE[1]) from None


def _wait_for_others(token: Token, key_digest: str) -> None:
    """Whoever sends the same at this moment goes first, or waits until this one is done."""
    number = int.from_bytes(
        hmac.digest(token.pk.bytes, key_digest.encode(), "sha256")[:8], "big", signed=True
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _digest(what: str, value: bytes) -> str:
    """By this it is known again, and nobody without our secret can try what it was."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"reception {what} ".encode() + value, "sha256").hex()
