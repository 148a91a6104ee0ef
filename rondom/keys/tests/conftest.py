"""A key store of the test's own, and the roles that work on it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from rondom.core import embedded
from rondom.core.kms import kms
from rondom.keys import store

As = Callable[[str], AbstractContextManager[None]]


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Work on the key store in another role, as another process would."""
    before = settings.ROLE
    store.close()
    settings.ROLE = role
    try:
        yield
    finally:
        store.close()
        settings.ROLE = before


@pytest.fixture
def as_role() -> As:
    """Work on the key store as the worker or the owner for the length of a block."""
    return acting_as


@pytest.fixture(scope="module")
def apart() -> Iterator[Path]:
    """A cluster, a key store and a Kms for this module alone, whose epochs may turn."""
    data = Path(tempfile.mkdtemp(prefix="rondom-keys-"))
    data.chmod(0o711)
    before = os.environ.get("RONDOM_DATA"), settings.KMS_FOLDER
    os.environ["RONDOM_DATA"], settings.KMS_FOLDER = str(data), data / "kms"
    kms.cache_clear()
    store.close()
    try:
        embedded.start(data, fast=True)
        with acting_as("owner"):
            store.lay()
        yield data
    finally:
        store.close()
        embedded.stop(data)
        shutil.rmtree(data)
        os.environ["RONDOM_DATA"], settings.KMS_FOLDER = before
        kms.cache_clear()


@pytest.fixture
def keeper() -> Iterator[psycopg.Connection]:
    """Whoever administers the server of the key store."""
    place = embedded.database("rondom_owner", base="rondom_keys")
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=place["NAME"], autocommit=True
    ) as connection:
        yield connection
