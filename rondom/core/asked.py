"""Queries that every page asks, built once.

Django takes longer to build such a query than PostgreSQL to answer it, and builds the same one each time. Here it is built at
its first use and remembered with the places of its values; after that the values alone are put in.
"""

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import update_wrapper
from typing import Any, Generic, TypeVar, get_type_hints
from uuid import UUID, uuid4

from django.db import connections, models
from django.db.models.fields.related import ForeignObject
from django.db.models.query import ModelIterable, ValuesIterable

M = TypeVar("M", bound=models.Model)
One = UUID | datetime | str | list[UUID]
_UNLIKELY = datetime(1907, 3, 11, 5, 17, tzinfo=UTC)


@ForeignObject.register_lookup
@models.UUIDField.register_lookup
class Among(models.Lookup):
    """`case_id__among=keys`: one of these, given as one value, so that the query is the same for any number of them."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (list(value),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right}::uuid[])", (*left_values, *right_values)


class asked(Generic[M]):  # noqa: N801 - a decorator
    """A function that makes a queryset of models from values; asked with values it gives their rows, as a list.

    The values are UUIDs, lists of them (`among`), moments and texts.

    Each value must come into the query as it is: one that is worked out of it (a day later) is a value of its own. That is
    checked when the query is built, from two sets of made-up values. Raises TypeError.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]]) -> None:
        update_wrapper(self, build)
        self._build = build
        self._built: _Built[M] | None = None

    def query(self, **values: One) -> models.QuerySet[M]:
        """The queryset itself, for who asks a part of it."""
        return self._build(**values)

    def __call__(self, **values: One) -> list[M]:
        if self._built is None:
            self._built = _Built(self._build)
        return self._built.rows(values)


class _Built(Generic[M]):
    """A query with the places where its values go."""

    def __init__(self, build: Callable[..., models.QuerySet[M]]) -> None:
        kinds = {name: kind for name, kind in get_type_hints(build).items() if name != "return"}
        one, other = (
            {name: _made_up(kind, number) for number, (name, kind) in enumerate(kinds.items(), start)}
            for start in (0, len(kinds))
        )
        self._rows, (self._sql, first) = self._compiled(build(**one))
        _, (again, second) = self._compiled(build(**other))
        if again != self._sql:
            raise TypeError(f"{build.__qualname__}: the query itself depends on a value.")
        self._places = [
            _place(build, left, right, one, other) for left, right in zip(first, second, strict=True)
        ]
        self._names = set(kinds)

    def _compiled(self, rows: models.QuerySet[M]) -> tuple[models.QuerySet[M], tuple[str, tuple[Any, ...]]]:
        if rows._iterable_class not in (ModelIterable, ValuesIterable):  # noqa: SLF001
            raise TypeError("Only rows of a model, or their values by name, can be asked.")
        self._compiler = rows.query.get_compiler(rows.db)
        sql, values = self._compiler.as_sql()
        return rows, (sql, tuple(values))

    def rows(self, values: dict[str, One]) -> list[M]:
        if set(values) != self._names or None in values.values():
            raise TypeError(f"Asked with {sorted(values)}, not with {sorted(self._names)}.")
        compiler = copy.copy(self._compiler)
        compiler.connection = connections[compiler.using]
        put_in = tuple(values[place.name] if isinstance(place, _Value) else place for place in self._places)
        compiler.as_sql = lambda *_args, **_named: (self._sql, put_in)
        found = self._rows.__class__.__new__(self._rows.__class__)  # copying a queryset would ask it
        found.__dict__ = {**self._rows.__dict__}
        found._query = _Ready(compiler, self._rows.query)  # type: ignore[attr-defined] # noqa: SLF001
        found._result_cache, found._prefetch_done = None, False  # type: ignore[attr-defined] # noqa: SLF001
        return list(found)


class _Value:
    """The place of a value, by its name."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Ready:
    """What a queryset asks of its query once that is built."""

    def __init__(self, compiler: Any, query: Any) -> None:
        self._compiler = compiler
        self.selected = query.selected  # the names of `values()`

    def get_compiler(self, *_args: Any, **_named: Any) -> Any:
        return self._compiler


def _made_up(kind: type, number: int) -> One:
    if kind is UUID:
        return uuid4()
    if kind == list[UUID]:
        return [uuid4(), uuid4()]
    if kind is str:
        return uuid4().hex
    if kind is datetime:
        return _UNLIKELY + timedelta(days=37 * number)
    raise TypeError(f"A query is asked with UUIDs, moments and texts, not with {kind}.")


def _place(build: Any, left: Any, right: Any, one: dict[str, Any], other: dict[str, Any]) -> Any:
    """What goes into one place of the query: a value by its name, or the same each time."""
    for name, value in one.items():
        if left == value and right == other[name]:
            return _Value(name)
    if left == right or repr(left) == repr(right):
        return left
    raise TypeError(f"{build.__qualname__}: {left!r} was worked out of a value; give it as one.")
