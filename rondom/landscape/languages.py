"""What the finder says, in each of its languages: one file a language in languages/, all with the same keys.

Other languages than Dutch and English also say in their file what a place does (`does`) and what is to be noted of it (`notes`):
with each text stands of which Dutch text it is a translation, so that one that no longer says the same is left out.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation.trans_real import parse_accept_lang_header

FOLDER = Path(__file__).parent / "languages"
DEFAULT = "nl"


@dataclass(frozen=True)
class Language:
    """A language of the finder. `unreviewed` is the sentence that says that nobody checked the translation; or empty."""

    code: str
    name: str
    direction: str
    unreviewed: str
    says: Mapping[str, Any]

    @property
    def t(self) -> Mapping[str, str]:
        """The sentences of the pages."""
        found: Mapping[str, str] = self.says["t"]
        return found

    def does(self, slug: str, dutch: str) -> str:
        """What a place does, when this language has a translation of what the landscape says now."""
        mark, text = self.says.get("does", {}).get(slug, ("", ""))
        return text if mark == mark_of(dutch) else ""

    def note(self, text: Mapping[str, str] | None) -> str:
        """A text of the landscape in this language; empty when there is none, or no translation of what it says now."""
        if not text:
            return ""
        return text.get(self.code) or str(self.says.get("notes", {}).get(mark_of(text["nl"]), ""))


def mark_of(dutch: str) -> str:
    """A short mark of a Dutch text, to know of which text something is a translation."""
    return hashlib.sha256(dutch.encode()).hexdigest()[:8]


@cache
def languages() -> dict[str, Language]:
    """Every language there is a file for, Dutch and English first."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.toml"))]
    return {
        one.code: one for one in sorted(found, key=lambda one: (one.code != "nl", one.code != "en", one.code))
    }


def _read(path: Path) -> Language:
    says = tomllib.loads(path.read_text(encoding="utf-8"))
    return Language(path.stem, says["language"], says["direction"], says["unreviewed"], says)


def choose(wished: str, accepted: str) -> Language:
    """The language that was chosen, else the first that the browser asks for, else Dutch."""
    known = languages()
    asked = (
        [wished]
        if wished in known
        else [code.split("-")[0] for code, _ in parse_accept_lang_header(accepted)]
    )
    return known[next((code for code in asked if code in known), DEFAULT)]
