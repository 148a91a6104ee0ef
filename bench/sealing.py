"""What the load writes in the open is sealed on its way into the tables, as the application would have done.

python -m bench.sealing SIZE stage    tables of the same names, in front of the real ones, that take plain texts
python -m bench.sealing SIZE seal     everything in them sealed with the keys of its case, into the real ones
"""

import sys
from collections.abc import Iterator
from typing import Any

import django
from psycopg import Connection, sql

from bench import cluster

SCHEMA = "sealing"
_BATCH = 5000


def stage(connection: Connection[Any]) -> None:
    """Make the tables; the load finds them first (population.py sets the search path)."""
    connection.execute(f"CREATE SCHEMA {SCHEMA}")
    for model in _models():
        table = model._meta.db_table
        connection.execute(f"CREATE UNLOGGED TABLE {SCHEMA}.{table} (LIKE public.{table})")
        for field in model._meta.concrete_fields:
            change = f"ALTER TABLE {SCHEMA}.{table} ALTER {field.column}"
            if not field.primary_key:
                connection.execute(f"{change} DROP NOT NULL")
            if _is_sealed(field):
                connection.execute(f"{change} TYPE text USING NULL")


def seal(connection: Connection[Any]) -> None:
    """Seal what is staged, a batch at a time."""
    for model in _models():
        table = model._meta.db_table
        columns = [field.column for field in model._meta.concrete_fields]
        named = sql.SQL(", ").join(map(sql.Identifier, columns))
        write = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier("public", table), named)
        for rows in _batches(
            connection, sql.SQL("SELECT {} FROM {}").format(named, sql.Identifier(SCHEMA, table))
        ):
            with connection.cursor() as cursor, cursor.copy(write) as copy:
                for row in _sealed(model, rows):
                    copy.write_row(row)
    connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def _batches(connection: Connection[Any], query: sql.Composed) -> Iterator[list[Any]]:
    with cluster.connect(connection.info.dbname, "postgres") as reader, reader.transaction():
        cursor = reader.cursor("staged")
        cursor.execute(query)
        while rows := cursor.fetchmany(_BATCH):
            yield rows


def _sealed(model: Any, rows: list[Any]) -> Iterator[list[Any]]:
    """The rows as they stand in the real table."""
    from rondom.core.db import keeping  # noqa: PLC0415 - needs Django set up
    from rondom.keys import ring  # noqa: PLC0415 - as above

    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    with keeping():
        ring.ring().prepare({row[names.index("case_id")] for row in rows}, make=True)
        for row in rows:
            instance = model.from_db(
                "default", names, [_plain(field, value) for field, value in zip(fields, row, strict=True)]
            )
            yield [_value(field, instance) for field in fields]


def _plain(field: Any, value: Any) -> Any:
    from rondom.keys.sealed import SealedList, SealedNumber  # noqa: PLC0415 - needs Django set up

    if value is None:
        return field.get_default()
    if isinstance(field, SealedNumber):
        return int(value)
    if isinstance(field, SealedList):
        return [code for code in value.strip("{}").split(",") if code]
    return value


def _value(field: Any, instance: Any) -> Any:
    found = field.pre_save(instance, add=True)
    return bytes(found) if _is_sealed(field) and found is not None else found


def _is_sealed(field: Any) -> bool:
    from rondom.keys.sealed import Sealed  # noqa: PLC0415 - needs Django set up

    return isinstance(field, Sealed)


def _models() -> list[Any]:
    from django.apps import apps  # noqa: PLC0415 - needs Django set up

    return [model for model in apps.get_models() if any(map(_is_sealed, model._meta.concrete_fields))]


if __name__ == "__main__":
    django.setup()
    with cluster.connect(cluster.name(int(sys.argv[1])), "postgres") as own:
        own.execute("SET session_replication_role = replica")
        own.execute("SET synchronous_commit = off")
        {"stage": stage, "seal": seal}[sys.argv[2]](own)
