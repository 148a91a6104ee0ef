"""What someone may see at most, worked out slowly from what happened alone: nothing here is asked of the product."""

from dataclasses import dataclass, field
from typing import Any

from rondom.cases.models import Category

PLACES = {
    "csg": "csg",
    "police": "police",
    "vt": "veilig_thuis",
    "shn": "victim_support",
    "om": "prosecution",
}
ALL = sum(Category)


@dataclass
class Yes:
    """The person said yes, until a moment of the model's clock (hours); it can be withdrawn."""

    categories: int
    until: float
    withdrawn: bool = False


@dataclass
class Facts:
    """What happened, as someone would tell it. Nothing here is asked of the product."""

    works: set[tuple[str, str]]
    sits: set[tuple[str, str]]
    registered: str
    hours: float = 0.0
    agenda: bool = True
    named: set[tuple[str, str]] = field(default_factory=set)
    yes: dict[Any, tuple[str, Yes]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    decision_until: float = 0.0
    shields: dict[Any, tuple[str, str, frozenset[str]]] = field(default_factory=dict)
    emergencies: dict[tuple[str, str], float] = field(default_factory=dict)

    def shielded(self, who: str) -> bool:
        return any(
            person == who or (place and (who, place) in self.works and who not in cleared)
            for person, place, cleared in self.shields.values()
        )

    def decided(self) -> bool:
        return self.hours < self.decision_until

    def place_sees(self, place: str) -> int:
        """The most that an organisation may see: all of its own report; what the person said yes to; else that it is there."""
        if place == self.registered:
            return ALL
        kind = PLACES[place]
        if kind in self.refused:
            return 0
        live = [yes for whose, yes in self.yes.values() if whose == kind and self._holds(yes)]
        agreed = int(Category.CASE)
        for yes in live:
            agreed |= yes.categories
        return ALL if self.registered == "police" and self.decided() else agreed

    def _holds(self, yes: Yes) -> bool:
        return not yes.withdrawn and self.hours < yes.until

    def may_see(self, who: str) -> int:
        """The most that someone may see."""
        if self.shielded(who):
            return 0
        seen = 0
        for person, place in self.works:
            if person != who or place not in PLACES:
                continue
            if self.hours < self.emergencies.get((who, place), 0):
                return ALL
            if (who, place) in self.named or (self.agenda and (who, place) in self.sits):
                seen |= self.place_sees(place)
        return seen

    def may_see_police_data(self, who: str) -> bool:
        if self.shielded(who):
            return False
        in_danger = any(
            person == who and self.hours < until for (person, _), until in self.emergencies.items()
        )
        return in_danger or (who, self.registered) in self.works or self.decided()
