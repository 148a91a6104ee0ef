"""A case's code: made by the database, read back from what people type."""

from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from rondom.cases.code import SIGNS, clean, looks_like

MANY = 20_000


@pytest.fixture(scope="module")
def codes(own_database):
    """The codes of the first cases, as the database makes them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_code(n) FROM generate_series(1, %s) n ORDER BY n", [MANY])
        return [row[0] for row in cursor]


def test_no_two_cases_have_one_code(codes):
    assert len(codes) == len(set(codes)) == MANY


def test_every_code_is_accepted_as_it_is(codes):
    assert all(clean(code) == code for code in codes)


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f" {code} ",
    ],
)
def test_small_letters_spaces_and_dashes_do_not_matter(codes, typed):
    assert all(clean(typed(code)) == code for code in codes[:500])


def test_one_wrong_sign_is_always_found(codes):
    for code in codes[:: MANY // 100]:
        for place, right in enumerate(code):
            for wrong in SIGNS if right != "-" else "":
                mistyped = code[:place] + wrong + code[place + 1 :]
                assert wrong == right or clean(mistyped) == "", mistyped


def test_two_swapped_neighbours_are_always_found(codes):
    for code in codes[:: MANY // 1000]:
        signs = code.replace("-", "")
        for place, (one, other) in enumerate(pairwise(signs)):
            swapped = signs[:place] + other + one + signs[place + 2 :]
            assert one == other or clean(swapped) == "", swapped


def test_codes_have_no_vowels_and_no_signs_that_look_alike(codes):
    assert not set("".join(codes)) & set("AEIOUYLQSZ01")


def test_neighbours_in_time_are_far_apart(codes):
    assert all(one[:2] != other[:2] for one, other in pairwise(codes[:1000]))


@given(text=st.text())
def test_whatever_someone_types_is_a_code_or_nothing(text):
    code = clean(text)
    assert code == "" or (len(code) == 7 and clean(code) == code)


@given(text=st.text(alphabet=SIGNS, min_size=6, max_size=6))
def test_six_signs_look_like_a_code_right_or_wrong(text):
    assert looks_like(text)


@pytest.mark.parametrize("text", ["", "Lotte", "12345", "1234567", "de zaak van Lotte"])
def test_other_words_do_not_look_like_a_code(text):
    assert not looks_like(text)


def test_a_new_case_has_its_code_from_the_database(world):
    case = world.report()
    seen = world.seen(world.alice, case)
    assert clean(seen.code) == seen.code != ""
