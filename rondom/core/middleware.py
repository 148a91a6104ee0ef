"""Headers that hold for every answer, the files of the pages included."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from rondom.core import problem

# Nothing, unless it is named. Scripts are the few files of the door: the warning before a session ends, and passkeys.
# Nothing inline, no frame, no other site.
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    # In the demo the streams stand at a port beside the pages (config/settings/demo.py); elsewhere they are our own origin.
    "connect-src": " ".join(["'self'", *settings.STREAM_ORIGINS]),
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
# What a browser can do and no page of ours asks for. Security keys stand apart: signing in may need them.
_FEATURES = [
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "clipboard-write",
    "display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "idle-detection",
    "local-fonts", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial",
    "storage-access", "sync-xhr", "usb", "window-management", "xr-spatial-tracking",
]  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # not less: over TLS, forms are believed by where they come from
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
# Not "cookies": a browser would clear those of the whole domain above ours too. Our own end by name.
FORGET = '"cache", "storage"'


class SecurityHeaders:
    """A strict content security policy everywhere, and nothing of a page kept by a shared computer.

    Stands before everything else, so that no answer passes it by. What an answer says itself stays: the files of the
    pages may be kept. Whose session ends, by signing out or by itself, is forgotten by the browser too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        session = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if session is not None and not session.value:
            response.headers["Clear-Site-Data"] = FORGET
        return response


class BoundedBody:
    """What is larger than BODY_MAX_BYTES is refused by its length, before a byte of it is read or kept.

    A form that takes files may be sent more, up to BODY_MAX_READ: no more of it is kept (core/uploads.py: InMemory),
    and the form comes back with a sentence at the field and all else that was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length") or "0"
        most = settings.BODY_MAX_BYTES
        # More digits than the limit has are more than the limit; int() would refuse very long numbers.
        if not self._within(length, most) and not self._brings_files(request, length):
            if problem.is_for_systems(request):
                return problem.answer(413, _("This is too large to take in."))
            return render(request, "413.html", {"most": most // 1_000_000}, status=413)
        return self.get_response(request)

    @staticmethod
    def _within(length: str, most: int) -> bool:
        return length.isdecimal() and len(length) <= len(str(most)) and int(length) <= most

    def _brings_files(self, request: HttpRequest, length: str) -> bool:
        """Whether someone with a session sends a form that takes files."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not self._within(
            length, settings.BODY_MAX_READ
        ):
            return False
        try:
            return getattr(resolve(request.path_info).func, "brings_files", False)
        except Resolver404:
            return False
