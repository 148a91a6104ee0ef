"""A case closes when all was seen to; afterwards someone asks how it is, and the case stays closed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Status, Step
from rondom.coordination import aftercare as moments
from rondom.coordination.actions import aftercare, closing, plan
from rondom.coordination.desk import desk
from rondom.coordination.models import Aftercare, Closing
from rondom.core.errors import Denied, WrongStep
from tests.browse import nothing_changed, signed_in, words
from tests.proof import refused
from tests.seen_to import DROPPED_OUT, SEEN_TO, SENT

Reason = Case.ClosingReason


@pytest.fixture
def case(world):
    """A case that Anna coordinates, in which all that was asked is done."""
    case = world.coordinated()
    (action,) = world.steps(case, kind=Case.NextKind.ACTION)
    with world.acting(world.victor) as actor:
        seen = dossier.locked(actor, case.pk)
        plan.advance(actor=actor, case=seen, step=Step.objects.get(pk=action.pk), state=Step.State.DONE)
    return case


def _close(world, case, reason=Reason.DONE, checklist=SEEN_TO):
    with world.acting(world.anna) as actor:
        return closing.close(
            actor=actor, case=dossier.locked(actor, case.pk), reason=reason, checklist=checklist
        )


def _moments(world, case):
    with world.acting(world.anna):
        return moments.of_case(case)


def _note(world, case, by=None, outcome=Aftercare.Outcome.DONE, note="", at=None):
    with world.acting(by or world.anna, at) as actor:
        first = Aftercare.objects.filter(case=case).order_by("due_at")[0]
        seen = dossier.locked(actor, case.pk)
        aftercare.note(actor=actor, case=seen, moment=first, outcome=outcome, note=note)


def test_closing_keeps_what_was_seen_to_and_sets_moments_for_the_organisation(world, case):
    closed = _close(world, case)
    assert [one.organisation for one in _moments(world, case)] == [world.csg] * 3
    assert [one.due_at for one in _moments(world, case)] == [
        moments.after(closed.closed_at, months) for months in (3, 6, 12)
    ]
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/regiehouders/"))
    assert "Safe, as far as the person and we know" in said
    assert "The case was closed." in said


def test_months_end_on_the_last_day_of_a_short_month_at_nine_here():
    at = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
    assert moments.after(at, 3) == datetime(2027, 2, 28, 8, 0, tzinfo=UTC)
    assert moments.after(at, 12) == datetime(2027, 11, 30, 8, 0, tzinfo=UTC)
    assert moments.after(at, 6) == datetime(2027, 5, 30, 7, 0, tzinfo=UTC)  # summer time


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        (Reason.DONE, {"settled": False}),
        (Reason.DONE, {"months": ()}),
        (Reason.DONE, {"months": (4,)}),
        (Reason.DONE, {"no_aftercare": "Niet nodig."}),
        (Reason.DONE, {"drop_out": "Zij stopte."}),
        (Reason.WISH, {}),
        (Reason.LOST_CONTACT, {}),
    ],
)
def test_not_before_all_was_seen_to(world, case, reason, changes):
    with refused(WrongStep):
        _close(world, case, reason, replace(SEEN_TO, **changes))


def test_who_drops_out_is_told_of_in_words_and_without_aftercare_why(world, case):
    checklist = replace(DROPPED_OUT, months=(), no_aftercare="Zij wil geen contact meer.")
    closed = _close(world, case, Reason.WISH, checklist)
    assert (closed.reason, closed.aftercare) == (Reason.WISH, False)
    assert _moments(world, case) == []
    assert "Zij wil geen contact meer." in words(signed_in(world.anna).get(f"/zaken/{case.pk}/regiehouders/"))


def test_it_comes_up_in_today_when_it_is_due_and_the_case_stays_closed(world, case):
    _close(world, case)
    (first, *_others) = _moments(world, case)
    for at, due in [
        (first.due_at - timedelta(days=8), 0),
        (first.due_at, 1),
        (first.due_at + timedelta(days=99), 2),
    ]:
        for name in ("anna", "alice"):
            with world.acting(getattr(world, name), at) as actor:
                assert len(desk(actor).aftercare) == due
    with world.acting(world.victor, first.due_at) as actor:
        assert desk(actor).aftercare == []
    _note(world, case, at=first.due_at)
    with world.acting(world.anna, first.due_at) as actor:
        assert desk(actor).aftercare == []
    assert world.seen(world.anna, case).status == Status.CLOSED


def test_who_could_not_be_reached_is_noted_with_what_was_tried(world, case):
    _close(world, case)
    with refused(WrongStep):
        _note(world, case, outcome=Aftercare.Outcome.NOT_REACHED)
    _note(world, case, outcome=Aftercare.Outcome.NOT_REACHED, note="Twee keer gebeld.")
    assert "Twee keer gebeld." in words(signed_in(world.anna).get(f"/zaken/{case.pk}/nazorg/"))
    with refused(WrongStep):
        _note(world, case)


def test_opened_again_the_mdt_looks_and_the_other_moments_end(world, case):
    _close(world, case)
    _note(world, case, outcome=Aftercare.Outcome.REOPENED, note="Het gaat niet goed.")
    assert world.seen(world.anna, case).status == Status.RE_TRIAGE
    assert {one.outcome for one in _moments(world, case)} == {Aftercare.Outcome.REOPENED}


@pytest.mark.parametrize("name", ["victor", "sam", "carol"])
def test_only_the_organisation_that_took_it_on_notes_it_by_who_is_on_the_case(world, case, name):
    _close(world, case)
    with world.acting(world.anna):
        first = Aftercare.objects.filter(case=case).order_by("due_at")[0]
    person = signed_in(getattr(world, name))
    with nothing_changed():
        sent = person.post(f"/zaken/{case.pk}/nazorg/{first.pk}/", {"outcome": "done"})
    assert sent.status_code in {403, 404}


def test_the_pages_ask_what_is_missing_and_keep_the_rest(world, case):
    anna = signed_in(world.anna)
    at = f"/zaken/{case.pk}/sluiten/"
    for missing in ("safety", "settled", "told", "months"):
        with nothing_changed():
            sent = {name: value for name, value in SENT.items() if name != missing}
            assert anna.post(at, sent).status_code == 422, missing
    with nothing_changed():
        assert anna.post(at, {**SENT, "reason": "lost_contact"}).status_code == 422
    anna.post(at, SENT)
    with world.acting(world.anna):
        closed = Closing.objects.get(case=case)
        first = Aftercare.objects.filter(closing=closed).order_by("due_at")[0]
    note = f"/zaken/{case.pk}/nazorg/{first.pk}/"
    with nothing_changed():
        assert anna.post(note, {"outcome": "not_reached"}).status_code == 422
    assert "Noted." in words(anna.post(note, {"outcome": "done"}, follow=True))


def test_whoever_may_not_close_does_not_by_an_aftercare_moment(world, case):
    _close(world, case)
    with refused(Denied):
        _note(world, case, by=world.victor)
