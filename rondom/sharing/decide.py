"""May this be shared? Yes with the row that says so, or no with what is missing; what has no row is not shared."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Category
from rondom.sharing import protocol
from rondom.sharing.protocol import Row
from rondom.sharing.terms import MISSING, Condition, Regime

NO_ROW = _("The privacy protocol has no row that allows this. What it does not allow is not shared.")


class Flow(NamedTuple):
    """What someone wants to share. `regime` is that of the origin; `facts` are the conditions that are met."""

    sender_kind: str
    receiver_kind: str
    category: int
    regime: str
    purpose: str
    facts: frozenset[str] = frozenset()


class Decision(NamedTuple):
    """Yes or no, the row that says it (the closest one when no; None when no row is about this), why, what is missing."""

    allowed: bool
    row: Row | None
    reason: Any
    missing: tuple[Condition, ...] = ()


class _Permission(NamedTuple):
    """A row that allows, ready to answer."""

    conditions: frozenset[str]
    asks: tuple[Condition, ...]
    yes: Decision


class _Flows(NamedTuple):
    """What the rows say where they stand together: the permissions that are left, and what is never a ground."""

    allow: tuple[_Permission, ...]
    never: tuple[Row, ...]


_NO = Decision(allowed=False, row=None, reason=NO_ROW)


class Rules:
    """The rows of a protocol, by flow."""

    def __init__(self, rows: Sequence[Row]) -> None:
        permissions = {row: _permission(row) for row in rows}
        kept: dict[tuple[Row, ...], _Flows] = {}  # the same rows stand together in many cells
        self._flows: dict[tuple[str, str, int, str, str], _Flows] = {}
        for cell, several in protocol.by_cell(rows).items():
            if several not in kept:
                never = tuple(row for row in several if row.never)
                left = [row for row in several if not (row.never or any(no.rules_out(row) for no in never))]
                kept[several] = _Flows(tuple(permissions[row] for row in left), never)
            self._flows[cell] = kept[several]

    def decide(self, flow: Flow) -> Decision:
        """Whether the protocol allows a flow. No database, no clock; whatever is not known is not allowed."""
        flows = self._flows.get(flow[:5])
        if flows is None:
            return _NO
        facts = flow.facts
        for conditions, _asks, yes in flows.allow:
            if conditions <= facts:
                return yes
        return _refusal(flows, facts)

    def decide_all(
        self, sender_kind: str, receiver_kind: str, purpose: str, facts: frozenset[str] = frozenset()
    ) -> dict[tuple[Category, Regime], Decision]:
        """The decision about every category of every regime between two parties."""
        return {
            (category, regime): self.decide(
                Flow(sender_kind, receiver_kind, category, regime, purpose, facts)
            )
            for category in Category
            for regime in Regime
        }


def _permission(row: Row) -> _Permission:
    asks = tuple(one for one in Condition if one in row.conditions)
    return _Permission(row.conditions, asks, Decision(allowed=True, row=row, reason=row.words))


def _refusal(flows: _Flows, facts: frozenset[str]) -> Decision:
    """No: what is never a ground and was brought forward, and what the closest permission still asks."""
    spoken = next((row for row in flows.never if row.conditions <= facts), None)
    if not flows.allow:
        return Decision(allowed=False, row=spoken, reason=spoken.words) if spoken else _NO
    closest = min(flows.allow, key=lambda one: len(one.conditions - facts))
    missing = tuple([one for one in closest.asks if one not in facts])
    reason = _Sentences([spoken.words] if spoken else [], missing)
    return Decision(allowed=False, row=spoken or closest.yes.row, reason=reason, missing=missing)


class _Sentences:
    """Why not, in the language of the reader: what was brought forward in vain, and what is missing."""

    __slots__ = ("missing", "said")

    def __init__(self, said: list[str], missing: tuple[Condition, ...]) -> None:
        self.said, self.missing = said, missing

    def __str__(self) -> str:
        return " ".join([*map(str, self.said), *(str(MISSING[one]) for one in self.missing)])


ROWS = protocol.in_force()
_RULES = Rules(ROWS)
decide = _RULES.decide
decide_all = _RULES.decide_all
