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


def _sql(column: str, field: models.Field, *, plain: bool) -> str:
    name = f"""'"{column}":'"""
    if isinstance(field, Codes):
        return f"{name} || nullif({column}, '{{}}')::json"  # what is no JSON is refused, not passed on
    if isinstance(field, models.UUIDField):
        return f"""'"{column}":"' || {column} || '"'"""
    if isinstance(field, models.DateTimeField):
        return f"{name} || to_json({column})"  # in UTC, as every connection of Django is
    if plain:
        return f"""'"{column}":"' || nullif({column}, '') || '"'"""
    return f"{name} || to_json(nullif({column}, ''))"


def _whole(*, plain: bool) -> str:
    """The record in the database: concat_ws passes over what is null."""
    parts = [_sql(column, field, plain=plain) for column, field in sorted(COLUMNS.items())]
    return f"'{{' || concat_ws(',', {', '.join(parts)}) || '}}'"


# The same in the database. To write every text as JSON took half of the time, and hardly any has something in it that JSON
# writes otherwise: so that is asked of all of them at once, and only where one has is each written by itself.
_TEXTS = ", ".join(column for column, field in COLUMNS.items() if isinstance(field, models.CharField))
_NOTHING_OTHERWISE = f"octet_length(to_json(concat({_TEXTS}))::text) = octet_length(concat({_TEXTS})) + 2"
SQL = f"CASE WHEN {_NOTHING_OTHERWISE} THEN {_whole(plain=True)} ELSE {_whole(plain=False)} END"
