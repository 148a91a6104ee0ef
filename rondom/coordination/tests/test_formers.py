"""Who handed a case over sees it for a while, and then no more, unless who coordinates now keeps them on it."""

from datetime import timedelta

import pytest
from django.db import connection

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.actions.steps import Ask
from rondom.cases.models import Access, Case, Domain, Naming
from rondom.coordination.actions import coordinator, formers, plan
from rondom.coordination.models import Assignment
from rondom.coordination.norms import WARM_TRANSFER
from rondom.core.errors import Denied, NotThere, WrongStep
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused

StaysFor = Assignment.StaysFor


def _hand_over(world, case):
    with world.acting(world.anna) as actor:
        coordinator.hand_over(
            actor=actor, case=dossier.locked(actor, case.pk), user=world.vera, organisation=world.vt,
            note="Zij neemt op na zes uur.",
        )  # fmt: skip
    world.accept(case, by=world.vera)


@pytest.fixture
def case(world):
    """A case that Anna of the CSG coordinated, and Vera of Veilig Thuis does now."""
    case = world.coordinated()
    _hand_over(world, case)
    return case


def _was(world, case):
    with world.acting(world.vera):
        return Assignment.objects.get(case=case, user=world.anna)


def _ends(world, case):
    """When the database lets Anna see the case no more; none: it does not already."""
    with world.acting(world.anna), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE id = %s", [case.pk])
        if cursor.fetchone() == (0,):
            return None
        return max(one.ends_at for one in Access.objects.filter(user_id=world.anna.pk, case=case))


def _at(case, was):
    return f"/zaken/{case.pk}/regiehouders/{was.pk}/"


def test_who_handed_over_sees_it_for_as_long_as_that_takes_and_then_no_more(world, case):
    was = _was(world, case)
    assert _ends(world, case) == was.stays_until == was.ended_at + WARM_TRANSFER.length
    assert world.held(world.anna, case)
    with world.acting(world.anna, was.stays_until + timedelta(seconds=1)) as actor, pytest.raises(NotThere):
        dossier.locked(actor, case.pk)
    assert world.held(world.alice, case), "others of her organisation stay"
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/regiehouders/"))
    assert "Sees this case until" in said
    for someone, is_told in ((world.anna, True), (world.alice, False), (world.vera, False)):
        page = words(signed_in(someone).get(f"/zaken/{case.pk}/"))
        assert ("You coordinated this case before. You see it until" in page) is is_told, someone
    assert "Do they stay on the case?" not in said, "that is for who coordinates now"
    with world.acting(world.vera):
        event = Event.objects.get(verb="coordination:former:leaves")
    assert event.data == {"user": str(world.anna.pk), "until": was.stays_until.isoformat()}


def test_who_coordinates_now_keeps_them_on_it_with_why(world, case):
    was = _was(world, case)
    vera = signed_in(world.vera)
    assert "Do they stay on the case?" in words(vera.get(f"/zaken/{case.pk}/regiehouders/"))
    with nothing_changed():
        assert vera.post(_at(case, was), {}).status_code == 422
    assert vera.post(_at(case, was), {"stays": "trust"}).status_code == 302
    assert _ends(world, case).year == 9999
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/regiehouders/"))
    assert "Stays on this case: the person wants them to stay within reach (Vera" in said


def test_when_handing_over_is_done_they_see_it_no_more_at_once(world, case):
    was = _was(world, case)
    vera = signed_in(world.vera)
    assert vera.post(_at(case, was), {"stays": "leaves"}).status_code == 302
    assert _ends(world, case) is None
    assert signed_in(world.anna).get(f"/zaken/{case.pk}/").status_code == 404
    assert "Sees this case no more since" in words(vera.get(f"/zaken/{case.pk}/regiehouders/"))
    with nothing_changed():
        page = vera.post(_at(case, was), {"stays": "help"})
    assert page.status_code == 409
    assert "Anna is not on this case any more." in words(page)


