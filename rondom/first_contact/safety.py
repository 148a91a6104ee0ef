"""The questions about safety, read from safety.toml: they prompt whoever asks, and never score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from rondom.core import rows
from rondom.core.sourced import said_later

FILE = Path(__file__).with_name("safety.toml")
YES, NO = ANSWERS = ("yes", "no")
_FIELDS: dict[str, type] = {
    "id": str, "alarm": str, "words_nl": str, "words_en": str, "prompt_nl": str, "prompt_en": str, "source": str,
    "checked_on": date, "confirmed_by": str,
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question, and what whoever asks is reminded of at the answer `alarm`."""

    id: str
    alarm: str
    texts: Mapping[str, str]
    prompts: Mapping[str, str]
    source: str
    checked_on: date
    confirmed_by: str

    @property
    def words(self) -> str:
        return said_later(self.texts)

    @property
    def prompt(self) -> str:
        return said_later(self.prompts)


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if row["alarm"] not in ANSWERS:
            yield "alarm", "alarm can be yes or no."

    return rows.load(
        FILE.name, text, _FIELDS, check, head="question", may_be_empty=["confirmed_by"], today=today
    )


def _in_force() -> dict[str, Question]:
    found = rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
    return {
        row["id"]: Question(
            id=row["id"],
            alarm=row["alarm"],
            texts={"nl": row["words_nl"], "en": row["words_en"]},
            prompts={"nl": row["prompt_nl"], "en": row["prompt_en"]},
            source=row["source"],
            checked_on=row["checked_on"],
            confirmed_by=row["confirmed_by"].strip(),
        )
        for row in found
    }


QUESTIONS = _in_force()


def alarms(yes: Iterable[str], no: Iterable[str]) -> list[Question]:
    """The questions of which the answer asks for attention, in the order of the file."""
    said = {YES: set(yes), NO: set(no)}
    return [question for question in QUESTIONS.values() if question.id in said[question.alarm]]
