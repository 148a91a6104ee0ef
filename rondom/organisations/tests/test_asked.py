"""A query that is built once gives what it gave when it was built each time, for each value, in each thread."""

import threading
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rondom.accounts.models import User
from rondom.core.asked import asked
from rondom.organisations.models import Membership, Seat


@asked
def working(user: UUID, at: datetime) -> models.QuerySet[Membership]:
    return (
        Membership.objects.filter(user_id=user, starts_at__lte=at)
        .annotate(sits=Exists(Seat.objects.filter(user=OuterRef("user"), starts_at__lte=at)))
        .select_related("organisation")
        .prefetch_related("user")
        .order_by("starts_at")
    )


def _plainly(user: UUID, at: datetime) -> list[Membership]:
    return list(working._build(user, at))


def test_it_gives_the_rows_of_each_value_with_all_that_belongs_to_them(world):
    now = timezone.now()
    for user in world.people:
        for at in (now, now - timedelta(days=4000)):
            found, plain = working(user=user.pk, at=at), _plainly(user.pk, at)
            assert found == plain
            assert [one.sits for one in found] == [one.sits for one in plain]
            with CaptureQueriesContext(connection) as asked_more:
                assert [one.organisation.name for one in found] == [one.organisation.name for one in plain]
                assert all(one.user == user for one in found)
            assert not asked_more.captured_queries
    assert working(user=uuid4(), at=now) == []


def test_two_threads_ask_at_once_over_their_own_connections(world):
    user, now, found = world.alice, timezone.now(), {}

    def ask() -> None:
        found["there"] = working(user=user.pk, at=now)
        connection.close()

    other = threading.Thread(target=ask)
    other.start()
    other.join(20)
    assert found["there"] == working(user=user.pk, at=now)


def test_what_is_worked_out_of_a_value_is_found_when_it_is_built():
    @asked
    def later(at: datetime) -> models.QuerySet[User]:
        return User.objects.filter(signed_in_at__gt=at + timedelta(days=1))

    with pytest.raises(TypeError, match="was worked out of a value"):
        later(at=timezone.now())


def test_a_query_that_is_another_for_another_value_is_found():
    built = []

    @asked
    def either(user: UUID) -> models.QuerySet[User]:
        built.append(user)
        return User.objects.filter(pk=user) if len(built) % 2 else User.objects.exclude(pk=user)

    with pytest.raises(TypeError, match="depends on a value"):
        either(user=uuid4())


@pytest.mark.parametrize("values", [{}, {"user": None, "at": None}, {"user": uuid4()}])
def test_what_is_missing_is_said(values):
    with pytest.raises(TypeError, match="Asked with"):
        working(**values)


def test_only_rows_of_a_model_can_be_asked():
    @asked
    def names(user: UUID) -> models.QuerySet[User]:
        return User.objects.filter(pk=user).values_list("username")

    with pytest.raises(TypeError, match="Only rows of a model, or their values"):
        names(user=uuid4())


@asked
def among(users: list[UUID], at: datetime) -> models.QuerySet[Membership]:
    return Membership.objects.filter(
        models.Q(user_id__among=users) | models.Q(pk__among=users), starts_at__lte=at
    )


def test_any_number_of_keys_is_one_value(world):
    now, keys = timezone.now(), [user.pk for user in world.people]
    for some in ([], keys[:1], keys[:3], keys, [uuid4()]):
        plain = Membership.objects.filter(user__in=some, starts_at__lte=now)
        assert {one.pk for one in among(users=some, at=now)} == {one.pk for one in plain}
    assert among(users=keys, at=now), "there is something to find"


def test_the_queryset_itself_can_be_asked_a_part(world):
    now = timezone.now()
    found = among.query(users=[world.alice.pk], at=now).filter(organisation=world.csg)
    assert all(one.user == world.alice for one in found)


def test_values_by_name_can_be_asked(world):
    @asked
    def names(user: UUID) -> models.QuerySet[Membership, dict[str, str]]:
        return Membership.objects.filter(user_id=user).values("organisation__name", "user__display_name")

    found = names(user=world.alice.pk)
    assert found == list(names.query(user=world.alice.pk))
    assert {tuple(row) for row in found} == {("organisation__name", "user__display_name")}
