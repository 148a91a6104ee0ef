"""What a proof of the sealed log needs: a key store of its own, the worker's role, and the superuser who tampers."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from rondom.core import embedded
from rondom.core.kms import kms

POSTGRES = "postgres"


@contextmanager
def own_keys(folder: Path) -> Iterator[Path]:
    """The log has a key, and a last checkpoint beside it, of its own; for our commands too."""
    before, given = settings.KMS_FOLDER, os.environ.get("RONDOM_KMS_FOLDER")
    if Path(before).is_dir():
        shutil.copytree(before, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("log*"))
    settings.KMS_FOLDER, os.environ["RONDOM_KMS_FOLDER"] = folder, str(folder)
    kms.cache_clear()
    try:
        yield folder
    finally:
        settings.KMS_FOLDER = before
        os.environ.pop("RONDOM_KMS_FOLDER")
        if given:
            os.environ["RONDOM_KMS_FOLDER"] = given
        kms.cache_clear()


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Let Django work as another role for a while."""
    before = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = role
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = before


def superuser() -> psycopg.Connection:
    """The database administrator, who may do anything in the database; each statement is committed."""
    place = embedded.database(POSTGRES, name=connection.settings_dict["NAME"])
    return psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=POSTGRES, dbname=place["NAME"], autocommit=True
    )
