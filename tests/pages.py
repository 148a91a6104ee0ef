"""What every page of Rondom must be: headers, nothing inline, every form guarded, and one page for two kinds of absence."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STRICTER = {"Referrer-Policy": "no-referrer"}
ASKED_FOR_ONCE = {
    "camera",
    "microphone",
    "geolocation",
    "display-capture",
    "clipboard-read",
    "usb",
    "payment",
}
# The description of the API and the open data, which are the same for everyone.
OPEN_TO_PAGES = {"/api/v1/openapi.json", "/api/v1/services", "/api/v1/coverage"}
# Where one asks where one can go: of what is sent there nothing is written, so there is nothing to forge, and no cookie for a token.
WITHOUT_TOKEN = {"/waar-kan-ik-terecht/"}
_OURS = re.compile(r"/(?!/)|#|\?|tel:\+?\d+$")
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
_LEFT = re.compile(rb'data-session-left="[0-9]+"')  # seconds: they pass
_NEXT = re.compile(rb'name="next" value="[^"]*"')


def headers_are_strict(response: HttpResponse, *, may_be_kept: bool = False) -> list[str]:
    """What is missing of the headers that every answer carries."""
    wrong = [
        f"{name} is {response.get(name)!r}"
        for name, value in HEADERS.items()
        if response.get(name) not in {value, STRICTER.get(name)}
    ]
    parts = (part.strip().partition(" ") for part in response.get("Content-Security-Policy", "").split(";"))
    policy = {name: value for name, _, value in parts}
    features = dict(part.strip().split("=") for part in response.get("Permissions-Policy", "x=x").split(","))
    kept = "no-store" not in response.get("Cache-Control", "")
    return [
        *wrong,
        *[f"the content policy is {policy}"] * (policy != POLICY),
        *[f"the page may use {features}"]
        * (not features.keys() > ASKED_FOR_ONCE or {*features.values()} != {"()"}),
        *["a shared computer may keep it"] * (kept != may_be_kept),
        *["pages of others may read it"]
        * ("Access-Control-Allow-Origin" in response and response.request["PATH_INFO"] not in OPEN_TO_PAGES),
    ]


class _Reader(HTMLParser):
    """Reads a page and notes what the content security policy, or we, would not have."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.title, self.tags = "", set()
        self._unguarded = False

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = dict(pairs)
        self.tags.add(tag)
        if tag in {"style", "base", "iframe", "object", "embed"} or (
            tag == "script" and not attributes.get("src")
        ):
            self.wrong.append(f"<{tag}> on the page")
        for name, value in attributes.items():
            if name == "style" or name.startswith("on"):
                self.wrong.append(f"<{tag} {name}=...> on the page")
            out = (
                tag == "a"
                and (value or "").startswith("https://")
                and "noreferrer" in (attributes.get("rel") or "")
            )
            if name in {"href", "src", "action", "formaction"} and not _OURS.match(value or "") and not out:
                self.wrong.append(f"<{tag} {name}={value!r}> leads elsewhere")
        if tag == "form":
            posts = (attributes.get("method") or "get").lower() == "post"
            self._unguarded = posts and attributes.get("action") not in WITHOUT_TOKEN
        if tag == "input" and attributes.get("name") == "csrfmiddlewaretoken":
            self._unguarded = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._unguarded:
            self.wrong.append("a form without a token")


def faults(response: HttpResponse) -> list[str]:
    """What is wrong with a page; nothing for an answer that is no page."""
    if not response.get("Content-Type", "").startswith("text/html") or not response.content:
        return []
    reader = _Reader()
    reader.feed(response.content.decode())
    missing = {"title", "main", "h1"} - reader.tags
    return reader.wrong + [f"no <{tag}> on the page" for tag in sorted(missing)]


def same_page(one: HttpResponse, other: HttpResponse) -> bool:
    """Whether two answers are the same to the byte, but for the form's token and the way back of the language form."""

    def plain(response: HttpResponse) -> tuple[int, bytes]:
        return response.status_code, _LEFT.sub(b"", _NEXT.sub(b"", _TOKEN.sub(b"", response.content)))

    return plain(one) == plain(other)
