"""Facts and choices that come with Rondom in data files: in both languages, with a source, a day, and who confirmed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, TypeVar

from django.utils.functional import lazy
from django.utils.translation import get_language

T = TypeVar("T")
FIELDS: dict[str, type] = {"source_nl": str, "source_en": str, "checked_on": date, "confirmed_by": str}
WORDS: dict[str, type] = {"words_nl": str, "words_en": str}


def said(texts: Mapping[str, T]) -> T:
    """The text in the language of the reader; Dutch for every other language."""
    return texts["en" if (get_language() or "").startswith("en") else "nl"]


said_later = lazy(said, str)


def both(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What a row says under one name in each language."""
    return {language: row[f"{key}_{language}"] for language in ("nl", "en")}


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """What one row of a file says, who says so, since when, and who confirmed it; nobody yet when that is empty."""

    texts: Mapping[str, str]
    sources: Mapping[str, str]
    checked_on: date
    confirmed_by: str

    @classmethod
    def of(cls, row: Mapping[str, Any], says: str = "words", **more: Any) -> Self:
        """A row with the fields of `FIELDS`, of which the words stand under `says`, and what is more in it."""
        return cls(
            texts=both(row, says),
            sources=both(row, "source"),
            checked_on=row["checked_on"],
            confirmed_by=row["confirmed_by"],
            **more,
        )

    @property
    def words(self) -> str:
        return said_later(self.texts)

    @property
    def source(self) -> str:
        return said_later(self.sources)
