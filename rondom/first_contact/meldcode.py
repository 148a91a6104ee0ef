"""The meldcode guide, read from meldcode.toml and examined: a fault stops the start. And where answers lead to.

It keeps nothing and decides nothing: five questions in their order, each with yes, no or doubt, end in advice. Every text
has a source, the day it was compared with it, how sure that is, and who confirmed it (empty: not yet confirmed).
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from rondom.core.sourced import both, said

FILE = Path(__file__).with_name("meldcode.toml")
YES, NO, DOUBT = ANSWERS = ("yes", "no", "doubt")
READ, GENERAL = CERTAINTIES = ("read", "general")
_TEXTS = ("title_nl", "title_en", "text_nl", "text_en")
_TYPES: dict[str, type] = {
    "id": str, **dict.fromkeys(_TEXTS, str), "source": str, "certainty": str, "verified_on": date, "verified_by": str,
}  # fmt: skip
_MORE: dict[str, dict[str, type]] = {
    "question": dict.fromkeys(ANSWERS, str),
    "outcome": {"points_nl": list, "points_en": list, "report": bool, "norm": str},
}
_KINDS = {
    "step": 5,
    "question": 5,
    "outcome": 0,
    "norm": 3,
    "term": 0,
    "after": 0,
    "fact": 0,
    "phone": 1,
    "sector": 0,
}
_PHONE = re.compile(r"0[0-9-]{7,}")


@dataclass(frozen=True)
class Text:
    """A piece of the guide: a title, a sentence or two, and where they come from."""

    id: str
    texts: Mapping[str, Any]
    sources: Mapping[str, str]
    certainty: str
    verified_on: date
    verified_by: str

    @property
    def title(self) -> str:
        return self._said("title")

    @property
    def text(self) -> str:
        return self._said("text")

    @property
    def source(self) -> str:
        return said(self.sources)

    @property
    def points(self) -> list[str]:
        """What more to do, in sentences."""
        lists = {"nl": self.texts.get("points_nl", []), "en": self.texts.get("points_en", [])}
        found: Any = said(lists)
        return list(found)

    def _said(self, name: str) -> str:
        return str(said(both(self.texts, name)))

    def leads_to(self, answer: str) -> str:
        """Of a question: the later question or the outcome that an answer leads to."""
        return str(self.texts[answer])

    @property
    def reports(self) -> bool:
        """Of an outcome: whether it advises to report."""
        return bool(self.texts["report"])

    @property
    def norm(self) -> str:
        """Of an outcome: the norm it rests on, where that is certain."""
        return str(self.texts["norm"])

    @property
    def number(self) -> str:
        """Of a phone: the number as one dials it."""
        found = _PHONE.search(self.texts["title_nl"])
        assert found
        return found[0].replace("-", "")


Guide = Mapping[str, Mapping[str, Text]]


@dataclass(frozen=True)
class Stand:
    """Where someone is in the questions: what was answered, and then either the next question or the outcome."""

    answered: list[tuple[Text, str]]
    question: Text | None = None
    outcome: Text | None = None

    @property
    def norm(self) -> Text | None:
        """The norm that the outcome rests on, where that is certain."""
        return GUIDE["norm"].get(self.outcome.norm) if self.outcome else None

    @property
    def number(self) -> int:
        """The how manieth question is next."""
        return len(self.answered) + 1


@dataclass(frozen=True)
class Ground:
    """What rests on one source in the same way."""

    source: str
    certainty: str
    verified_on: date
    verified_by: str
    titles: list[str]


def weigh(answers: Mapping[str, str]) -> Stand:
    """Where these answers lead to, by question; an answer to a question that was not reached counts for nothing."""
    questions = GUIDE["question"]
    answered: list[tuple[Text, str]] = []
    here = next(iter(questions))
    while here in questions:
        answer = answers.get(here, "")
        if answer not in ANSWERS:
            return Stand(answered, question=questions[here])
        answered.append((questions[here], answer))
        here = questions[here].leads_to(answer)
    return Stand(answered, outcome=GUIDE["outcome"][here])


def grounds() -> list[Ground]:
    """Where every text of the guide comes from, by source."""
    found: dict[tuple[str, str, date, str], list[str]] = {}
    for texts in GUIDE.values():
        for one in texts.values():
            key = (one.source, one.certainty, one.verified_on, one.verified_by)
            found.setdefault(key, []).append(one.title)
    return [Ground(*key, list(dict.fromkeys(titles))) for key, titles in found.items()]


def load(text: str, today: date) -> tuple[Guide, list[str]]:
    """The guide by kind and then by id, and what is wrong with it; with a fault it must not be used."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{FILE.name}: this is no TOML: {error}."]
    faults = [f"{kind} is not known here." for kind in tables.keys() - {*_KINDS, "source"}]
    sources = tables.get("source", {})
    guide: dict[str, dict[str, Text]] = {kind: {} for kind in _KINDS}
    for kind, asked in _KINDS.items():
        found = tables.get(kind, [])
        if not found or (asked and len(found) != asked):
            faults.append(f"there must be {asked or 'some'} of {kind}; there are {len(found)}.")
        for table in found:
            wrong = list(_faults(kind, table, sources, today))
            name = table.get("id", "?")
            faults += [f"{kind} {name}: {sentence}" for sentence in wrong]
            if name in guide[kind]:
                faults.append(f"{kind} {name} is there twice.")
            if not wrong:
                guide[kind][name] = _made(table, sources)
    return guide, [f"{FILE.name}: {fault}" for fault in faults or _ways(guide)]


