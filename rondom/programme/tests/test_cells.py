"""The cells of the landscape: five groups, five phases, and one code for each square."""

import pytest

from rondom.programme.cells import CELLS, Phase, TargetGroup, apart, cell


def test_there_are_five_by_five_and_each_code_comes_apart_again():
    assert len(set(CELLS)) == len(TargetGroup) * len(Phase) == 25
    assert [cell(*apart(code)) for code in CELLS] == CELLS


def test_the_phases_are_those_that_lists_of_services_number():
    assert [Phase.numbered(f"P{n}") for n in range(1, 6)] == list(Phase)
    assert Phase.numbered("P4") == Phase.TRIAGE


@pytest.mark.parametrize(
    "code", ["", "sexual_violence", "sexual_violence:", "men:information", "other:information:x"]
)
def test_what_is_no_cell_is_refused(code):
    with pytest.raises(ValueError, match="is not a valid"):
        apart(code)
