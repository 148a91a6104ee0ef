"""What a session knows of how someone came in, and what is kept for someone who has to come in again."""

import hmac
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.accounts.sessions import BEGAN
from rondom.core.http import Kept

CONFIRMED_FOR = 300  # seconds in which someone need not show again that it is really them
ASKED_FOR = 600  # seconds between the first proof and the second
KEPT_FOR = 1800  # seconds that what was typed waits for who typed it
_MOST_KEPT = 200_000  # characters
_NEVER_KEPT = {"csrfmiddlewaretoken", "code", "credential", "password", "new_password1", "new_password2"}
_HOW, _SECOND, _CONFIRMED, _ASKED, _KEPT = "how", "second", "confirmed", "asked", "kept"


# How someone came in


def note_signed_in(request: HttpRequest, how: list[str], *, second: bool) -> None:
    """From now on this session is theirs; `second` says whether there were two proofs."""
    now = int(time.time())
    request.session.update({BEGAN: now, _HOW: how, _SECOND: second, _CONFIRMED: now})
    request.session.pop(_ASKED, None)


def note_second_factor(request: HttpRequest) -> None:
    """Someone who came in with one proof has given, or laid down, a second."""
    request.session[_SECOND] = True


def note_confirmed(request: HttpRequest) -> None:
    """It was shown, just now, that it is really them."""
    request.session[_CONFIRMED] = int(time.time())


def how(request: HttpRequest) -> list[str]:
    """The proofs that this session began with, such as ["password", "totp"]."""
    return list(request.session.get(_HOW, []))


def is_fresh(request: HttpRequest) -> bool:
    """Whether it was shown in the last five minutes that it is really them."""
    return time.time() - float(request.session.get(_CONFIRMED, 0)) < CONFIRMED_FOR


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this session may see nothing yet but the page to lay down a second factor."""
    return settings.SECOND_FACTOR and not request.session.get(_SECOND)


# Between the first proof and the second


def ask_second_proof(request: HttpRequest, user: User, first: list[str], way: str) -> None:
    """Remember who gave a first proof and where they were going; nobody is signed in."""
    request.session[_ASKED] = {"user": str(user.pk), "how": first, "way": way, "at": int(time.time())}


def asked(request: HttpRequest) -> tuple[User, list[str], str] | None:
    """Who gave a first proof in the last ten minutes, which, and where they were going."""
    found = request.session.get(_ASKED)
    if not found or time.time() - found["at"] > ASKED_FOR:
        return None
    user = User.objects.filter(pk=found["user"], is_active=True).first()
    return (user, found["how"], found["way"]) if user else None


# Guessing


def name_for_counting(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Under what name attempts are counted: a code of what was typed, as that may be a password."""
    typed = str((credentials or {}).get("username", "")).strip().lower()
    return hmac.digest(settings.SECRET_KEY.encode(), f"attempts {typed}".encode(), "sha256").hex()


def address_for_counting(request: HttpRequest) -> str:
    """From where attempts are counted: the address of the browser, as the outermost of our own proxies saw it."""
    hops = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def may_try(request: HttpRequest, user: User) -> bool:
    """Whether this account may be tried from this address; only where the door is confirmed (core/db.py)."""
    return bool(AxesProxyHandler.is_allowed(request, {"username": user.username}))


# Coming in again, without losing what was typed


def keep(request: HttpRequest, view: Callable[..., Any], user_id: Any) -> str:
    """Keep what was typed in the session, which is sealed, for this account alone; gives where to go back to."""
    if request.method != "POST":
        return request.get_full_path()
    back = _page_before(request) if getattr(view, "button", False) else request.path
    typed = request.POST.copy()
    for name in _NEVER_KEPT & {*typed}:
        del typed[name]
    text = typed.urlencode()
    if user_id and text and len(text) <= _MOST_KEPT:
        request.session[_KEPT] = [str(user_id), request.path, back, text, int(time.time())]
    return back


def find_kept(request: HttpRequest) -> None:
    """Give back what was kept, as `request.kept`, to who typed it, on the page where they did; sent again it is gone."""
    found = request.session.get(_KEPT)
    if not found:
        return
    user_id, path, back, text, at = found
    sent_again = request.method == "POST" and request.path == path
    if sent_again or user_id != str(request.user.pk) or time.time() - at > KEPT_FOR:
        del request.session[_KEPT]
    elif request.method == "GET" and request.path in {path, back}:
        request.kept = Kept(path, text)  # type: ignore[attr-defined]


def stop(request: Any, view: Callable[..., Any]) -> HttpResponse | None:
    """To the door, for who is not in or lacks a second factor; for everyone else the session goes on."""
    if not request.user.is_authenticated:
        return ask_in(request, view)
    if lacks_second_factor(request) and not getattr(view, "early", False):
        return redirect("factors")
    if not getattr(view, "by_itself", False):
        request.session.renew()
    find_kept(request)
    return None


def ask_in(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse:
    """To the page to sign in, with a sentence for who was in a moment ago."""
    if SESSION_KEY in request.session:  # the account was closed while its session was open
        request.session.flush()
        messages.error(request, _("This account is closed. Ask the administrator of your organisation."))
        return redirect_to_login(request.get_full_path())
    ended_for: str | None = getattr(request.session, "ended_for", None)
    back = keep(request, view, ended_for)
    if ended_for and request.method == "POST":
        messages.warning(request, _("You were signed out. Sign in again: what you typed is still there."))
    elif ended_for:
        messages.warning(
            request, _("You were signed out because nothing happened for a while. Sign in again.")
        )
    return redirect_to_login(back)


def ask_again(request: HttpRequest, view: Callable[..., Any]) -> HttpResponse:
    """To the page where someone shows that it is really them, and then back."""
    back = keep(request, view, request.user.pk)
    return redirect(f"{reverse('confirm')}?{urlencode({'next': back})}")


def way_on(request: HttpRequest) -> str:
    """Where `next` leads, if that is a page of ours; else Today."""
    wished = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wished, {request.get_host()}, require_https=request.is_secure())
    return wished if ours and wished.startswith("/") else reverse("today")


def _page_before(request: HttpRequest) -> str:
    parts = urlsplit(request.headers.get("Referer", ""))
    return parts.path if parts.netloc == request.get_host() and parts.path else reverse("today")
