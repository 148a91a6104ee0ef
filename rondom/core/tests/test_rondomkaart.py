import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from rondom.core import rondomkaart, rondomkaart_layout
from rondom.core.rondomkaart import Map, Near, Node, draw
from rondom.core.rondomkaart_parts import DOMAINS, fit, width

STATES = ["next", "active", "waits", "knows"]
names = st.one_of(
    st.sampled_from(
        ["Police", "Veilig Thuis", "CSG", "W" * 30, "Samenwerkingsverband Slachtofferondersteuning", "İÅé"]
    ),
    st.text(min_size=1, max_size=60).filter(str.strip),
)
nodes = st.builds(Node, names, names, st.sampled_from(STATES), st.one_of(st.just(""), names), st.booleans())
people = st.builds(Near, names, names, st.booleans())
maps = st.builds(
    Map,
    st.lists(people, max_size=8),
    st.fixed_dictionaries({key: st.lists(nodes, max_size=6) for key in DOMAINS}),
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def pictures(source):
    with translation.override("en"):
        words = rondomkaart.words()
    return [rondomkaart_layout.wide(source, words), rondomkaart_layout.small(source, words)]


def example():
    return Map(
        near=[Near("Noor", "sister", True), Near("Yara", "friend", True), Near("Mother", "mother", False)],
        quarters={
            "safety": [Node("Veilig Thuis", "Veilig Thuis", "waits", "for the address")],
            "law": [
                Node("Police, sexual offences", "Police", "waits"),
                Node("Lawyer", "Lawyer", "active", "explains"),
            ],
            "care": [Node("CSG The Hague", "CSG", "active", "", True), Node("Doctor", "Doctor", "knows")],
            "recovery": [Node("Victim Support", "Support", "next", "before 14:00")],
        },
    )


@settings(max_examples=150, deadline=None)
@given(maps)
def test_no_words_overlap_and_all_stay_inside(source):
    for picture in pictures(source):
        boxes = list(picture.boxes())
        assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []
        for box in boxes:
            assert box.x0 >= -1
            assert box.y0 >= -1
            assert box.x1 <= picture.width + 1
            assert box.y1 <= picture.height + 1


@settings(max_examples=150, deadline=None)
@given(maps)
def test_no_sign_touches_another_or_the_words(source):
    for picture in pictures(source):
        spots = [spot for quarter in picture.quarters.values() for spot in quarter.spots]
        for a, b in combinations(spots, 2):
            apart = ((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5
            assert apart >= a.box.x1 - a.x + b.box.x1 - b.x
        words = list(picture.boxes())
        assert [spot.node for spot in spots if any(spot.box.overlaps(box) for box in words)] == []


@settings(max_examples=60, deadline=None)
@given(maps)
def test_what_people_typed_is_escaped_and_the_picture_is_well_formed(source):
    drawn = draw(source)
    for svg in re.findall(r"<svg.*?</svg>", _printable(drawn)):
        ET.fromstring(svg)  # noqa: S314 - our own drawing
    assert "<script" not in drawn


def _printable(text):
    """XML knows no control characters; people cannot type them into a form either."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


@pytest.mark.parametrize("count", range(7))
@pytest.mark.parametrize("near", range(9))
def test_every_count_is_drawn(count, near):
    node = Node("Organisation with quite a name", "Organisation", "next", "a line", True)
    source = Map(
        [Near(f"N{i}", "friend", i % 2 == 0) for i in range(near)], dict.fromkeys(DOMAINS, [node] * count)
    )
    for picture in pictures(source):
        assert [len(quarter.spots) for quarter in picture.quarters.values()] == [count] * 4
        assert len(picture.dots) == near


def test_the_usual_map_has_all_its_words_in_the_picture():
    wide, small = pictures(example())
    said = [
        label.text for quarter in wide.quarters.values() for spot in quarter.spots for label in spot.labels
    ]
    assert {"Police", "Veilig Thuis"} <= set(said)  # a long name gives way to the short one
    assert all(dot.labels and not dot.letter for dot in wide.dots)
    assert not any(spot.number for quarter in small.quarters.values() for spot in quarter.spots)


def test_the_list_holds_what_the_picture_shortens():
    long = "Samenwerkingsverband Slachtofferondersteuning en Herstelbemiddeling Haaglanden"
    drawn = draw(Map(quarters={"law": [Node(long, "Samen", "waits", "for the person's answer", True)]}))
    listed = drawn[drawn.index('class="rd-map-list"') :]
    assert f"<strong>{long}</strong>: waits, for the person&#x27;s answer, coordinates" in listed
    assert f"<title>{long}: waits" in drawn
    assert "…</text>" in drawn


def test_who_does_not_know_is_said_in_words():
    drawn = draw(example())
    assert "<strong>Mother</strong>, mother: does not know" in drawn
    assert ">does not know</text>" in drawn


def test_an_empty_circle_says_so():
    # Two descriptions, four quarters of the wide picture, five groups of the list.
    assert draw(Map()).count("no one yet") == 11


def test_ids_are_unique_and_two_maps_can_share_a_page():
    ids = re.findall(r'\bid="([^"]+)"', draw(example()) + draw(example(), prefix="b"))
    assert len(ids) == len(set(ids)) == 8


def test_letters_tell_people_apart():
    people = [Near(name, "", True) for name in ("Mila", "Noor", "moeder", " ")]
    assert rondomkaart_layout.letters(people) == ["M1", "N", "M2", "?"]


def test_text_is_cut_only_when_it_must():
    assert fit("Police", 15, 200) == "Police"
    cut = fit("Samenwerkingsverband", 15, 100, bold=True)
    assert cut.endswith("…")
    assert width(cut, 15, bold=True) <= 100
    assert fit("Samenwerkingsverband", 15, 20) == ""


def test_no_styles_in_the_drawing():
    assert not re.search(
        r"\sstyle=|<style|<script|fill=|stroke=|font-", draw(example()).replace('fill="none"', "")
    )
