"""Who coordinates and sees what the police wrote about the law, but not their own, is told so in a sentence."""

import pytest
from django.db import connection
from django.utils import timezone

from rondom.audit.models import Event
from rondom.coordination.models import RouteStep
from tests.browse import nothing_changed, signed_in, words
from tests.sealing import superuser
from tests.world import World

pytestmark = pytest.mark.usefixtures("own_database")
OWN_TO_POLICE = "UPDATE cases_grant SET by_regime = by_regime & ~16::bigint | (16::bigint << 8) WHERE case_id = %s AND by_regime & 16 <> 0"


def test_seeing_police_data_alone_is_not_enough_to_note_a_state():
    world = World()
    case = world.coordinated()
    with superuser() as administrator:
        administrator.execute(OWN_TO_POLICE, [case.pk])
    connection.close()
    anna = signed_in(world.anna)
    sent = {"state": "no_contact", "since": timezone.localdate().isoformat(), "told_by": "person"}
    with nothing_changed():
        answer = anna.post(f"/zaken/{case.pk}/strafroute/1/nieuw/", sent)
    assert answer.status_code == 403
    assert "but may not add to it yourself" in words(answer)
    with world.acting(world.anna):
        assert not RouteStep.objects.filter(case=case).exists()
        assert Event.objects.filter(case_id=case.pk, outcome="refused", actor_id=world.anna.pk).exists()
