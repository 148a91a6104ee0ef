"""An event as the record that is sealed: canonical JSON (RFC 8785), by column, in the order of their names.

What is empty (null, an empty text, no data) is left out, so that a column that is added later changes no record. The
database makes the text where it reads many (`SQL`), Python where it reads one (`canonical`); tests hold them equal.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785
from django.db import models

from rondom.audit.models import COLUMNS, Codes, Event


def of(event: Event) -> dict[str, Any]:
    """The record of an event: texts, and `data` as it is."""
    values = {column: getattr(event, field.attname) for column, field in COLUMNS.items()}
    return {column: _plain(value) for column, value in values.items() if value not in (None, "", {})}


def canonical(event: Event) -> bytes:
    """The very bytes that are sealed."""
    return rfc8785.dumps(of(event))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        second, point, fraction = value.astimezone(UTC).replace(tzinfo=None).isoformat().partition(".")
        return f"{second}{point}{fraction.rstrip('0')}+00:00"
    return str(value) if isinstance(value, UUID) else value


def _sql(column: str, field: models.Field) -> str:
    name = f"""'"{column}":'"""
    if isinstance(field, Codes):
        return f"{name} || nullif({column}, '{{}}')::json"  # what is no JSON is refused, not passed on
    if isinstance(field, models.UUIDField):
        return f"""'"{column}":"' || {column} || '"'"""
    if isinstance(field, models.DateTimeField):
        return f"{name} || to_json({column})"  # in UTC, as every connection of Django is
    return f"{name} || to_json(nullif({column}, ''))"


# The same in the database: concat_ws passes over what is null.
SQL = "'{' || concat_ws(',', " + ", ".join(_sql(*each) for each in sorted(COLUMNS.items())) + ") || '}'"
