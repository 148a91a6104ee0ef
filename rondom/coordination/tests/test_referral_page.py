"""In a case one sees which services there are; its coordinator refers from there, and it stands in the plan."""

import pytest
from django.urls import reverse

from rondom.cases.models import Case
from tests.browse import field, signed_in, words


@pytest.fixture
def case(world) -> Case:
    return world.coordinated()


def page(world, case, who, **query):
    return signed_in(who).get(reverse("services", args=[case.pk]), query)


def test_the_services_of_the_region_stand_there_and_the_coordinator_refers(world, case):
    answer = page(world, case, world.anna)
    said = words(answer)
    assert "Regio north" in said
    assert "Sexual Assault Centre (CSG)" in said
    assert "Perspectief" in said
    assert "De Kindertelefoon" not in said  # not in this phase
    assert "dienst=Centrum" not in said
    form = signed_in(world.anna).get(reverse("add_action", args=[case.pk]), {"dienst": "Fier"})
    assert 'value="Fier"' in field(form, "service")


def test_another_group_and_phase_give_other_services(world, case):
    said = words(page(world, case, world.anna, doelgroep="human_trafficking", fase="P3"))
    assert "CoMensha" in said
    assert "Schadefonds" not in said


@pytest.mark.parametrize("query", [{"doelgroep": "🦊", "fase": "<script>"}, {"doelgroep": "x" * 5000}])
def test_what_is_not_known_is_left_out(world, case, query):
    answer = page(world, case, world.anna, **query)
    assert answer.status_code == 200
    assert "Sexual Assault Centre (CSG)" in words(answer)


def test_who_does_not_see_the_case_sees_nothing(world, case, caplog):
    caplog.set_level("CRITICAL", logger="django")
    assert page(world, case, world.paul).status_code == 404
