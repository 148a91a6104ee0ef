"""Whatever anyone sends to any address: an answer of ours, never a fault of ours.

RONDOM_FUZZ says how many requests are tried (600 otherwise; the target is 100,000); they differ only when it is set.
"""

import os
import re
import socket
import time
from collections.abc import Iterator
from urllib.parse import quote_from_bytes

import psycopg
import pytest
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rondom.core import embedded
from tests.filled_in import FILLED_IN
from tests.matrix import CASES, MATRIX, NO, PLACE, SIGNED_OUT
from tests.pages import headers_are_strict
from tests.scene import NOWHERE, PATTERNS, Places, address, browser
from tests.served import HOST, served

WHO = ["csg-dh", "regie-csg-dh", "voorzitter-ob", "csg-ob", "politie-dh", "regie-shn-dh", SIGNED_OUT]
METHODS = ["HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "X-ODD"]
LEAVES = {"sign_out", "demo:become"}  # would change who is asking

ODD = [
    b"", b" ", b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\r\nSet-Cookie: a=b",
    "\u202e\ufeff".encode(), "\u0661\u0662".encode(), "\U0001f469\u200d\U0001f467".encode(), "ﬀİı".encode() * 9,
    b"-1", b"0", b"1e400", b"NaN", b"Infinity", b"9" * 30, b"9" * 5000, b"0x10", b"1_000", b"true", b"None",
    b"2026-13-45T99:99", b"0001-01-01T00:00", b"9999-12-31T23:59", b"2026-03-29T02:30", b"2026-10-25T02:30", b"31-12-9999 23:59",
    b"00000000-0000-0000-0000-000000000000", b"00000000-0000-0000-0000-000000000000:00000000-0000-0000-0000-000000000000",
    b"{00000000-0000-0000-0000-000000000000}", b"urn:uuid:", b":", b"::", b"x:y", b"other:",
    b"' OR 1=1 --", b"%s%d%(x)s", b"{0.__class__}", b"{{ 7|add:1 }}", b"<script>", b"../../etc/passwd", b"//elsewhere.example",
    b"javascript:x", b"x" * 300, b"x" * 30_000, b"()" * 3000,
]  # fmt: skip
ROWS = [
    "involved-TOTAL_FORMS",
    "involved-INITIAL_FORMS",
    "involved-0-name",
    "involved-99999-name",
    "asks-TOTAL_FORMS",
]
QUERIES = ["code", "status", "wie", "page", "next", "q", "", "code[]", "__proto__", "region", "voor"]
KINDS = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "x" * 300,
     "application/json", "text/plain; charset=\xff", "", "x" * 3000,
]  # fmt: skip
HEADERS = [
    "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST",
    "HTTP_X_FORWARDED_FOR", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_ACCEPT", "CONTENT_LENGTH",
]  # fmt: skip
COOKIES = [
    "sessionid=%s",
    "csrftoken=%s",
    "rondom_language=%s",
    "messages=%s",
    "%s",
    "sessionid=%s; sessionid=x",
]


@pytest.fixture(scope="module")
def places(demo_database: str) -> Iterator[Places]:
    place = embedded.database("rondom_owner", name=demo_database)
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=demo_database, autocommit=True
    ) as owner:
        yield Places(owner)


@pytest.fixture(scope="module")
def fields(places) -> dict[str, list[str]]:
    """The fields of every page with a form, as those who may see it get them, and the values it offers."""
    found: dict[str, list[str]] = {}
    for who in WHO:
        client = browser(who)
        for name in PATTERNS:
            for file in list(CASES)[:6] if "pk" in PATTERNS[name].pattern.converters else ["DH-02"]:
                client.raise_request_exception = True
                page = client.get(
                    address(
                        name,
                        **NOWHERE,
                        **places.ids(file),
                        key="csg-dh",
                        place=PLACE,
                        emergency_pk=places.emergency,
                    )
                ).content.decode(errors="replace")  # a paper is none
                found[name] = sorted({*found.get(name, []), *re.findall(r' name="([\w-]+)"', page)})
    assert len(found["first_contact:new"]) > 40
    return found


@pytest.fixture(scope="module")
def clients(places) -> dict[str, Client]:
    """Everyone at their browser; a fault of ours is raised, so that it is shown with its place."""
    found = {who: browser(who) for who in WHO}
    for client in found.values():
        client.raise_request_exception = True
    return found


values = (
    st.sampled_from(ODD)
    | st.binary(max_size=30)
    | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass"))
)