def test_who_was_kept_can_still_leave_later(world, case):
    was = _was(world, case)
    with world.acting(world.vera) as actor:
        seen = dossier.locked(actor, case.pk)
        formers.keep(actor=actor, case=seen, was=was, why=StaysFor.KNOWS)
        formers.let_go(actor=actor, case=seen, was=was)
    assert _ends(world, case) is None
    kept = _was(world, case)
    assert (kept.stays_for, kept.stay_set_by) == ("", world.vera)


def test_only_who_coordinates_now_decides(world, case):
    was = _was(world, case)
    for someone in (world.anna, world.alice, world.victor):
        with world.acting(someone) as actor:
            seen = dossier.locked(actor, case.pk)
            with refused(Denied):
                formers.keep(actor=actor, case=seen, was=was, why=StaysFor.HELP)
            with refused(Denied):
                formers.let_go(actor=actor, case=seen, was=was)
            with connection.cursor() as cursor:
                cursor.execute("SELECT former_stays(%s, NULL, 'help', now())", [was.pk])
                assert cursor.fetchone() == (False,), "the database says so itself"
    with nothing_changed():
        assert signed_in(world.bob).post(_at(case, was), {"stays": "help"}).status_code == 404


def test_who_coordinates_now_is_no_former_and_cannot_be_let_go(world, case):
    with world.acting(world.vera) as actor:
        present = Assignment.objects.get(case=case, user=world.vera)
        with connection.cursor() as cursor:
            cursor.execute("SELECT former_stays(%s, now(), '', now())", [present.pk])
            assert cursor.fetchone() == (False,)
        assert actor.user == world.vera
    assert signed_in(world.vera).get(_at(case, present)).status_code == 404


def test_who_has_something_to_do_stays_until_that_is_done(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        ask = Ask(
            Case.NextKind.ACTION,
            world.csg,
            world.anna,
            actor.at + timedelta(days=2),
            Domain.CARE,
            "Bel haar.",
        )
        plan.add(actor=actor, case=dossier.locked(actor, case.pk), ask=ask)
    _hand_over(world, case)
    was = _was(world, case)
    assert was.stays_until is None
    assert _ends(world, case).year == 9999
    with world.acting(world.vera) as actor, refused(WrongStep, "still has something to do"):
        formers.let_go(actor=actor, case=dossier.locked(actor, case.pk), was=was)


def test_who_is_on_it_for_another_reason_stays(world):
    """Anna was put on the case before she was asked to coordinate it."""
    case = world.report()
    with world.acting(world.alice) as actor:
        before = actor.at - timedelta(hours=1)
        on_it = {"organisation": world.csg, "user": world.anna, "named_by": actor.user, "starts_at": before}
        Naming(case=case, **on_it).save(force_insert=True)
    world.open_mdt()
    world.decide(case)
    world.close_mdt()
    world.accept(case)
    _hand_over(world, case)
    was = _was(world, case)
    assert was.stays_until is None
    assert _ends(world, case).year == 9999
    with world.acting(world.vera) as actor, refused(WrongStep, "another reason"):
        formers.let_go(actor=actor, case=dossier.locked(actor, case.pk), was=was)


def test_who_is_asked_again_within_that_time_stays_on_it(world, case):
    with world.acting(world.vera) as actor:
        coordinator.hand_over(
            actor=actor, case=dossier.locked(actor, case.pk), user=world.anna, organisation=world.csg, note="Terug."
        )  # fmt: skip
    world.accept(case, by=world.anna)
    assert world.seen(world.anna, case).coordinator == world.anna
    assert _ends(world, case).year == 9999
    with world.acting(world.anna):
        left = Assignment.objects.get(case=case, user=world.vera)
    assert left.stays_until == left.ended_at + WARM_TRANSFER.length


def test_the_pages_say_it_before_it_happens(world):
    case = world.coordinated()
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/regie/overdragen/"))
    assert "you see this case for 7 more days, to hand over warmly." in said
    assert "Not confirmed yet." in said
