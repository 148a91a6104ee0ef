"""At the door of guests: the code that goes with a link, and the answer. Nobody acts; what may be done is for sql/guests.sql."""

from typing import cast

from axes.handlers.proxy import AxesProxyHandler
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from rondom.accounts import actions as accounts
from rondom.accounts.actions import AtTheDoor
from rondom.audit.log import record
from rondom.audit.models import Event
from rondom.cases.models import Category
from rondom.coordination import guests
from rondom.coordination.models import GuestQuestion
from rondom.coordination.verbs import CoordinationVerb
from rondom.core.db import confirmed

_NOBODY = {"username": "one-time link"}  # what wrong codes are counted under, by address


def let_in(*, actor: None = None, request: HttpRequest, token: str, code: str) -> guests.Asked | None:
    """The question, for who gives the code of its link; nothing for every other reason, in as much time.

    A wrong code counts for the link, which closes after five, and for the address it came from, from where no code is
    right any more for a quarter of an hour. What was typed is not kept.
    """
    with transaction.atomic():
        with confirmed(accounts.DOOR, None):
            may = AxesProxyHandler.is_allowed(request, _NOBODY)
        with confirmed(guests.DOOR, None):
            question = guests.opened(token)
            right = guests.fits(question, code)
            if not may:
                return None
            with connection.cursor() as cursor:
                cursor.execute("SELECT guest_tried(%s, %s)", [guests.digest(token), right])
            asked = guests.asked(question, token) if question and right else None
        if not right:
            with confirmed(accounts.DOOR, None):
                AxesProxyHandler.user_login_failed(sender=__name__, credentials=_NOBODY, request=request)
        record(
            AtTheDoor(timezone.now()),
            CoordinationVerb.GUEST_LET_IN if right else CoordinationVerb.GUEST_REFUSED,
            outcome=Event.Outcome.DONE if right else Event.Outcome.REFUSED,
            case_id=question.case_id if question else None,
            subject=("guest_question", question.pk) if question else None,
        )
    return asked


def answer(*, actor: None = None, token: str, shown: str, answer: str, who: str) -> bool:
    """The answer of a guest, once; says whether it was taken. It is sealed with the keys of the case."""
    with transaction.atomic(), confirmed(guests.DOOR, None):
        question = guests.passed(token, shown)
        taken = question is not None and _taken(question, token, answer, who)
        record(
            AtTheDoor(timezone.now()),
            CoordinationVerb.GUEST_ANSWERED if taken else CoordinationVerb.GUEST_REFUSED,
            outcome=Event.Outcome.DONE if taken else Event.Outcome.REFUSED,
            case_id=question.case_id if question else None,
            subject=("guest_question", question.pk) if question else None,
            category=Category(question.category).name.lower() if question else "",
        )
    return taken


def _taken(question: GuestQuestion, token: str, text: str, who: str) -> bool:
    """Write the answer through the one function that may."""
    sealed = [
        bytes(cast("bytes", GuestQuestion._meta.get_field(name).sealed(question, value)))  # type: ignore[union-attr] # noqa: SLF001
        for name, value in (("answer", text), ("answered_as", who))
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT guest_answered(%s, %s, %s)", [guests.digest(token), *sealed])
        return bool(cursor.fetchone()[0])