def form(pairs: list[tuple[str, bytes]]) -> bytes:
    """What a browser would send of these, were the values what a browser lets one type."""
    return b"&".join(name.encode() + b"=" + quote_from_bytes(value).encode() for name, value in pairs)


@st.composite
def requests(draw, names: dict[str, list[str]]):
    """Who asks, how, where, and what with."""
    name, who = draw(st.sampled_from(sorted(PATTERNS))), draw(st.sampled_from(WHO))
    methods = ["GET"] * any(get != NO for _, get, _ in MATRIX[name]) + ["POST"] * 4 * any(
        post != NO for _, _, post in MATRIX[name]
    )
    method = draw(st.sampled_from(methods if draw(st.integers(0, 7)) else METHODS))
    seen = [file for file, facts in CASES.items() if who in facts.sees]
    file = draw(st.sampled_from(seen if seen and draw(st.integers(0, 4)) else list(CASES)))
    known = [*names[name], *ROWS, *FILLED_IN.get(name, {})]
    pairs = draw(st.lists(st.tuples(st.sampled_from(known), values), max_size=12))
    kept = [
        (key, str(value).encode()) for key, value in FILLED_IN.get(name, {}).items() if draw(st.booleans())
    ]
    query = draw(st.lists(st.tuples(st.sampled_from(QUERIES), values), max_size=2))
    body = form(kept + pairs) if draw(st.integers(0, 5)) else draw(st.binary(max_size=200))
    extra = {header: draw(values) for header in draw(st.lists(st.sampled_from(HEADERS), max_size=2))}
    if "HTTP_COOKIE" in extra:
        extra["HTTP_COOKIE"] = draw(st.sampled_from(COOKIES)).encode().replace(b"%s", extra["HTTP_COOKIE"])
    return {
        "name": name,
        "who": who,
        "method": method,
        "file": file,
        "query": form(query).decode(),
        "body": body,
        "kind": draw(st.sampled_from(KINDS)),
        "headers": {key: value.decode("latin-1") for key, value in extra.items()},
    }