def _faults(kind: str, table: dict[str, Any], sources: Any, today: date) -> Iterator[str]:
    types = _TYPES | _MORE.get(kind, {})
    yield from (f"{key} is missing." for key in sorted(types.keys() - table.keys()))
    yield from (f"{key} is no field of it." for key in sorted(table.keys() - types.keys()))
    wrong = [key for key, known in types.items() if key in table and type(table[key]) is not known]
    yield from (f"{key} must be a {types[key].__name__}." for key in wrong)
    if wrong or types.keys() != table.keys():
        return
    yield from (f"{key} is empty." for key in ("id", *_TEXTS) if not table[key].strip())
    if table["source"] not in sources or {*sources[table["source"]]} != {"nl", "en"}:
        yield f"source is {table['source']!r}; that is no source with a text nl and a text en."
    if table["certainty"] not in CERTAINTIES:
        yield f"certainty can be {' or '.join(CERTAINTIES)}."
    if table["verified_on"] > today:
        yield f"verified_on is {table['verified_on']}, and that is still to come."
    if len(table.get("points_nl", [])) != len(table.get("points_en", [])):
        yield "points_nl and points_en must say the same."
    if kind == "phone" and not _PHONE.search(table["title_nl"]):
        yield "title_nl holds no number."


def _made(table: dict[str, Any], sources: dict[str, dict[str, str]]) -> Text:
    return Text(
        id=table["id"],
        texts=table,
        sources=sources[table["source"]],
        certainty=table["certainty"],
        verified_on=table["verified_on"],
        verified_by=table["verified_by"].strip(),
    )


def _ways(guide: Guide) -> list[str]:
    """Every answer leads to a later question or an outcome, and everything is reached by one; norms are known."""
    order = list(guide["question"])
    faults, reached = [], {order[0]}
    for place, question in enumerate(guide["question"].values()):
        for answer in ANSWERS:
            to = question.leads_to(answer)
            reached.add(to)
            if to not in guide["outcome"] and to not in order[place + 1 :]:
                faults.append(
                    f"question {question.id}: {answer} leads to {to}, no later question or outcome."
                )
    faults += [f"{one} is never reached." for one in [*order, *guide["outcome"]] if one not in reached]
    for outcome in guide["outcome"].values():
        if outcome.norm and outcome.norm not in guide["norm"]:
            faults.append(f"outcome {outcome.id}: there is no norm {outcome.norm}.")
    return faults


def in_force() -> Guide:
    """The guide of the file that comes with Rondom. Raises ImproperlyConfigured, with every fault."""
    guide, faults = load(FILE.read_text(encoding="utf-8"), timezone.localdate())
    if faults:
        raise ImproperlyConfigured("The meldcode guide is wrong.\n" + "\n".join(faults))
    return guide


GUIDE = in_force()
