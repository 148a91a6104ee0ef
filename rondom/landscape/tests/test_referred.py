"""How often people are referred to a service is counted without saying of whom; small figures are hidden."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from rondom.landscape.models import Referred, Service
from rondom.landscape.referred import figures, month
from tests.browse import signed_in, words

NOW = timezone.now()
LATER = NOW + timedelta(days=32)  # so that what is counted now is of a month that is over
What = Referred.What


@pytest.fixture
def service(world):
    with world.acting(world.bob):
        return Service.objects.get(slug="fier")


def count(world, service, what, *days):
    with world.acting(world.bob):
        for each in days:
            Referred(service=service, what=what, month=month(NOW), days=each).save(force_insert=True)


def test_the_editor_reads_figures_of_months_that_are_over_and_small_ones_are_hidden(world, editor, service):
    count(world, service, What.MADE, *[None] * 7)
    count(world, service, What.TAKEN_ON, 1, 90, 20, 30, 10)
    count(world, service, What.GIVEN_BACK, *[None] * 4)
    with world.acting(editor):
        now, later, long_after = (figures(service, at) for at in (NOW, LATER, NOW + timedelta(days=800)))
    assert (later.made, later.taken_on, later.given_back, later.days) == (7, 5, None, 20)
    assert (now.made, now.taken_on, now.days) == (0, 0, None)
    assert long_after.made == 0


def test_a_waiting_time_of_fewer_than_five_is_not_said(world, editor, service):
    count(world, service, What.TAKEN_ON, 1, 2, 3, 4)
    with world.acting(editor):
        found = figures(service, LATER)
    assert (found.taken_on, found.days) == (None, None)


def test_the_page_says_it_to_the_editor_alone(world, editor, service):
    address = reverse("landscape:history", args=["fier"])
    said = words(signed_in(editor).get(address))
    assert "Referred to this service" in said
    assert "not known: fewer than 5 were taken on" in said
    assert "Referred to this service" not in words(signed_in(world.bob).get(address))


def test_only_the_editor_reads_the_rows_and_nobody_changes_one(world, editor, service):
    count(world, service, What.MADE, None)
    with world.acting(world.bob):
        assert not Referred.objects.exists()
    with world.acting(editor):
        assert Referred.objects.count() == 1
        for change in (
            lambda: Referred.objects.update(what=What.GIVEN_BACK),
            lambda: Referred.objects.all().delete(),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()


def test_without_an_account_nothing_is_counted_nor_in_another_month(world, service):
    now, then = (
        Referred(service=service, what=What.MADE, month=day) for day in (month(NOW), date(2025, 1, 1))
    )
    with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        now.save(force_insert=True)
    with world.acting(world.bob), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        then.save(force_insert=True)


@pytest.mark.parametrize(("what", "days"), [("made", 3), ("taken_on", None), ("lost", None)])
def test_days_of_waiting_are_of_who_was_taken_on(world, service, what, days):
    with world.acting(world.bob), pytest.raises(IntegrityError), transaction.atomic():
        Referred(service=service, what=what, month=month(NOW), days=days).save(force_insert=True)


def test_a_row_says_no_moment_and_no_case(world, service):
    assert {field.name for field in Referred._meta.fields} == {"id", "service", "what", "month", "days"}
    assert UUID(str(Referred().pk)).version == 4