def ask(one, places: Places, clients: dict[str, Client]):
    """One request, with what of it the middleware and the server would let through; gives the answer."""
    who = one["who"]
    client = browser(who) if one["name"] in LEAVES else clients[who]
    url = address(
        one["name"],
        **NOWHERE,
        **places.ids(one["file"]),
        key="csg-dh",
        place=PLACE,
        emergency_pk=places.emergency,
    )
    before = client.cookies.copy()
    try:
        return client.generic(
            one["method"],
            url,
            one["body"],
            content_type=one["kind"],
            QUERY_STRING=one["query"],
            **one["headers"],
        )
    finally:
        client.cookies = before


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Refusals are meant."""
    caplog.set_level("CRITICAL", logger="django")


def test_nothing_that_is_sent_to_any_address_makes_a_fault_of_ours(places, clients, fields):
    answers: dict[int, int] = {}

    @settings(
        max_examples=int(os.environ.get("RONDOM_FUZZ", "600")),
        derandomize="RONDOM_FUZZ" not in os.environ,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(fields))
    def try_all(one):
        response = ask(one, places, clients)
        answers[response.status_code] = answers.get(response.status_code, 0) + 1
        assert response.status_code < 500
        assert headers_are_strict(response) == []

    try_all()
    assert {200, 302, 400, 403, 404, 405, 422} <= set(answers), answers


def test_nothing_in_an_address_makes_a_fault_of_ours(places, clients):
    routes = [str(one.pattern) for one in PATTERNS.values()]
    assert len(routes) > 20
    parts = [*ODD, b"00000000-0000-4000-8000-00000000000", b"0" * 32, b"GGGGGGGG-0000-4000-8000-000000000000"]
    for part in parts:
        odd = quote_from_bytes(part)[:4000]
        for path in (
            f"/{odd}",
            f"/zaken/{odd}/",
            f"/mdt/{odd}/",
            f"/mdt/{odd}/zaak/{odd}/",
            f"/demo/als/{odd}/",
            f"/static/{odd}",
        ):
            response = clients["csg-dh"].get(path)
            assert response.status_code < 500, path
            response.close()
    assert get_resolver().resolve("/vandaag/")


# What no browser sends: straight to the server, as production runs it.
LINE = b"Host: rondom.example\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n"
RAW = {
    "no request at all": b"\r\n\r\n",
    "rubbish": b"\x00\xff\x16\x03\x01" * 9 + b"\r\n\r\n",
    "a broken line": b"GET\r\n\r\n",
    "another protocol": b"GET / HTTP/9.9\r\n" + LINE + b"\r\n",
    "an old protocol": b"GET /healthz HTTP/1.0\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": b"GET /vandaag/ HTTP/1.1\r\nHost: elsewhere.example\r\n" + LINE + b"\r\n",
    "another host": b"GET /inloggen/ HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
    "a whole address": b"GET http://elsewhere.example/inloggen/ HTTP/1.1\r\n" + LINE + b"\r\n",
    "bytes in the address": b"GET /zaken/\xff\xfe/ HTTP/1.1\r\n" + LINE + b"\r\n",
    "a zero in the address": b"GET /zaken/%00/?code=%00 HTTP/1.1\r\n" + LINE + b"\r\n",
    "bytes in the query": b"GET /zaken/?code=\xff\xfe HTTP/1.1\r\n" + LINE + b"\r\n",
    "a long address": b"GET /" + b"x" * 60_000 + b" HTTP/1.1\r\n" + LINE + b"\r\n",
    "a long header": b"GET /inloggen/ HTTP/1.1\r\n" + LINE + b"X: " + b"x" * 600_000 + b"\r\n\r\n",
    "many headers": b"GET /inloggen/ HTTP/1.1\r\n" + LINE + b"".join(b"X-%d: x\r\n" % n for n in range(5000)) + b"\r\n",
    "bytes in a header": b"GET /inloggen/ HTTP/1.1\r\n" + LINE + b"Accept-Language: \xff\xfe\r\nCookie: \xff=\xfe\r\n\r\n",
    "tracing": b"TRACE /inloggen/ HTTP/1.1\r\n" + LINE + b"X-Secret: told\r\n\r\n",
    "a tunnel": b"CONNECT elsewhere.example:443 HTTP/1.1\r\n" + LINE + b"\r\n",
    "an upgrade": b"GET / HTTP/1.1\r\nHost: rondom.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "a length that is none": b"POST /inloggen/ HTTP/1.1\r\n" + LINE + b"Content-Length: x\r\n\r\n",
    "a length below nothing": b"POST /inloggen/ HTTP/1.1\r\n" + LINE + b"Content-Length: -1\r\n\r\n",
    "a length beyond all measure": b"POST /inloggen/ HTTP/1.1\r\n" + LINE + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n",
    "two lengths": b"POST /inloggen/ HTTP/1.1\r\n" + LINE + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a length and pieces": b"POST /inloggen/ HTTP/1.1\r\n" + LINE + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n",
    **{
        f"an alphabet called {name}": b"POST /inloggen/?x=1 HTTP/1.1\r\n" + LINE + b"Content-Length: 3\r\nContent-Type: "
        b"application/x-www-form-urlencoded; Charset=" + name.encode() + b"\r\n\r\na=b"
        for name in ("zlib", "rot13", "utf-16", "idna", "none", "undefined")
    },
    "pieces that are none": b"POST /inloggen/ HTTP/1.1\r\n" + LINE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "pieces of another kind": b"POST /inloggen/ HTTP/1.1\r\n" + LINE + b"Transfer-Encoding: x\r\n\r\n",
    "pieces without a form": b"POST /inloggen/ HTTP/1.1\r\n" + LINE + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(own_database, tmp_path_factory, django_db_blocker):
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("server") / "log") as found:
        yield found


@pytest.mark.parametrize("what", RAW)
def test_what_no_browser_sends_is_refused_and_the_server_goes_on(what, site):
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as line:
        try:
            line.sendall(RAW[what])
            line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        except OSError:  # the server hung up first
            answer = b""
    statuses = [int(found) for found in re.findall(rb"^HTTP/1\.[01] (\d{3})", answer, re.MULTILINE)]
    assert len(statuses) <= 1, "one request, one answer"
    assert all(status < 500 for status in statuses), answer[:300]
    assert b"told" not in answer, "a header is not sent back"
    assert b"elsewhere.example" not in answer
    assert site.ask("GET", "/healthz")[0] == 200


def test_a_visitor_who_sends_slowly_holds_nobody_up(site):
    """More of them than there are threads."""
    slow = [socket.create_connection(("127.0.0.1", site.port), timeout=5) for _visitor in range(40)]
    try:
        for number, line in enumerate(slow):
            begun = b"POST /inloggen/ HTTP/1.1\r\nHost: " + HOST.encode()
            line.sendall(begun if number % 2 else begun + b"\r\n" + LINE[22:] + b"Content-Length: 9\r\n\r\na")
        began = time.monotonic()
        assert site.ask("GET", "/inloggen/")[0] == 200
        assert time.monotonic() - began < 3
    finally:
        for line in slow:
            line.close()
