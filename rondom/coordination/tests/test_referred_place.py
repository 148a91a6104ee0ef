"""A referral keeps which service of the landscape it was, beside its name as it read then; the landscape counts it without a case."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from rondom.cases.models import Case, Step
from rondom.coordination.models import Referral
from rondom.landscape import directory
from rondom.landscape.models import Referred
from rondom.organisations import actions
from rondom.organisations.models import Role
from tests.browse import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world) -> Case:
    return world.coordinated()


@pytest.fixture
def editor(world):
    with world.acting(world.administrator) as actor:
        actions.add_member(actor=actor, user=world.dave, organisation=world.csg, role=Role.LANDSCAPE_EDITOR)
    return world.dave


def refer(world, case, service):
    """Anna asks Victor, of Veilig Thuis, to refer the person for safety."""
    sent = {
        "text": "Verwijzen.", "domain": "safety", "who": f"{world.vt.pk}:{world.victor.pk}",
        "due_at": "2099-01-01T10:00", "service": service,
    }  # fmt: skip
    answer = signed_in(world.anna).post(reverse("add_action", args=[case.pk]), sent)
    assert answer.status_code == 302, words(answer)
    with world.acting(world.anna):
        return Referral.objects.select_related("step").order_by("-made_at", "-pk").first()


def counted(world, editor):
    with world.acting(editor):
        return sorted(Referred.objects.values_list("service__slug", "what", "days"))


@pytest.mark.parametrize("called", ["Fier", "fier ", "FIER"])
def test_a_service_that_the_landscape_knows_is_kept_by_its_slug_and_linked(world, editor, case, called):
    referral = refer(world, case, called)
    assert (referral.service, referral.place) == (called.strip(), "fier")
    page = signed_in(world.anna).get(reverse("plan", args=[case.pk])).content.decode()
    assert f'<a class="nl-link" href="/landschap/diensten/fier/">{called.strip()}</a>' in page
    assert counted(world, editor) == [("fier", "made", None)]


def test_another_service_is_text_as_before_and_counted_nowhere(world, editor, case):
    referral = refer(world, case, "Praktijk om de hoek")
    assert (referral.service, referral.place or "") == ("Praktijk om de hoek", "")
    assert "Praktijk om de hoek" in words(signed_in(world.anna).get(reverse("plan", args=[case.pk])))
    assert counted(world, editor) == []


def test_what_comes_of_it_is_counted_once(world, editor, case):
    step = refer(world, case, "Fier").step
    client = signed_in(world.victor)
    for day in ("2026-03-11", "2026-03-12"):
        sent = {"since": "2026-03-01", "expected_from": "", "accepted_on": day}
        assert client.post(reverse("waiting", args=[case.pk, step.pk]), sent).status_code == 302
    assert counted(world, editor) == [("fier", "made", None), ("fier", "taken_on", 10)]
    with world.acting(world.victor):
        assert Referral.objects.get(step=step).accepted_on == date(2026, 3, 12)


def test_who_is_given_back_is_counted_and_who_is_withdrawn_is_not(world, editor, case):
    for state in (Step.State.RETURNED, Step.State.WITHDRAWN):
        step = refer(world, case, "Fier").step
        if state == Step.State.RETURNED:
            signed_in(world.victor).post(reverse("advance", args=[case.pk, step.pk]), {"state": "accepted"})
        who = world.victor if state == Step.State.RETURNED else world.anna
        sent = {"state": state, "outcome": "Er is geen plek."}
        assert signed_in(who).post(reverse("advance", args=[case.pk, step.pk]), sent).status_code == 302
    assert counted(world, editor) == [
        ("fier", "given_back", None),
        ("fier", "made", None),
        ("fier", "made", None),
    ]


def test_the_database_does_not_know_where_someone_was_referred_to(world, case):
    refer(world, case, "Fier")
    with world.acting(world.anna), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(one)::text FROM coordination_referral one")
        assert "fier" not in cursor.fetchone()[0].lower()


def test_a_name_that_two_have_is_none(world):
    with world.acting(world.anna):
        known = directory.current()
    twice = directory.Directory(
        known.edition, (known.by_slug["fier"], directory.Place("fier-2", known.by_slug["fier"].facts))
    )
    assert known.called("Fier") == "fier"
    assert twice.called("Fier") == ""
    assert known.called("") == ""
