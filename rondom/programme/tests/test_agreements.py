"""What was agreed in municipalities is kept by the programme, evaluated, and counted in the coverage that everyone reads."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from rondom.core.errors import Denied
from rondom.organisations.models import Municipality
from rondom.programme.actions import agreements
from rondom.programme.coverage import TILES, areas, holding
from rondom.programme.models import Agreement
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import field, nothing_changed, signed_in, words
from tests.proof import refused

TODAY = timezone.localdate()
SENT = {
    "kind": "covenant", "title": "Wijkteams", "about": "Wie belt wie.", "municipalities": "Den Haag, delft\n’s-Hertogenbosch",
    "others": "Wijkteam", "starts_on": "2026-01-01", "evaluate_on": "2027-01-01",
}  # fmt: skip
ADD = "/programma/afspraken/nieuw/"


def said(world, **changes):
    return {
        "kind": "covenant", "title": "Wijkteams", "about": "Wie belt wie.", "municipalities": ["GM0503"], "parties": [world.csg.pk],
        "others": "", "starts_on": TODAY - timedelta(days=9), "ends_on": None, "evaluate_on": TODAY, **changes,
    }  # fmt: skip


@pytest.fixture
def agreed(world, dave):
    with world.acting(dave) as actor:
        return agreements.add(actor=actor, said=said(world))


def address(name, agreement):
    return reverse(f"programme:{name}", args=[agreement.pk])


def test_it_is_added_with_its_parties_and_municipalities(world, dave):
    assert signed_in(dave).post(ADD, SENT | {"parties": [str(world.vt.pk)]}).status_code == 302
    found = Agreement.objects.get()
    assert found.municipalities == ["GM0518", "GM0503", "GM0796"]
    assert happened(world, dave, "programme:agreement:added").data == {"kind": "covenant"}
    page = words(signed_in(world.bob).get("/programma/afspraken/"))
    assert "'s-Gravenhage, Delft, 's-Hertogenbosch" in page
    assert "Organisatie vt, Wijkteam" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"municipalities": "Delft, Nergenshuizen"}, "There is no municipality called “Nergenshuizen”."),
        ({"municipalities": " , \n"}, "Name at least one."), ({"evaluate_on": "2025-01-01"}, "This is before the beginning."),
        ({"ends_on": "2025-01-01"}, "This is before the beginning."), ({"kind": "treaty"}, "Choose from the list."),
        ({"others": ""}, "Choose at least one, or name another party."), ({"municipalities": "x" * 5000}, "at most 4000 characters"),
    ],
)  # fmt: skip
def test_what_is_not_right_is_said_and_nothing_is_lost(dave, changes, sentence):
    with nothing_changed():
        answer = signed_in(dave).post(ADD, SENT | changes)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "Wie belt wie." in field(answer, "about")


def test_it_is_changed_and_so_ends(world, dave, agreed):
    client = signed_in(dave)
    page = client.get(address("agreement_change", agreed))
    assert "Delft" in field(page, "municipalities")
    sent = SENT | {"ends_on": "2026-02-01", "evaluate_on": "2026-02-01", "parties": [str(world.csg.pk)]}
    assert client.post(address("agreement_change", agreed), sent).status_code == 302
    assert happened(world, dave, "programme:agreement:changed").subject_id == agreed.pk
    assert "Wijkteams Covenant Ended" in words(client.get("/programma/afspraken/"))
    assert agreed not in holding(TODAY)


def test_it_is_evaluated_and_again_later(world, dave, agreed):
    client = signed_in(dave)
    sent = {"evaluation": "Er wordt vaker gebeld.", "again_on": "2028-01-01"}
    assert client.post(address("evaluate", agreed), sent).status_code == 302
    assert happened(world, dave, "programme:agreement:evaluated").subject_id == agreed.pk
    assert "Er wordt vaker gebeld." in words(signed_in(world.bob).get("/programma/afspraken/"))
    with nothing_changed():
        assert client.post(address("evaluate", agreed), {"evaluation": ""}).status_code == 422


def test_what_is_to_be_evaluated_stands_on_the_overview(world, dave):
    with world.acting(dave) as actor:
        agreements.add(actor=actor, said=said(world, title="Straks"))
        agreements.add(actor=actor, said=said(world, title="Later", evaluate_on=TODAY + timedelta(days=61)))
        agreements.add(actor=actor, said=said(world, title="Voorbij", ends_on=TODAY - timedelta(days=1)))
    page = words(signed_in(world.bob).get("/programma/overzicht/"))
    assert "Straks" in page
    assert "Later:" not in page
    assert "Voorbij" not in page


def test_nobody_else_keeps_them(world, dave, sam, agreed):
    for user in (world.alice, sam, world.administrator):
        turned_away(world, user, ADD, SENT, status=403)
        turned_away(world, user, address("agreement_change", agreed), SENT, status=403)
        turned_away(world, user, address("evaluate", agreed), {"evaluation": "x"}, status=403)
    with world.acting(world.alice) as actor:
        for action in (agreements.change, agreements.evaluate):
            more = (
                {"said": said(world)}
                if action is agreements.change
                else {"evaluation": "x", "again_on": TODAY}
            )
            with refused(Denied):
                action(actor=actor, agreement=agreed, **more)


@pytest.mark.parametrize(
    "wrong", [{"municipalities": []}, {"parties": []}, {"ends_on": TODAY - timedelta(days=99)}]
)
def test_the_database_keeps_to_it_too(world, dave, wrong):
    with world.acting(dave) as actor, pytest.raises(IntegrityError), transaction.atomic():
        agreements.add(actor=actor, said=said(world, **wrong))


def test_the_coverage_counts_municipalities_once_a_kind_and_only_what_holds(world, dave):
    with world.acting(dave) as actor:
        agreements.add(actor=actor, said=said(world, municipalities=["GM0503", "GM0518"]))
        agreements.add(actor=actor, said=said(world, municipalities=["GM0503"]))
        agreements.add(actor=actor, said=said(world, municipalities=["GM0503"], kind="alliance"))
        agreements.add(
            actor=actor, said=said(world, municipalities=["GM0603"], starts_on=TODAY + timedelta(days=2))
        )
        agreements.add(
            actor=actor, said=said(world, municipalities=["GM0603"], ends_on=TODAY - timedelta(days=1))
        )
    found = {area.code: area for area in areas(holding(TODAY))}
    assert (found["VR15"].covenants, found["VR15"].alliances, found["VR15"].covered) == (2, 1, 2)
    assert (found["VR15"].look, found["VR16"].look) == ("some", "none")
    assert sum(len(area.places) for area in found.values()) == Municipality.objects.count() == 342


def test_every_safety_region_has_a_tile_of_its_own():
    assert len(set(TILES.values())) == 25
