"""The eighteen fictional case files, for the tests that read them."""

import copy
import json
from pathlib import Path
from typing import Any

from rondom.cases.models import Category
from rondom.core import embedded

FOLDER: Path = embedded.ROOT / "rondom" / "demo" / "casuistry"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
_FILES = {name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}

IDENTITY, STORY, LEGAL = Category.IDENTITY, Category.STORY, Category.LEGAL
# Who takes the report, and who coordinates, in the world of the tests.
TAKES = {
    "police": "bob", "csg": "alice", "veilig_thuis": "victor", "victim_support": "sam", "general_practitioner": "alice",
    "school": "victor", "sports_club": "alice", "victim_self": "sam",
}  # fmt: skip
COORDINATES = {"csg": ("anna", "csg"), "veilig_thuis": ("vera", "vt"), "victim_support": ("sara", "shn")}
SEATS = {"police": "bob", "csg": "alice", "veilig_thuis": "victor", "victim_support": "sam"}
WORKS_AT = {"OB-13": ["shn"]}
# To whom the person says yes later on, and to what; a word is someone outside, for whom nobody's sight changes.
LATER_YES: dict[tuple[str, int], tuple[str, int]] = {
    ("DH-01", 500): ("police", IDENTITY | LEGAL),
    ("DH-02", 30): ("mijn vrouw", IDENTITY),
    ("DH-05", 340): ("police", LEGAL),
    ("DH-14", 65): ("csg", IDENTITY | STORY | Category.MEDICAL),
    ("DH-15", 72): ("csg", IDENTITY | Category.SAFETY | Category.RECOVERY),
    ("OB-01", 340): ("police", IDENTITY | LEGAL),
    ("OB-07", 200): ("csg", IDENTITY | STORY | Category.MEDICAL),
    ("OB-09", 300): ("een brief via de bemiddelaar", IDENTITY),
    ("OB-13", 300): ("vertrouwenspersoon van het werk", IDENTITY),
}


def case_file(name: str = "DH-01", **changes: Any) -> dict[str, Any]:
    """A fresh copy of a case file, as if it came from the world's region; with changes."""
    return copy.deepcopy(_FILES[name]) | {"region": "north"} | changes


def changed(data: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The same data with another value at a path."""
    if not path:
        return value
    found = copy.copy(data)
    found[path[0]] = changed(found[path[0]], path[1:], value)
    return found


def without(data: Any, path: tuple[str | int, ...]) -> Any:
    """The same data without what stands at a path."""
    found = copy.copy(data)
    if len(path) == 1:
        del found[path[0]]
    else:
        found[path[0]] = without(found[path[0]], path[1:])
    return found
