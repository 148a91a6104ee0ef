"""The eighteen fictional case files, for the tests that read them."""

import copy
import json
from pathlib import Path
from typing import Any

from rondom.core import embedded

FOLDER: Path = embedded.ROOT / "rondom" / "demo" / "casuistry"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
_FILES = {name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES}


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
