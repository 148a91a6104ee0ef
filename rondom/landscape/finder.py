"""Where can I go? From words and choices to at most three places, and what the public may read of each at this minute.

Reads the landscape and words.toml; writes nothing, and keeps nothing of what was asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any

from django.db import connection
from django.utils.translation import override

from rondom.landscape import directory, hours, ranking, topics, words
from rondom.landscape.directory import Directory, Place
from rondom.landscape.facts import said
from rondom.landscape.languages import Language
from rondom.landscape.ranking import Ranked
from rondom.landscape.terms import Anonymity, Cost, Field, Reach, Roughly
from rondom.programme.cells import Phase

_MAKING = Lock()  # one makes the index; who asks meanwhile waits for it
_FRESH = 1.0  # seconds: so long nobody asks the database again whether the landscape changed
_ASKED: dict[
    str, tuple[float, datetime | None]
] = {}  # by database: when it was asked, and the edition that it was
_MOST_NAMES = 4  # places at most with a name: a word that more share names none of them
_FAR = frozenset({Reach.NATIONAL, Reach.EVERYWHERE})
_TEXTS = (Field.NAME, Field.FOR_WHOM, Field.ROLE, Field.ORGANISATION)
_LETTERS = 3  # of a word: shorter ones say nothing
_RARE = 0.02  # of all services: a word that more have in their text says nothing
_COSTS = {Cost.FREE: "free", Cost.CALL: "call_cost", Cost.LOW: "low_cost", Cost.CONDITIONS: "conditions", Cost.INSURED: "insured", Cost.MUNICIPALITY: "municipality"}  # fmt: skip
_ANONYMOUS = {Anonymity.FULL: "yes_all", Anonymity.POSSIBLE: "yes_possible", Anonymity.PARTLY: "partly", Anonymity.NO: "no"}  # fmt: skip
_SPOKEN = frozenset({"nl", "en"})  # the languages of the landscape itself
_ROUGHLY = {Roughly.OFFICE: "office", Roughly.EVENING: "evening", Roughly.APPOINTMENT: "appointment"}


@dataclass(frozen=True)
class Question:
    """What was asked: words, and a choice for each of the three questions; all may be empty."""

    words: str = ""
    what: str = ""
    who: str = ""
    when: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words.strip() or self.what or self.who or self.when)


@dataclass(frozen=True)
class Way:
    """How to reach a place: what to press, what it says, and whether it is open now (None: not known)."""

    kind: str  # phone, chat or web
    address: str
    word: str
    shown: str
    is_open: bool | None = None
    when: str = ""


@dataclass(frozen=True)
class Card:
    """A place as the public sees it at one moment, in one language."""

    slug: str
    name: str
    because: str
    does: str
    path: str  # talk, report or both
    ways: tuple[Way, ...]
    facts: tuple[tuple[str, str, str], ...]  # icon, question, answer
    checked_on: date | None
    ask_for: str = ""  # how to get there, where no number fits everyone


class Index:
    """The places as the finder looks them up: by kind of violence and expertise, by name, and by the words about them."""

    def __init__(self, landscape: Directory) -> None:
        """Read every name and text once; only places for the whole country come forward by themselves."""
        self.landscape = landscape
        self.codes: dict[str, list[str]] = defaultdict(list)
        self.names: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        texts: dict[str, set[str]] = defaultdict(set)
        stems: dict[str, str] = {}
        for place in landscape.places:
            self.codes[""].append(place.slug)
            for name in _names(place):
                self.names[name[0]].append((name, place.slug))
            if place.reach in _FAR:
                for code in sorted(place.violence | place.expertise):
                    self.codes[code].append(place.slug)
                for word in {*words.tokens(_text(place))}:
                    texts[stems.setdefault(word, words.stem(word))].add(place.slug)
        most = max(3, _RARE * len(landscape.places))
        self.texts = {
            word: sorted(slugs)
            for word, slugs in texts.items()
            if len(slugs) <= most and len(word) > _LETTERS
        }

    def named(self, typed: list[str]) -> list[str]:
        """The places that are called by their name."""
        return [
            slug
            for place, word in enumerate(typed)
            for name, slug in self.names.get(word, ())
            if tuple(typed[place : place + len(name)]) == name
        ][:_MOST_NAMES]

    def told_of(self, typed: list[str]) -> list[str]:
        """The places whose own text has the most of these words, for when nothing else was understood."""
        found: dict[str, int] = defaultdict(int)
        for word in {words.stem(one) for one in typed[:60]}:
            for slug in self.texts.get(word, ()):
                found[slug] += 1
        return sorted(found, key=lambda slug: (-found[slug], slug))[: ranking.SHOWN]


def index() -> Index:
    """The index of the landscape as it was known a second ago; made again when the landscape changed."""
    database, now = str(connection.settings_dict["NAME"]), monotonic()
    asked_at, edition = _ASKED.get(database, (-_FRESH, None))
    if now - asked_at >= _FRESH:
        edition = directory.edition()
        _ASKED[database] = (now, edition)
    with _MAKING:
        return _index(database, edition)


def ask_again() -> None:
    """Whoever changed the landscape a moment ago sees it at once."""
    _ASKED.clear()


@lru_cache(maxsize=2)
def _index(database: str, edition: datetime | None) -> Index:
    return Index(directory.current())


def _names(place: Place) -> Iterator[tuple[str, ...]]:
    """Every name of a place in words, such as "Centrum Seksueel Geweld" and "CSG"; no everyday word."""
    names = place.value(Field.NAME) or {}
    for name in {*names.values(), place.slug}:
        for part in name.replace("(", "/").replace(")", "/").replace(",", "/").split("/"):
            found = tuple(words.tokens(part))
            if len(found) > 1 or (
                found and not words.lexicon().marks(found[0]) and len(found[0]) >= _LETTERS
            ):
                yield found


def _text(place: Place) -> str:
    texts = (place.value(field) for field in _TEXTS)
    return " ".join(text["nl"] for text in texts if text)


def find(question: Question, known: Index) -> Ranked:
    """At most three places that fit, best first."""
    groups = set(words.groups(question.words))
    for name, choice in (("what", question.what), ("who", question.who), ("when", question.when)):
        groups |= set(topics.choices()[name].get(choice, ()))
    typed = words.tokens(question.words)[:200]
    ranked = ranking.rank(frozenset(groups), question.who, known.codes, known.named(typed))
    if ranked.understood or not typed:
        return ranked
    others = known.told_of(typed)
    return ranking.rank(frozenset(groups), question.who, known.codes, others) if others else ranked


def cards(ranked: Ranked, known: Index, language: Language, at: datetime) -> list[Card]:
    """The places in words; when none of them can be reached, the last is one that can."""
    shown = [
        _card(known.landscape, fit.slug, fit.because, language, at)
        for fit in ranked.fits
        if fit.slug in known.landscape.by_slug
    ]
    if not any(card.ways for card in shown):
        spare = [
            _card(known.landscape, slug, "anyone", language, at)
            for slug in (*topics.anyone(""), *topics.anyone("me"))
            if slug in known.landscape.by_slug
        ]
        shown = shown[: ranking.SHOWN - 1] + [card for card in spare if card.ways][:1]
    return shown


def _card(landscape: Directory, slug: str, because: str, language: Language, at: datetime) -> Card:
    place, today = landscape.by_slug[slug], at.astimezone(hours.LOCAL).date()
    dates = [known.verified_on for known in place.facts.values() if known.holds(today) and known.verified_on]
    with override("nl" if language.code == "nl" else "en"):
        return Card(
            slug=slug,
            name=place.name if language.code in _SPOKEN else place.value(Field.NAME)["nl"],
            because=language.says["because"][because],
            does=_does(place, language),
            path=_path(place),
            ways=tuple(_ways(landscape, place, language, at, today)),
            facts=tuple(_facts(place, language, today)),
            checked_on=min(dates, default=None),
            ask_for=language.note((place.shown(Field.PHONE, today) or {}).get("ask")),
        )


def _does(place: Place, language: Language) -> str:
    role = place.value(Field.ROLE)
    if language.code in _SPOKEN:
        return said(role)
    return language.does(place.slug, role["nl"]) if role else ""


def _path(place: Place) -> str:
    """Whether one talks there, reports there, or can do both: as words.toml says, else the phases of looking for help."""
    if place.slug in topics.paths():
        return topics.paths()[place.slug]
    if Phase.REPORTING not in place.phases:
        return "talk"
    return "both" if place.phases & {Phase.NO_AWARENESS, Phase.INFORMATION} else "report"


def _ways(landscape: Directory, place: Place, language: Language, at: datetime, today: date) -> Iterator[Way]:
    number = landscape.number(place, today)
    if number:
        of = (
            place
            if "number" in (place.shown(Field.PHONE, today) or {})
            else landscape.by_slug[place.shown(Field.PHONE, today)["via"]]
        )
        is_open, when = _hours(of.shown(Field.PHONE_HOURS, today), language, at)
        yield Way("phone", f"tel:{re.sub(r'[^+0-9]', '', number)}", language.t["call"], number, is_open, when)
    if place.slug == ranking.DANGER:
        return
    for field, kept in ((Field.CHAT, Field.CHAT_HOURS), (Field.WEB, "")):
        site = place.shown(field, today)
        if site and not (field == Field.WEB and place.shown(Field.CHAT, today) == site):
            is_open, when = _hours(place.shown(kept, today), language, at) if kept else (None, "")
            word = language.t["chat" if field == Field.CHAT else "website"]
            yield Way(str(field), f"https://{site['address']}", word, site["address"], is_open, when)


def _hours(value: Any, language: Language, at: datetime) -> tuple[bool | None, str]:
    """Whether it is open now, and when it is, in words."""
    if not value:
        return None, ""
    if value.get("always"):
        return True, language.t["day_and_night"]
    if "roughly" in value:
        return None, language.t[_ROUGHLY[value["roughly"]]]
    return hours.open_at(value, at), ", ".join(_span(span, language) for span in value["weekly"])


def _span(span: Mapping[str, Any], language: Language) -> str:
    days = [language.says["days"][str(day)] for day in span["days"]]
    named = (
        language.t["every_day"]
        if len(days) == len(language.says["days"])
        else days[0]
        if len(days) == 1
        else f"{days[0]}–{days[-1]}"
    )
    return f"{named} {span['from'].replace(':', '.')}–{span['to'].replace(':', '.')}"


def _facts(place: Place, language: Language, today: date) -> Iterator[tuple[str, str, str]]:
    if place.slug == ranking.DANGER:
        return  # call, and nothing to weigh
    t = language.t
    cost, anonymity, told = (place.shown(field, today) for field in (Field.COST, Field.ANONYMITY, Field.TOLD))
    if cost:
        yield "coin-euro", t["cost_title"], t[_COSTS[cost["grade"]]]
    if anonymity:
        note = language.note(anonymity.get("note"))
        yield "eye-off", t["anonymous_title"], note or t[_ANONYMOUS[anonymity["grade"]]]
    yield "message", t["told_title"], language.note(told) or t["ask_them"]


def anyone(who: str) -> Ranked:
    """Where someone of an audience can always go, when nothing more was said."""
    return ranking.rank_anyone(who)
