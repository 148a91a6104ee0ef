"""The eighteen case files give exactly the windows that a colleague expects of them."""

from datetime import timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Case
from rondom.first_contact import casefile, watch
from rondom.first_contact.actions import reports, windows
from rondom.first_contact.definitions import CODES
from rondom.first_contact.models import WindowStep
from tests.casuistry import NAMES, case_file

# What nothing recorded can say: her own word (OB-13), her age as a doctor judges it (OB-02), twenty years (OB-09).
BY_A_PERSON = {name: {"EC_LNG_72H", "EC_UPA_IUD_120H"} for name in ("OB-02", "OB-09", "OB-13")}


def _register(world, data):
    with world.acting(world.alice) as actor:
        return reports.register(actor=actor, intake=casefile.read(data, actor.at))


def _states(world, case):
    with world.acting(world.alice) as actor:
        found = watch.of_case(Case.objects.get(pk=case.pk), actor.at)
    assert [one.window.key for one in found] == CODES
    states = {}
    for one in found:
        states.setdefault(one.state.value, set()).add(one.window.key)
    return {
        "open_windows": states.get("open", set()),
        "closed_or_doubtful_windows": states.get("closed", set()) | states.get("doubtful", set()),
        "not_applicable_windows": states.get("not_applicable", set()),
    }


def _expected(name):
    expected = case_file(name)["expected"]
    keys = ("open_windows", "closed_or_doubtful_windows", "not_applicable_windows")
    return {key: set(expected[key]) for key in keys}


@pytest.mark.parametrize("name", NAMES)
def test_what_was_recorded_rules_out_what_it_can_and_a_person_judges_the_rest(name, world):
    case, expected = _register(world, case_file(name)), _expected(name)
    left = BY_A_PERSON.get(name, set())
    by_facts = _states(world, case)
    assert by_facts["not_applicable_windows"] == expected["not_applicable_windows"] - left
    assert by_facts["open_windows"] - left == expected["open_windows"]
    assert by_facts["closed_or_doubtful_windows"] - left == expected["closed_or_doubtful_windows"]
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        for code in sorted(left):
            kind = WindowStep.Kind.NOT_APPLICABLE
            windows.note(actor=actor, case=seen, code=code, kind=kind, reason="Volgens haar zelf.")
    assert _states(world, case) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_says_itself_what_does_not_apply_gives_exactly_what_is_expected(name, world):
    judged = dict.fromkeys(case_file(name)["expected"]["not_applicable_windows"], "Besproken.")
    assert _states(world, _register(world, case_file(name, windows_not_applicable=judged))) == _expected(name)


def test_no_file_that_rules_nothing_out_has_a_window_that_is_not_shown(world):
    """DH-14 and OB-07: nobody knows when, so that every window is doubtful, and none is missing."""
    for name in ("DH-14", "OB-07"):
        case = _register(world, case_file(name))
        with world.acting(world.alice) as actor:
            found = watch.of_case(Case.objects.get(pk=case.pk), actor.at)
        assert {one.state for one in found} == {"doubtful"}
        assert {one.closes_earliest for one in found} == {None}


def test_the_states_follow_the_clock_and_nothing_is_kept_of_them(world):
    case = _register(world, case_file("DH-01"))
    with world.acting(world.alice) as actor:
        seen = Case.objects.get(pk=case.pk)
        states = [
            {one.state.value for one in watch.of_case(seen, actor.at + timedelta(hours=hours))}
            for hours in (0, 59, 60, 107, 200)
        ]
    assert states == [
        {"open"},
        {"open", "doubtful"},
        {"open", "closed"},
        {"open", "doubtful", "closed"},
        {"closed"},
    ]
    assert WindowStep.objects.count() == 0
