"""Whatever stands in a file: it is refused with sentences, or it can be registered."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from rondom.first_contact.actions import reports
from rondom.first_contact.casefile import BrokenFile, read
from rondom.first_contact.intake import Intake
from tests.casuistry import NAMES, case_file, changed, without
from tests.world import World

pytestmark = pytest.mark.usefixtures("db")

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Path = tuple[str | int, ...]

NASTY = [
    "\x00",
    "\ud800",
    "",
    " ",
    "\n",
    "\u202e",
    "x" * 130,
    "x" * 600,
    "nl\n",
    "other:",
    "other: ",
    "'; DROP TABLE x",
    "%s",
]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(NASTY)
    | st.sampled_from([10**400, -1, 1899, 1900, 2100, 1e308, 5e-324])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


def _paths(data: Any, path: Path = ()) -> list[Path]:
    """Everywhere in the data where something stands."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(each for key, value in inside for each in _paths(value, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A case file in which up to four places are another value, gone, or like another place."""
    data: Any = case_file(draw(st.sampled_from(NAMES)))
    for name in ("expected", "later_events", "known_to", "partner_information_nl"):
        del data[name]  # not read
    for _ in range(draw(st.integers(1, 4))):
        paths = [path for path in _paths(data) if path]
        if not paths:
            return data
        path, other = draw(st.sampled_from(paths)), draw(st.sampled_from(paths))
        match draw(st.sampled_from(["other value", "gone", "swapped"])):
            case "other value":
                data = changed(data, path, draw(values))
            case "gone":
                data = without(data, path)
            case _:
                data = changed(data, path, _at(data, other))
    return data


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


@given(data=mutated())
def test_a_mutated_file_is_refused_with_sentences_or_can_be_registered(data):
    intake, faults = _read(data)
    if intake is None:
        assert faults
        assert all(": " in fault and len(fault.splitlines()) == 1 for fault in faults)
        return
    with transaction.atomic():
        world = World()
        with world.acting(world.victor) as actor:
            case = reports.register(actor=actor, intake=intake)
        assert world.held(world.victor, case)
        transaction.set_rollback(True)


@given(data=values)
def test_any_json_at_all_is_refused_with_sentences(data):
    with pytest.raises(BrokenFile) as broken:
        read(data, NOW)
    assert broken.value.faults


@given(data=mutated())
def test_what_is_read_back_from_json_is_read_the_same(data):
    assert _read(data) == _read(json.loads(json.dumps(data)))


def _read(data: Any) -> tuple[Intake | None, list[str]]:
    try:
        return read(data, NOW), []
    except BrokenFile as broken:
        return None, broken.faults
