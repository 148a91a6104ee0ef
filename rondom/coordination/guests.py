"""One-time links for partners without an account: how they look, how long they wait, and what they open.

A link holds 256 random bits, which are not to be guessed, so that a plain digest keeps them. Its code is eight digits
that the coordinator says by phone: those can be guessed, so that a slow hash keeps them and few tries are allowed.
"""

import base64
import hashlib
import hmac
import re
import secrets
import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from rondom.cases.models import Case
from rondom.coordination.models import GuestQuestion
from rondom.core.db import confirmed
from rondom.core.moments import absolute

DOOR = "guest"  # what the functions for guests ask for (sql/guests.sql)
DIGITS = 8
_WAITS = tomllib.loads(Path(__file__).with_name("guests.toml").read_text())
HOURS: tuple[int, ...] = tuple(_WAITS["hours"])
USUAL: int = _WAITS["usual"]


def new_token() -> str:
    """What stands in a new link."""
    return base64.b32encode(secrets.token_bytes(32)).decode().lower().rstrip("=")


def new_code() -> str:
    """Eight digits to say over the phone."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def digest(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hashed(code: str) -> str:
    """What is kept of a code: Django's slow hash."""
    return make_password(code)


def cleaned(code: str) -> str:
    """The digits of a code as it was typed: with spaces, dots or dashes."""
    return re.sub(r"[\s.\-]", "", code)


@cache
def _nobody() -> str:
    return make_password(secrets.token_hex(16))


def fits(question: GuestQuestion | None, code: str) -> bool:
    """Whether the code goes with the question; where there is none, it takes as long to say no."""
    kept = question.code_hash if question else _nobody()
    return check_password(cleaned(code), kept) and question is not None


def pass_of(question: GuestQuestion) -> str:
    """What the page with the question carries, so that who gave the code need not do so again; works for that link alone."""
    return salted_hmac(
        "rondom.guest", f"{question.token_digest}|{question.code_hash}", algorithm="sha256"
    ).hexdigest()


def opened(token: str) -> GuestQuestion | None:
    """The question of a link that opens something now, locked; only where the door of guests is confirmed."""
    found = GuestQuestion.objects.raw("SELECT * FROM guest_question(%s)", [digest(token)])
    return next(iter(found), None)


def passed(token: str, shown: str) -> GuestQuestion | None:
    """The same, for who gave the right code a moment ago."""
    question = opened(token)
    right = pass_of(question) if question else digest(token)
    same = hmac.compare_digest(right.encode(), shown.encode("utf-8", "surrogatepass"))
    return question if same and question is not None and question.opened_at else None


@dataclass(frozen=True)
class Asked:
    """A question as the guest sees it: no more than who asks, what, and until when."""

    question: str
    ends_at: datetime
    who: str
    place: str
    phone: str
    shown: str


def asked(question: GuestQuestion, token: str) -> Asked:
    """What the guest may see of a question; only where the door of guests is confirmed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT who, place, phone FROM guest_asked_by(%s)", [digest(token)])
        who, place, phone = cursor.fetchone() or ("", "", "")
    return Asked(question.question, question.ends_at, who, place, phone, pass_of(question))


def again(token: str, shown: str) -> Asked | None:
    """The question once more, for who gave its code a moment ago and has not answered yet."""
    with transaction.atomic(), confirmed(DOOR, None):
        question = passed(token, shown)
        return asked(question, token) if question else None


@dataclass(frozen=True)
class Line:
    """A question as the coordinator sees it."""

    question: GuestQuestion
    waits: bool
    ended: bool  # nobody answered in time


def of_case(case: Case, at: datetime) -> list[Line]:
    """All questions to partners without an account in a case that one may see: what waits first, then the newest."""
    found = GuestQuestion.objects.filter(case=case).select_related("asked_by", "asked_for", "withdrawn_by")
    lines = [
        Line(one, one.waits(at), one.state == GuestQuestion.State.OPEN and not one.waits(at)) for one in found
    ]
    return sorted(lines, key=lambda line: (not line.waits, -line.question.asked_at.timestamp()))


def mail(question: GuestQuestion, link: str) -> str:
    """An address that opens the coordinator's own mail, with the link and a text that says nothing of whom or what."""
    if not question.email:
        return ""
    text = _("There is a question for you. You read it here: %(link)s") % {"link": link}
    said = {"subject": _("A question for you"), "body": f"{text}\n\n{_('You get the code over the phone.')}"}
    return f"mailto:{quote(question.email, safe='@')}?{urlencode(said, quote_via=quote)}"


def invitation(question: GuestQuestion, link: str) -> tuple[str, str]:
    """Subject and text of the mail that Rondom sends itself, in Dutch and English: nothing of whom, by whom or what."""
    parts, subjects = [], []
    until = question.ends_at
    for language in ("nl", "en"):
        with override(language):
            subjects.append(_("A question for you"))
            parts.append(
                "\n\n".join(
                    [
                        _("There is a question for you in Rondom. You read it here: %(link)s")
                        % {"link": link},
                        _("You get the code over the phone. The link works until %(until)s.")
                        % {"until": absolute(until)},
                        _(
                            "Did you expect no question? Then you need not do anything, and nobody sees anything."
                        ),
                    ]
                )
            )
    return " / ".join(subjects), "\n\n---\n\n".join(parts)


def ends(at: datetime, hours: int) -> datetime:
    """Until when a link works that is made now."""
    return at + timedelta(hours=hours)
