"""Indicator R4: offered in time, of where it was possible."""

from datetime import timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.first_contact.actions import windows
from rondom.first_contact.indicator import offered_in_time
from rondom.first_contact.intake import Incident
from rondom.first_contact.models import Report, WindowStep
from tests.statements import few

Kind = WindowStep.Kind
WOMAN = [{"roles": ["victim"], "name": "Lotte", "gender": "f"}]
MAN = [{"roles": ["victim"], "name": "Sam", "gender": "m"}]


def _report(world, hours, people=WOMAN, kinds=("sexual_violence",)):
    """Reported now, about what happened so many hours ago."""
    with world.acting(world.alice) as actor:
        moment = actor.at - timedelta(hours=hours)
        incident = Incident(moment, moment, uncertain=False, violence_types=kinds)
        return world.report(incident=incident, people=people, reported_at=actor.at)


def _note(world, case, kind, code, **more):
    with world.acting(world.alice) as actor:
        return windows.note(actor=actor, case=dossier.locked(actor, case.pk), code=code, kind=kind, **more)


def _found(world, who="alice"):
    with world.acting(getattr(world, who)) as actor, few():
        found = offered_in_time(Report.objects.all(), actor.at)
    return {one.code: (one.eligible, one.offered) for one in found}


def test_only_what_was_possible_and_applied_counts_and_only_what_was_offered_in_time(world):
    soon, late, old = _report(world, 10), _report(world, 100), _report(world, 200)
    man, other = _report(world, 10, MAN), _report(world, 10, kinds=["stalking"])
    _note(world, soon, Kind.OFFERED, "PEP_72H")
    _note(world, soon, Kind.DECLINED, "EC_LNG_72H")
    _note(world, soon, Kind.NOT_APPLICABLE, "EC_UPA_IUD_120H", reason="Volgens haar zelf.")
    _note(world, late, Kind.DONE, "PEP_72H")  # too late, and it was so at the report
    _note(world, late, Kind.DONE, "HBV_7D")
    _note(world, man, Kind.DONE, "PEP_72H")
    for case in (old, other):
        assert case
    assert _found(world) == {
        "PEP_72H": (2, 2),
        "EC_LNG_72H": (1, 1),
        "EC_UPA_IUD_120H": (1, 0),
        "HBV_7D": (3, 1),
        "FMO_7D": (3, 0),
    }


def test_what_was_taken_back_was_not_offered(world):
    case = _report(world, 10)
    step = _note(world, case, Kind.OFFERED, "PEP_72H")
    assert _found(world)["PEP_72H"] == (1, 1)
    with world.acting(world.alice) as actor:
        windows.take_back(actor=actor, case=dossier.locked(actor, case.pk), step=step)
    assert _found(world)["PEP_72H"] == (1, 0)


@pytest.mark.parametrize(("hours_later", "in_time"), [(71, True), (73, False)])
def test_it_counts_when_it_was_offered_and_not_when_that_was_noted(world, hours_later, in_time):
    with world.acting(world.alice) as actor:
        then = actor.at - timedelta(hours=100)
    incident = Incident(then, then, uncertain=False)
    case = world.report(at=then, incident=incident, reported_at=then)
    _note(world, case, Kind.OFFERED, "PEP_72H", at=then + timedelta(hours=hours_later))
    assert _found(world)["PEP_72H"] == (1, int(in_time))


def test_who_sees_no_case_counts_nothing(world):
    _report(world, 10)
    assert set(_found(world, "eve").values()) == {(0, 0)}
