"""The rows of the protocol as people read them: by who shares, and only between whom one asks about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rondom.cases.models import Category
from rondom.organisations.models import Organisation
from rondom.sharing import protocol
from rondom.sharing.protocol import Row
from rondom.sharing.terms import GROUPS, PARTY_WORDS, Condition, Party, Regime

SENDERS = tuple(Organisation.Kind.values)
RECEIVERS = (*SENDERS, Party.CHILD_PROTECTION, Party.PERSON)


class Line:
    """A row in words."""

    def __init__(self, row: Row) -> None:
        self.id, self.never, self.words = row.id, row.never, row.words
        self.to = words(row.receivers)
        self.every_category = len(row.categories) == len(Category)
        self.every_regime = len(row.regimes) == len(Regime)
        self.what = [category.label for category in row.categories]
        self.origins = [regime.label for regime in row.regimes]
        self.aims = [purpose.label for purpose in row.purposes]
        self.asks = [condition.label for condition in Condition if condition in row.conditions]
        self.basis, self.certainty, self.retention = row.basis, row.certainty, row.retention
        self.source, self.checked_on, self.confirmed_by = row.source, row.checked_on, row.confirmed_by


@dataclass(frozen=True)
class Group:
    """What the same parties may share."""

    senders: tuple[str, ...]
    rows: list[Line]

    @property
    def name(self) -> str:
        return words(self.senders)


@dataclass(frozen=True)
class Choice:
    """One party to choose, or everyone."""

    kind: str
    name: Any
    chosen: bool


def words(kinds: Iterable[str]) -> str:
    """Parties in words, with commas."""
    return ", ".join(str(PARTY_WORDS[kind]) for kind in kinds)


def asked(query: Mapping[str, str]) -> tuple[str, str]:
    """Between whom one asks, sender and receiver; empty, or anything else, is everyone."""
    sender, receiver = query.get("van", ""), query.get("naar", "")
    return sender if sender in SENDERS else "", receiver if receiver in RECEIVERS else ""


def groups(rows: Iterable[Row], sender: str, receiver: str) -> list[Group]:
    """The rows between two parties, in the order of the file; an empty word is everyone."""
    found: dict[tuple[str, ...], list[Line]] = {}
    for row in rows:
        if _about(row, sender, receiver):
            found.setdefault(row.senders, []).append(Line(row))
    return [Group(senders, several) for senders, several in found.items()]


def _about(row: Row, sender: str, receiver: str) -> bool:
    if sender and sender not in protocol.members(row.senders):
        return False
    gets = protocol.members(row.receivers)
    own = Party.ITSELF in gets and receiver in protocol.members([sender] if sender else row.senders)
    return not receiver or receiver in gets or own


def choices(kinds: Iterable[str], chosen: str) -> list[Choice]:
    """Parties to choose from."""
    return [Choice(kind, PARTY_WORDS[kind], kind == chosen) for kind in kinds]


def meanings() -> list[tuple[Any, str]]:
    """Whom each group of the protocol stands for."""
    return [
        (PARTY_WORDS[group], words(kind for kind in kinds if kind != group))
        for group, kinds in GROUPS.items()
        if group not in {Party.ANYONE, Party.CONTROLLER}
    ]
