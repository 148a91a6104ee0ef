"""docs/asvs.md names every requirement of levels 1 and 2 once, points only at what is there, and counts right."""

import re
from collections import Counter

from rondom.core import embedded

ROOT = embedded.ROOT
PAGE = (ROOT / "docs" / "asvs.md").read_text()
# The requirements of levels 1 and 2 of ASVS 5.0.0, by section; in every section those of level 3 come last.
SECTIONS = {
    "V1": [2, 9, 11, 3, 2], "V2": [3, 3, 4, 1], "V3": [0, 2, 4, 6, 5, 0, 2], "V4": [3, 1, 2, 4], "V5": [1, 3, 2, 3],
    "V6": [3, 12, 4, 4, 5, 3, 0, 4], "V7": [3, 4, 2, 5, 2, 2], "V8": [2, 3, 1, 1], "V9": [3, 4],
    "V10": [2, 2, 4, 11, 5, 2, 3], "V11": [2, 3, 3, 4, 1, 1], "V12": [3, 2, 4], "V13": [1, 5, 2, 5], "V14": [2, 4, 3],
    "V15": [3, 3, 7], "V16": [1, 5, 4, 3, 3], "V17": [1, 4, 2],
}  # fmt: skip
WANTED = [
    f"{chapter}.{section}.{number}"
    for chapter, numbers in SECTIONS.items()
    for section, most in enumerate(numbers, 1)
    for number in range(1, most + 1)
]
ROWS = re.findall(r"^\| (V[\d.]+) \| ([12]) \| (.*?) \| (.*?) \|(.*)\|$", PAGE, re.MULTILINE)
STATES = ["holds", "operator's", "not applicable", "pending", "not yet"]


def test_every_requirement_stands_there_once_and_in_order():
    assert len(WANTED) == 253
    assert [number for number, *_ in ROWS] == WANTED


def test_every_state_is_one_of_five_and_says_why():
    for number, _level, words, state, evidence in ROWS:
        assert words, number
        kind, _, piece = state.partition(": ")
        assert kind in STATES, number
        assert bool(piece) == (kind == "pending"), number
        assert evidence.strip() or kind == "pending", number


def test_every_file_it_points_at_is_there():
    paths = {
        path.rstrip(".")
        for path in re.findall(r"\b(?:rondom|tests|docs|scripts|requirements|bench)/[\w./-]+", PAGE)
    }
    assert len(paths) > 50
    assert [path for path in sorted(paths) if not (ROOT / path).is_file()] == []


def test_what_it_quotes_of_a_page_is_there():
    threats = (ROOT / "docs" / "threats.md").read_text()
    for heading in re.findall(r'docs/threats\.md, "([^"]+)"', PAGE):
        assert re.search(rf"^(## |\| ){re.escape(heading)}", threats, re.MULTILINE), heading


def summary() -> str:
    """The table at the top, as the rows make it."""
    found = Counter((state.partition(":")[0], level) for _number, level, _words, state, _evidence in ROWS)
    lines = ["| state | level 1 | level 2 | together |", "|---|---|---|---|"]
    for state in STATES:
        one, two = found[state, "1"], found[state, "2"]
        lines.append(f"| {state} | {one} | {two} | {one + two} |")
    ones = sum(level == "1" for _, level, *_ in ROWS)
    lines.append(f"| all | {ones} | {len(ROWS) - ones} | {len(ROWS)} |")
    return "\n".join(lines)


def test_the_summary_counts_right():
    assert summary() in PAGE, f"Put this at the top of docs/asvs.md:\n\n{summary()}"
