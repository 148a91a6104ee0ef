"""Topics: what someone may be asking about, which groups of words say so, and the places that fit; all from words.toml."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rondom.landscape.words import book

Rule = tuple[float, frozenset[str], frozenset[str]]  # how sure; what is there; what is not


@dataclass(frozen=True)
class Topic:
    """What someone may be asking about, and the places that fit, best first."""

    name: str
    because: str
    about: frozenset[str]
    places: dict[str, list[str]]  # by who asks; "" for everyone else
    rules: tuple[Rule, ...]

    def strength(self, said: frozenset[str]) -> float:
        """How surely this is what was meant; 0 when it was not."""
        return _strength(self.rules, said)


def _strength(rules: Iterable[Rule], said: frozenset[str]) -> float:
    fits = (weight for weight, needs, without in rules if needs <= said and without.isdisjoint(said))
    return max(fits, default=0.0)


def comes_before(what: str, said: frozenset[str]) -> bool:
    """Whether something comes before everything else: "danger", "suicidal", or what "maybe" is danger."""
    return _strength(_before()[what], said) > 0


@lru_cache(maxsize=1)
def _before() -> dict[str, tuple[Rule, ...]]:
    read = book()
    return {what: tuple(_rules(what, rules, {*read["groups"]})) for what, rules in read["before"].items()}


@lru_cache(maxsize=1)
def every() -> tuple[Topic, ...]:
    """The topics of words.toml."""
    read: dict[str, Any] = book()
    known = {*read["groups"]}
    return tuple(_topic(name, about, known) for name, about in read["topic"].items())


def _rules(name: str, rules: list[str], known: set[str]) -> Iterator[Rule]:
    for rule in rules:
        weight, _, parts = rule.rpartition(":")
        names = [part.strip() for part in parts.split("&")]
        needs = frozenset(one for one in names if one[0] != "!")
        without = frozenset(one[1:] for one in names if one[0] == "!")
        if (needs | without) - known:
            raise ValueError(f"{name}: words.toml has no group {', '.join((needs | without) - known)}.")
        yield float(weight or 1), needs, without


def _topic(name: str, about: dict[str, Any], known: set[str]) -> Topic:
    places = {"": about["places"]} | {
        who: about[who] for who in ("young", "near", "work", "own") if who in about
    }
    return Topic(
        name, about["because"], frozenset(about["about"]), places, tuple(_rules(name, about["when"], known))
    )


@lru_cache(maxsize=8)
def anyone(who: str) -> tuple[str, ...]:
    """Where someone can always go, when nothing was said or understood."""
    read = book()["anyone"]
    return tuple(read.get(who, read[""]))


@lru_cache(maxsize=1)
def choices() -> dict[str, dict[str, list[str]]]:
    """What the three questions offer (what, who, when), each with its groups."""
    found: dict[str, dict[str, list[str]]] = book()["choices"]
    return found


@lru_cache(maxsize=1)
def paths() -> dict[str, str]:
    """Whether one talks at a place, reports there, or chooses; by place."""
    read = book()["paths"]
    return {slug: path for path, slugs in read.items() for slug in slugs}
