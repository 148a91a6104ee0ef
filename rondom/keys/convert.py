"""The migration step that seals what stands in columns already."""

from typing import Any
from uuid import UUID

from django.db.migrations.operations.base import Operation, OperationCategory

from rondom.core.db import keeping
from rondom.keys import ring, sealed

BATCH = 1000


class Seal(Operation):
    """Columns of a case become sealed: what stands in them is encrypted, and the table is written anew without it.

    `part` is the category of the whole table or the column that holds it, as for `ProtectByCase`. All of it or nothing
    happens, so that it may be stopped and run again. There is no way back: texts would stand in the open. What was
    written before remains in older backups and in the write-ahead log until those are destroyed.
    """

    reversible = False
    category = OperationCategory.ALTERATION

    def __init__(self, model_name: str, part: int | str, fields: dict[str, sealed.Sealed]) -> None:
        self.model_name, self.part, self.fields = model_name, part, fields

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.model_name, self.part, self.fields], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        for name, field in self.fields.items():
            state.alter_field(app_label, self.model_name.lower(), name, field, preserve_default=True)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        meta = to_state.apps.get_model(app_label, self.model_name)._meta
        columns = [meta.get_field(name) for name in self.fields]
        old = from_state.apps.get_model(app_label, self.model_name)
        checks = {
            name
            for field in columns
            for name in schema_editor._constraint_names(old, [field.column], check=True)
        }
        with schema_editor.connection.cursor() as cursor:
            sealing = ", ".join(f'"{field.column}" bytea' for field in columns)
            cursor.execute(f"CREATE TEMP TABLE sealing (id uuid PRIMARY KEY, {sealing})")
            self._seal(cursor, meta.db_table, columns)
            self._replace(cursor, meta.db_table, columns, checks)
            cursor.execute("DROP TABLE sealing")

    def describe(self) -> str:
        return f"Seal {', '.join(self.fields)} of {self.model_name}"

    def _seal(self, cursor: Any, table: str, columns: list[Any]) -> None:
        """Encrypt every row, some at a time, beside the table."""
        part = self.part if isinstance(self.part, int) else f'"{self.part}"'
        names = ", ".join(f'"{field.column}"' for field in columns)
        read = f'SELECT id, case_id, {part}, {names} FROM "{table}" WHERE id > %s ORDER BY id LIMIT %s'  # noqa: S608
        write = f"INSERT INTO sealing VALUES (%s{', %s' * len(columns)})"  # noqa: S608 - marks alone
        last = UUID(int=0)
        while True:
            cursor.execute(read, [last, BATCH])
            rows = cursor.fetchall()
            if not rows:
                return
            with keeping():
                ring.ring().prepare({row[1] for row in rows}, make=True)
                cursor.executemany(write, [self._row(table, columns, *row) for row in rows])
            last = rows[-1][0]

    @staticmethod
    def _row(table: str, columns: list[Any], row_id: Any, case_id: Any, part: int, *values: Any) -> list[Any]:
        found: list[Any] = [row_id]
        for field, value in zip(columns, values, strict=True):
            if field.null and (value is None or value == field.empty()):
                found.append(None)
                continue
            bound = sealed.about(table, field.column, row_id, case_id)
            found.append(bytes(sealed.seal(case_id, part, field.encode(value), bound)))
        return found

    @staticmethod
    def _replace(cursor: Any, table: str, columns: list[Any], checks: set[str]) -> None:
        """Write the table anew, in one go, with what was sealed in the place of what stood there."""
        changes = [f'DROP CONSTRAINT "{name}"' for name in sorted(checks)]
        for field in columns:
            name = f'"{field.column}"'
            cursor.execute(
                f'CREATE FUNCTION pg_temp."sealed_{field.column}"(uuid) RETURNS bytea LANGUAGE sql STABLE'  # noqa: S608
                f" AS 'SELECT {name} FROM pg_temp.sealing WHERE id = $1'"
            )
            changes += [
                f"ALTER {name} DROP DEFAULT",
                f"ALTER {name} {'DROP' if field.null else 'SET'} NOT NULL",
                f'ALTER {name} TYPE bytea USING pg_temp."sealed_{field.column}"(id)',
                f'ADD CONSTRAINT "{table}_{field.column}_sealed" CHECK ({field.check_of(field.column)})',
            ]
        cursor.execute(f'ALTER TABLE "{table}" {", ".join(changes)}')
        for field in columns:
            cursor.execute(f'DROP FUNCTION pg_temp."sealed_{field.column}"(uuid)')
