"""What is counted in a cell, what a gap and an overlap are, and that the rules are read with their faults."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.landscape import coverage
from rondom.landscape.coverage import Area, Landscape
from rondom.landscape.directory import Directory, Place
from rondom.landscape.facts import Known
from rondom.landscape.terms import Audience
from rondom.programme.cells import Phase

TODAY = date(2026, 11, 29)
HERE = Area("here", "Here", frozenset({"GM0001", "GM0002"}))
THERE = Area("there", "There", frozenset({"GM0003"}))
ALL = Area("", "All")


def place(slug="one", *, checked=True, **said):
    facts = {
        "target_groups": ["sexual_violence"], "audiences": ["victim", "relative", "bystander", "perpetrator"], "violence": ["sexual"],
        "phases": ["P2"], "expertise": ["listening"], "reach": {"kind": "national"}, "phone_hours": {"always": True},
        "anonymity": {"grade": "full"}, "languages": ["nl", "en"], **said,
    }  # fmt: skip
    day = (TODAY, TODAY + timedelta(days=9)) if checked else (None, None)
    return Place(
        slug,
        {name: Known(slug, name, value, "x", *day) for name, value in facts.items() if value is not None},
    )


def cell(*places, area=HERE, key=("sexual_violence", "P2")):
    return Landscape(Directory(None, places), TODAY).matrix(area).cells[key]


def broken(*places, area=HERE, key=("sexual_violence", "P2")):
    return {reason.rule.kind: reason.about for reason in cell(*places, area=area, key=key).gaps}


def test_one_service_that_does_all_leaves_no_gap():
    found = cell(place())
    assert [one.slug for one in found.places] == ["one"]
    assert (found.reasons, found.overlaps) == ((), ())


def test_without_any_service_it_is_a_gap_for_everyone():
    assert broken() == {"reach": (), "audience": ("victim", "relative", "bystander", "perpetrator")}


def test_a_listening_line_for_all_is_counted_but_does_not_know_it():
    line = place(violence=["anything"])
    assert len(cell(line).places) == 1
    assert broken(line) == {"reach": (), "audience": ("victim", "relative", "bystander", "perpetrator")}


@pytest.mark.parametrize("missing", ["victim", "relative", "bystander", "perpetrator"])
def test_whoever_finds_no_one_makes_a_gap(missing):
    others = [one for one in Audience.values if one != missing]
    assert broken(place(audiences=others)) == {"audience": (missing,)}


def test_a_service_for_a_part_of_the_region_is_counted_and_leaves_a_gap_of_reach():
    partly = place(reach={"kind": "municipalities", "municipalities": ["GM0001"]})
    assert len(cell(partly).places) == 1
    assert broken(partly) == {"reach": ()}
    assert len(cell(partly, area=THERE).places) == 0
    assert broken(partly, area=ALL) == {"reach": ()}
    whole = place(reach={"kind": "municipalities", "municipalities": ["GM0001", "GM0002", "GM0009"]})
    assert broken(whole) == {}


def test_a_service_that_is_not_everywhere_is_named_and_not_counted():
    found = cell(place(reach={"kind": "some"}))
    assert (found.places, [one.slug for one in found.perhaps]) == ((), ["one"])
    assert found.gaps


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"phone_hours": {"weekly": [{"days": [0], "from": "09:00", "to": "17:00"}]}}, "hours"),
        ({"anonymity": {"grade": "no"}}, "anonymity"),
        ({"languages": ["nl"]}, "language"),
    ],
)
def test_what_is_known_to_lack_makes_a_gap_and_what_is_not_known_does_not(said, kind):
    assert broken(place(**said)) == {kind: ()}
    assert broken(place(**said), place("two")) == {}
    unknown = cell(place(**dict.fromkeys(said)))
    assert (unknown.gaps, [one.rule.kind for one in unknown.not_known]) == ([], [kind])
    unchecked = cell(place(checked=False, **said))
    assert unchecked.gaps == []
    assert {one.rule.kind for one in unchecked.not_known} == {"hours", "anonymity", "language"}


def test_full_shelters_make_a_gap_of_room():
    key = ("sexual_violence", "P5")
    full = place(phases=["P5"], waiting={"grade": "often_full"})
    assert broken(full, key=key) == {"capacity": ()}
    assert broken(full, place("two", phases=["P5"], waiting={"grade": "none"}), key=key) == {}


def test_five_services_alike_are_an_overlap_and_four_are_not():
    alike = [place(str(number)) for number in range(5)]
    found = cell(*alike).overlaps
    assert {(what, len(places)) for _whom, what, places in found} == {("listening", 5)}
    assert cell(*alike[:4]).overlaps == ()


@pytest.mark.parametrize(
    "said",
    [
        {"ages": {"from": 8, "to": 18}},
        {"anonymity": {"grade": "no"}},
        {"phone_hours": {"weekly": [{"days": [0], "from": "09:00", "to": "17:00"}]}},
        {"expertise": ["legal"]},
        {"audiences": ["professional"]},
        {"reach": {"kind": "municipalities", "municipalities": ["GM0001"]}},
    ],
)
def test_a_service_that_is_known_to_differ_is_no_overlap(said):
    alike = [place(str(number)) for number in range(4)]
    assert cell(*alike, place("5", **said)).overlaps == ()
    assert cell(*alike, place("5", checked=False)).overlaps  # as far as is known, the same


def test_an_expired_fact_is_no_longer_known():
    later = TODAY + timedelta(days=9)
    found = Landscape(Directory(None, (place(),)), later).matrix(HERE).cells["sexual_violence", "P2"]
    assert (found.gaps, {one.rule.kind for one in found.not_known}) == (
        [],
        {"hours", "anonymity", "language"},
    )


PLACES = st.lists(
    st.builds(
        lambda phases, kind, codes: {
            "phases": phases,
            "reach": {"kind": kind, **({"municipalities": codes} if kind == "municipalities" else {})},
        },
        st.lists(st.sampled_from(Phase.values), min_size=1, unique=True),
        st.sampled_from(["national", "everywhere", "some", "municipalities"]),
        st.lists(st.sampled_from(["GM0001", "GM0002", "GM0003"]), min_size=1, unique=True),
    ),
    max_size=8,
)


@given(PLACES)
def test_a_cell_holds_exactly_the_services_that_are_there(said):
    places = [place(str(number), **one) for number, one in enumerate(said)]
    for area in (HERE, THERE, ALL):
        for phase in Phase.values:
            expected = {
                one.slug
                for one in places
                if phase in one.phases
                and one.reach != "some"
                and (
                    one.reach != "municipalities"
                    or area.municipalities is None
                    or one.municipalities & area.municipalities
                )
            }
            assert {
                one.slug for one in cell(*places, area=area, key=("sexual_violence", phase)).places
            } == expected


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "reach"', 'kind = "luck"', "kind can be"),
        ('phases = ["P5"]', 'phases = ["P6"]', "phases are P1 to P5"),
        ('needs = ["victim", "perpetrator"]', "needs = []", "a rule about audiences names them"),
        ("at_least = 5", "at_least = 0", "at_least counts from 1"),
        ('id = "capacity"', 'id = "reach"', "this id is there twice"),
        ('source = "seed 000: meerdere', 'sauce = "seed 000: meerdere', "source is missing"),
    ],
)
def test_a_fault_in_the_rules_names_its_line(old, new, said):
    text = (coverage.HERE / "coverage.toml").read_text(encoding="utf-8")
    assert old in text
    _rows, faults = coverage.load_rules(text.replace(old, new, 1))
    assert said in " ".join(faults)
    assert "coverage.toml, line" in faults[0]


def test_a_fault_in_the_axes_names_its_line():
    text = (coverage.HERE / "axes.toml").read_text(encoding="utf-8")
    _rows, faults = coverage.load_axes(text.replace('"honour"', '"pride"').replace('id = "P1"', 'id = "P9"'))
    assert len(faults) == 2
