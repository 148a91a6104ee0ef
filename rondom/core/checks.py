"""Rondom does not start as the owner of its tables: row-level security does not hold for owners."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

_ASK = """
SELECT
    role.rolsuper OR role.rolbypassrls,
    EXISTS (SELECT 1 FROM pg_class WHERE relowner = role.oid),
    pg_has_role(current_user, 'rondom_owner', 'MEMBER'),
    EXISTS (SELECT 1 FROM pg_proc WHERE proleakproof AND proname = 'texteq')
FROM pg_roles role WHERE role.rolname = current_user
"""
_FAULTS = [
    "The serving role may pass row-level security.",
    "The serving role owns tables; serve as rondom_app.",
    "The serving role may become the owner; serve as rondom_app.",
    "The database compares texts before the access rule; run rondom/core/sql/database.sql in it as superuser.",
]


def role_faults(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """What is wrong with the role that serves; empty when the access rule holds for it."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_ASK)
        answers = cursor.fetchone()
    return [fault for wrong, fault in zip(answers, _FAULTS, strict=True) if wrong]


def must_serve_safely() -> None:
    """Refuse to start pages with a role for which the access rule does not hold. Raises ImproperlyConfigured."""
    faults = role_faults()
    if faults:
        raise ImproperlyConfigured(" ".join(faults))


@register(Tags.database)
def serving_role(databases: Sequence[str] | None = None, **more: Any) -> list[CheckMessage]:
    """The same as a system check, `rondom check --database default`, for every command that serves."""
    if settings.ROLE != "app":
        return []
    return [Error(fault, id="rondom.E001") for alias in databases or [] for fault in role_faults(alias)]
