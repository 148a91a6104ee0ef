"""A professional anywhere was shown a code: they ask its coordinator for contact, and learn nothing. Nobody acts."""

from axes.handlers.proxy import AxesProxyHandler
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from rondom.accounts import actions as accounts
from rondom.accounts.actions import AtTheDoor
from rondom.audit.log import record
from rondom.coordination import codes, guests
from rondom.coordination.verbs import CoordinationVerb
from rondom.core import sealed
from rondom.core.db import confirmed, uuid7

_NOBODY = {"username": "code of a coordinator"}  # what requests are counted under, by address


def ask(*, actor: None = None, request: HttpRequest, code: str, about: str, **who: str) -> str | None:
    """Ask for contact; gives what stands in the link to look for an answer, the same for a code that does not exist.

    Every request counts for the address it came from, right or wrong, so that counting says nothing either; None when
    there were five within a quarter of an hour. `who` holds name, place and phone.
    """
    key, receipt = uuid7(), guests.new_token()
    shut = [sealed.seal(who[part], codes.about(key, part)) for part in codes.PARTS]
    with transaction.atomic():
        with confirmed(accounts.DOOR, None):
            if not AxesProxyHandler.is_allowed(request, _NOBODY):
                return None
            AxesProxyHandler.user_login_failed(sender=__name__, credentials=_NOBODY, request=request)
        with confirmed(guests.DOOR, None), connection.cursor() as cursor:
            cursor.execute(
                "SELECT contact_requested(%s, %s, %s, %s, %s, %s, %s)",
                [codes.digest(code), key, *shut, about, guests.digest(receipt)],
            )
            of_case = cursor.fetchone()[0]
        record(
            AtTheDoor(timezone.now()),
            CoordinationVerb.CONTACT_ASKED,
            case_id=of_case,
            subject=("contact_request", key),
        )
    return receipt
