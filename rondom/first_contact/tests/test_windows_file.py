"""windows.toml: what it must hold, and how it says on which line it is broken."""

from datetime import date

import pytest
from django.utils import translation

from rondom.first_contact.definitions import FACTS, FILE, PARTS, load

TEXT = FILE.read_text(encoding="utf-8")
TODAY = date(2026, 12, 1)


def _line(words):
    return next(number for number, line in enumerate(TEXT.splitlines(), 1) if line.startswith(words))


def test_the_file_that_comes_with_rondom_is_whole_and_says_everything_in_both_languages():
    facts, faults = load(TEXT, TODAY)
    assert faults == []
    assert facts == FACTS
    assert {one.part for one in facts.advice} == set(PARTS)
    for row in [*facts.windows, *facts.against, *facts.advice]:
        with translation.override("nl"):
            dutch = row.words, row.source
        with translation.override("en"):
            assert all(one != other for one, other in zip(dutch, (row.words, row.source), strict=True)), (
                row.key
            )


BROKEN = {
    "no TOML": ("hours = 72", "hours = ", "hours", "this is no TOML"),
    "a word for hours": ("hours = 72", 'hours = "72"', "hours", "hours must be a int"),
    "yes for hours": ("hours = 72", "hours = true", "hours", "hours must be a int"),
    "no hours": ("hours = 72", "hours = 0", "hours", "hours must be from 1"),
    "another domain": ('domain = "care"', 'domain = "cure"', "domain", "it can be care, law, recovery, safety"),
    "small letters": ('code = "PEP_72H"', 'code = "pep_72h"', "code", "code must be capitals"),
    "without source": ('source = "lci"', 'source = "aunt"', 'source = "lci"', "source is 'aunt'; it can be csg"),
    "looked at tomorrow": ("verified_on = 2026-11-28", "verified_on = 2026-12-02", "verified_on", "still to come"),
    "expired at once": ("expires = 2027-05-28", "expires = 2026-11-28", "expires", "after verified_on"),
    "an empty name": ('name_nl = "Hiv-remmers (PEP)"', 'name_nl = " "', "name_nl", "name_nl is empty"),
    "a field too many": ('verified_by = ""', 'verified_by = ""\nscore = 1', None, "score is no field of a window"),
    "a field too few": ('words_en = "pill, within 72 hours"\n', "", None, "words_en is missing"),
    "a window that is not there": ('windows = ["EC_LNG_72H", "EC', 'windows = ["EC_72H", "EC', 'windows = ["EC', "windows must be a list of codes"),
    "an unknown fact": ('fact = "gender"', 'fact = "age"', 'fact = "gender"', "fact is 'age'; it can be gender, kinds"),
    "an unknown kind": ('values = ["sexual_violence"]', 'values = ["sexual"]', 'values = ["sexual', "values must be a list of codes"),
    "advice nowhere": ('part = "wait"', 'part = "go"', 'part = "wait"', "it can be bring, call, wait"),
    "twice the same": ('code = "EC_LNG_72H"', 'code = "PEP_72H"', 'code = "EC_LNG', "is there twice"),
    "another table": ("[[against]]", "[[score]]\nx = 1\n\n[[against]]", None, "score is not known here"),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_row_names_its_line_and_nothing_of_the_file_is_used(broken):
    old, new, where, words = BROKEN[broken]
    assert old in TEXT
    facts, faults = load(TEXT.replace(old, new, 1), TODAY)
    assert (facts.windows, facts.against, facts.advice) == ([], [], [])
    mine = [fault for fault in faults if words in fault]
    assert mine, faults
    if where:
        assert mine[0].startswith(f"windows.toml, line {_line(where)}: ")


def test_a_file_with_nothing_in_it_stops_the_start():
    assert len(load("", TODAY)[1]) == 3
