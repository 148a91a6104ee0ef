"""The test suite: the demo's rooms, on a database of its own (see tests/conftest.py)."""

import os

os.environ.setdefault("RONDOM_ACTOR_KEY", "5c" * 32)

from .base import *
from .base import INSTALLED_APPS, beside

DEBUG = False
DEMO = True
SECOND_FACTOR = False
SECRET_KEY = "only-for-tests-" + "x" * 40
SECURITY_CONTACT = "mailto:security@rondom.example"
MAIL_FROM = "rondom@tests.example"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
INSTALLED_APPS = ["rondom.demo", *INSTALLED_APPS]
STREAMS, STREAM_ORIGINS, PAGE_ORIGINS = beside(
    os.environ.get("RONDOM_STREAMS_PORT", ""), os.environ.get("RONDOM_PORT", "8000")
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # type: ignore[assignment]

# Nightly work that was missed is not made good at the start of a worker: it would turn the keys of all tests.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 60}
