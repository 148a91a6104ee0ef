"""The cells of the landscape: five groups, five phases, and one code for each square."""

import pytest

from rondom.programme.cells import CELLS, Phase, TargetGroup, apart, cell


def test_there_are_five_by_five_and_each_code_comes_apart_again():
    assert len(set(CELLS)) == len(TargetGroup) * len(Phase) == 25
    assert [cell(*apart(code)) for code in CELLS] == CELLS


@pytest.mark.parametrize("code", ["", "sexual_violence", "sexual_violence:", "men:P2", "other:P2:x"])
def test_what_is_no_cell_is_refused(code):
    with pytest.raises(ValueError, match="is not a valid"):
        apart(code)
