"""The real server, with the settings of production, on the database in use; and one who asks it over HTTP."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from rondom.accounts.models import User
from rondom.config import run_demo
from rondom.core import embedded

HOST = "rondom.example"


def _environment(**changes: str) -> dict[str, str]:
    """What an operator sets; the secrets are those of the tests, so that a session made here holds there."""
    place = connection.settings_dict
    url = f"postgresql://rondom_app@/{{}}?host={place['HOST']}&port={place['PORT']}"
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("RONDOM_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "rondom.config.settings.production",
        "RONDOM_DATABASE_URL": url.format(place["NAME"]),
        "RONDOM_KEYS_DATABASE_URL": url.format("rondom_keys"),
        "RONDOM_HOSTS": HOST,
        "RONDOM_SECRET_KEY": settings.SECRET_KEY,
        "RONDOM_ACTOR_KEY": settings.ACTOR_KEY,
        "RONDOM_KMS_FOLDER": str(embedded.data_folder() / "kms"),
        "RONDOM_SECURITY_CONTACT": "mailto:security@rondom.example",
        **changes,
    }


@dataclass
class Served:
    """A server that runs, and what it said so far."""

    port: int
    log: Path
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """All that the server wrote."""
        return self.log.read_text(errors="replace")

    def sign_in(self, user: User) -> None:
        """Let someone be signed in, by a session in the database that both use."""
        client = Client()
        client.force_login(user)
        session = client.session
        session["second"] = True  # came in with two proofs
        session.save()
        self.cookies["__Host-rondom"] = client.cookies["sessionid"].value

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str, str]:
        """The status, the headers and the page that came back, as a proxy with TLS in front would get them."""
        sent = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body, sent)
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
        finally:
            line.close()
        for one in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(one).items()}
        return answer.status, str(answer.headers), page

    def send(self, path: str, form: dict[str, str], *, token: bool = True) -> tuple[int, str, str]:
        """Post a form as its own page would, or without the token of one."""
        if token:
            form = {**form, "csrfmiddlewaretoken": self.cookies["__Host-csrf"]}
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(form).encode(), Content_Type=kind, Origin=f"https://{HOST}")


@contextmanager
def served(log: Path, **changes: str) -> Iterator[Served]:
    """Run the server until the block ends; its files are gathered first, as an operator does."""
    environment = _environment(**changes)
    gather = ["-P", "-m", "rondom.config.command", "collectstatic", "--no-input", "--verbosity", "0"]
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number = one.getsockname()[1]
    command = run_demo.server(number)
    subprocess.run([command[0], *gather], env=environment, cwd=embedded.ROOT, check=True)
    with log.open("w") as out:
        server = subprocess.Popen(
            command, env=environment, cwd=embedded.ROOT, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            found = Served(number, log)
            _await(found, server)
            yield found
        finally:
            server.terminate()
            server.wait(20)


def _await(found: Served, server: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(300):
        try:
            if found.ask("GET", "/healthz")[0] == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
        if server.poll() is not None:
            break
    raise AssertionError(f"The server does not answer: {found.said}")
