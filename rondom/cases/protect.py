"""The one way in which a table of a case is put behind the access rule."""

from typing import Any

from django.db.migrations.operations.special import RunSQL

from rondom.core.db import SERVING_ROLE

_RULE = """
    {case} = ANY ((SELECT my_cases())::uuid[])
    AND EXISTS (SELECT 1 FROM cases_access held WHERE held.user_id = (SELECT rondom_actor())
        AND held.case_id = {table}.{case} AND held.{held} & {bits} <> 0
        AND held.starts_at <= now() AND held.ends_at > now())
"""
# Category and origin regime as one bit of what someone holds by regime (models/category.py: Regime.lane).
_LANE = "({table}.{category}::bigint << (8 * {table}.{regime}))"
_EVERY_CASE = "{case} = ANY ((SELECT my_cases())::uuid[])"


class ProtectByCase(RunSQL):
    """Row-level security on a table that belongs to a case.

    `category` is a bit (one category for the whole table) or the name of the column that holds it; `regime` the column
    with the origin regime, for a table whose rows have one of their own. Access to any
    category includes the case itself (bit 1), so that for those tables the list of cases is the whole rule. The
    serving role may read and add rows, change the columns in `changes` and delete nothing.

    `author`: the column that must be whoever acts, in new rows. `within`: columns that must point to a row of the
    same case, {"step_id": "cases_step"}. `for_own`: the column that must be an organisation of whoever acts. `insert`
    replaces the rule for new rows; `change` and `changed_to` add to the rule for a row before and after a change, in
    SQL: for the few tables that make access, and so that nothing is ended or closed in another's name. `seen` adds to
    the rule for reading, adding and changing, in SQL: what is kept from some who hold the category.
    """

    def __init__(  # noqa: PLR0913 - one step says all there is to say about a table
        self,
        table: str,
        category: int | str,
        *,
        case: str = "case_id",
        regime: str = "",
        seen: str = "",
        author: str = "",
        for_own: str = "",
        changes: str = "",
        within: dict[str, str] | None = None,
        insert: str = "",
        change: str = "",
        changed_to: str = "",
    ) -> None:
        self._arguments: tuple[list[Any], dict[str, Any]] = (
            [table, category],
            {
                "case": case, "regime": regime, "seen": seen, "author": author, "for_own": for_own, "changes": changes, "within": within or {},
                "insert": insert, "change": change, "changed_to": changed_to,
            },
        )  # fmt: skip
        bits = _LANE.format(table=table, category=category, regime=regime) if regime else category
        held = "by_regime" if regime else "categories"
        rule = (_EVERY_CASE if category == 1 else _RULE).format(table=table, case=case, bits=bits, held=held)
        if seen:
            rule = f"({rule}) AND ({seen})"
        added = insert or rule
        if author:
            added = f"({added}) AND {author} = (SELECT rondom_actor())"
        if for_own:
            added = f"({added}) AND {for_own} = ANY ((SELECT my_organisations())::uuid[])"
        before = f"({rule}) AND ({change})" if change else rule
        after = f"({rule}) AND ({changed_to})" if changed_to else rule
        forwards: list[Any] = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY seen ON {table} FOR SELECT TO {SERVING_ROLE} USING ({rule})",
            f"CREATE POLICY added ON {table} FOR INSERT TO {SERVING_ROLE} WITH CHECK ({added})",
            f"CREATE POLICY changed ON {table} FOR UPDATE TO {SERVING_ROLE} USING ({before}) WITH CHECK ({after})",
            f"GRANT SELECT, INSERT ON {table} TO {SERVING_ROLE}",
            *self._same_case(table, within or {}),
        ]
        if changes:
            forwards.append(f"GRANT UPDATE ({changes}) ON {table} TO {SERVING_ROLE}")
        backwards: list[Any] = [
            f"REVOKE ALL ON {table} FROM {SERVING_ROLE}",
            *(f"DROP POLICY {name} ON {table}" for name in ("seen", "added", "changed")),
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            *(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_same_case" for column in within or {}),
        ]
        super().__init__(forwards, backwards)

    @staticmethod
    def _same_case(table: str, within: dict[str, str]) -> list[str]:
        return [
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_case "
            f"FOREIGN KEY (case_id, {column}) REFERENCES {other} (case_id, id)"
            for column, other in within.items()
        ]

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        positional, named = self._arguments
        return (self.__class__.__name__, positional, named)
