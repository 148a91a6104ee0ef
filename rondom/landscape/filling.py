"""The first filling of the landscape, from data/services.toml: what was found on 22 November 2026, with its sources."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rondom.landscape import facts, sheet
from rondom.landscape.hours import LOCAL

FILE = Path(__file__).parent / "data" / "services.toml"
FOUND_ON = date(2026, 11, 22)
FOUND_AT = datetime(2026, 11, 22, tzinfo=LOCAL)


def rows() -> list[dict[str, Any]]:
    """The services of the first filling."""
    found: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["service"]
    return found


def first_facts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each fact with the service it is about; checked when the research was sure of it. Raises ValueError."""
    for row in rows():
        doubtful = sheet.unverified(row)
        for field, value in sheet.values(row).items():
            sure = row["confidence"] == "high" and field not in doubtful
            yield (
                row["id"],
                {
                    "field": field,
                    "value": value,
                    "source": row["source"],
                    "verified_on": FOUND_ON if sure else None,
                    "expires_on": facts.expires(field, FOUND_ON) if sure else None,
                    "starts_at": FOUND_AT,
                },
            )
