"""Production is not the demo: its rooms, addresses and conveniences are not there, and nothing starts half set up."""

import os
import subprocess
import sys

import pytest

from rondom.core import embedded

# As in the Makefile: of the right shape and of no worth; no database is asked anything.
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "rondom.config.settings.production",
    "RONDOM_HOSTS": "rondom.example",
    "RONDOM_DATABASE_URL": "postgresql://rondom_app@localhost/rondom",
    "RONDOM_SECRET_KEY": "only-to-check-with-0123456789-abcdefghijklmnopqrstuvwxyz",
    "RONDOM_KEYS_DATABASE_URL": "postgresql://rondom_app@localhost/rondom_keys",
    "RONDOM_KMS_FOLDER": "/nowhere",
    "RONDOM_SECURITY_CONTACT": "mailto:security@rondom.example",
    "RONDOM_ACTOR_KEY": "0123456789abcdef" * 4,
}
LOOK = """
import django
django.setup()
from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
assert "rondom.demo" not in settings.INSTALLED_APPS
assert not settings.DEMO
assert not settings.DEBUG
for name, arguments in [("demo:people", []), ("demo:become", ["csg-dh"])]:
    try:
        found = reverse(name, args=arguments)
    except NoReverseMatch:
        continue
    raise SystemExit(f"{name} is at {found}")
for path in ["/demo/", "/demo/als/csg-dh/"]:
    try:
        found = resolve(path)
    except Resolver404:
        continue
    raise SystemExit(f"{path} is {found.view_name}")
assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_SSL_REDIRECT
assert settings.SECURE_HSTS_SECONDS >= 31536000 and settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
assert settings.STREAMS == "/stroom/" and settings.STREAM_ORIGINS == settings.PAGE_ORIGINS == []
assert settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"
"""


def start(code: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run code with the settings of production and this environment, without what the tests have set."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("RONDOM_", "DJANGO_"))
    }
    environment |= {**ENVIRONMENT, **{key: value for key, value in changes.items() if value is not None}}
    for key, value in changes.items():
        if value is None:
            del environment[key]
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env=environment, cwd=embedded.ROOT, capture_output=True, text=True, check=False
    )


def test_production_has_no_demo():
    done = start(LOOK)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("value", [None, "", "x"], ids=["missing", "empty", "too short"])
@pytest.mark.parametrize("name", ["RONDOM_SECRET_KEY", "RONDOM_ACTOR_KEY"])
def test_production_does_not_start_without_its_secrets(name, value):
    must_say(name, value)


@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
@pytest.mark.parametrize(
    "name", ["RONDOM_HOSTS", "RONDOM_DATABASE_URL", "RONDOM_KEYS_DATABASE_URL", "RONDOM_KMS_FOLDER"]
)
def test_production_does_not_start_without_knowing_where_it_is(name, value):
    must_say(name, value)


def test_production_does_not_start_with_a_key_that_cannot_sign():
    must_say("RONDOM_ACTOR_KEY", "not hexadecimal " * 4)


@pytest.mark.parametrize(
    "value", [None, "", "security@rondom.example", "http://rondom.example", "mailto:a\nb"]
)
def test_production_does_not_start_without_a_place_to_tell_of_a_weakness(value):
    must_say("RONDOM_SECURITY_CONTACT", value)


def must_say(name: str, value: str | None) -> None:
    """Production does not start, and the last line of what it says names what is missing."""
    done = start("import django; django.setup()", **{name: value})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert name in last, last
    assert "must be" in last, last
