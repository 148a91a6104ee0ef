"""Someone at a page, without a browser: what they read, what they typed, and what was written."""

import html
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpResponse
from django.test import Client

from rondom.accounts.models import User
from tests.proof import everything

_UNREAD = re.compile(r"<(script|style|svg|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
_BESIDE = ("audit_", "django_session")


def signed_in(user: User) -> Client:
    """A browser in which someone is signed in, and reads English."""
    return sign_in(Client(headers={"accept-language": "en"}), user)


def sign_in(client: Client, user: User) -> Client:
    """Sign someone in, as if they had just shown who they are."""
    client.force_login(user)
    session = client.session
    session["confirmed"] = time.time()
    session.save()
    return client


def words(response: HttpResponse) -> str:
    """What stands on the page to read, on one line."""
    said = " ".join(html.unescape(_UNREAD.sub(" ", response.content.decode())).split())
    return re.sub(r" (?=[.,:;)])", "", said)


def markup(response: HttpResponse) -> str:
    """The page itself."""
    return response.content.decode()


def title(response: HttpResponse) -> str:
    """What the browser writes in its history."""
    return html.unescape(re.search(r"<title>(.*?)</title>", markup(response))[1])


def field(response: HttpResponse, name: str) -> str:
    """The control of one field as it stands on the page, with what is in it."""
    return re.search(
        rf'<(input|select|textarea) [^>]*name="{name}"[^>]*>(?:[^<]*</textarea>)?', markup(response)
    )[0]


def _rows() -> dict[str, str]:
    found = everything()
    rows = json.loads(found) if isinstance(found, str) else found
    return {table: digest for table, digest in rows.items() if not table.startswith(_BESIDE)}


@contextmanager
def nothing_changed() -> Iterator[None]:
    """Whatever is asked of the server in the block, afterwards no row is another, but for the log and the session."""
    before = _rows()
    yield
    assert _rows() == before
