"""Attacks on what makes access: grants, namings, memberships, seats and meetings."""

from uuid import uuid4

import psycopg
import pytest

from rondom.cases.models import Category
from tests.attack import REFUSED, add, attack, confirm, connect, rows_of, sign_in

FOR_EVER = "9998-12-31"


@pytest.fixture
def hers(attacked, owner):
    """The grant of Alice's own organisation."""
    rows = rows_of(owner, "cases_grant", attacked.case)
    return next(row for row in rows if row["basis"] == "registration")


@pytest.fixture
def victors(attacked, owner):
    """The grant on which Victor sees the case in part."""
    rows = rows_of(owner, "cases_grant", attacked.case)
    return next(row for row in rows if row["organisation_id"] == attacked.world.vt.pk)


@pytest.mark.parametrize("more", [Category.LEGAL, Category.MEDICAL, Category.RECOVERY, Category.PERPETRATOR])
def test_nobody_shares_more_than_they_see(more, attacked, victors):
    world = attacked.world
    mine = {
        "granted_by_id": world.victor.pk,
        "organisation_id": world.vt.pk,
        "categories": more | 1,
        "by_regime": more | 1,
    }
    with attack(world.victor) as session, pytest.raises(REFUSED, match="row-level security"):
        add(session, "cases_grant", victors, **mine)


def test_nobody_shares_a_case_they_do_not_see(attacked, hers):
    for stranger in attacked.strangers:
        mine = {
            "granted_by_id": stranger.pk,
            "organisation_id": attacked.world.police.pk,
            "categories": 1,
            "by_regime": 1,
        }
        with attack(stranger) as session, pytest.raises(REFUSED, match="row-level security"):
            add(session, "cases_grant", hers, **mine)


def test_a_grant_that_does_not_hold_the_case_itself_cannot_exist(attacked, victors):
    world = attacked.world
    mine = {
        "granted_by_id": world.victor.pk,
        "organisation_id": world.om.pk,
        "categories": Category.STORY,
        "by_regime": Category.STORY,
    }
    with attack(world.victor) as session, pytest.raises(psycopg.errors.CheckViolation):
        add(session, "cases_grant", victors, **mine)


@pytest.mark.parametrize(
    "change",
    [
        "categories = 255",
        "by_regime = 1099511627775",
        "rows = '{x}'",
        "consent_id = NULL",
        "decision_id = NULL",
        "organisation_id = organisation_id",
        "ends_at = NULL",
        "starts_at = now()",
        "basis = 'consent'",
    ],
)
def test_a_grant_cannot_be_widened(change, attacked):
    with attack(attacked.world.victor) as session, pytest.raises(REFUSED, match="permission denied"):
        session.execute(f"UPDATE cases_grant SET {change}")


def test_a_grant_that_was_stopped_stays_stopped(attacked, owner, hers):
    world = attacked.world
    stopped = {**hers, "id": uuid4(), "organisation_id": world.om.pk, "revoked_at": hers["starts_at"]}
    add(owner, "cases_grant", stopped, revoked_by_id=world.alice.pk)
    with attack(world.alice) as session:
        done = session.execute(
            "UPDATE cases_grant SET revoked_at = NULL, revoked_by_id = NULL WHERE revoked_at IS NOT NULL"
        )
        assert done.rowcount == 0


@pytest.mark.parametrize("moment", [FOR_EVER, "infinity"])
def test_a_grant_cannot_be_stopped_in_a_far_future_so_that_nobody_else_can_stop_it(moment, attacked, victors):
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED, match="row-level security"):
        session.execute(
            "UPDATE cases_grant SET revoked_at = %s, revoked_by_id = %s WHERE id = %s",
            [moment, attacked.world.alice.pk, victors["id"]],
        )


def test_a_grant_cannot_be_stopped_in_anothers_name(attacked, victors):
    with attack(attacked.world.alice) as session, pytest.raises(REFUSED, match="row-level security"):
        session.execute(
            "UPDATE cases_grant SET revoked_at = now(), revoked_by_id = %s WHERE id = %s",
            [attacked.world.victor.pk, victors["id"]],
        )


def test_who_only_sees_a_case_stops_no_sharing(attacked, victors):
    with attack(attacked.world.victor) as session:
        done = session.execute(
            "UPDATE cases_grant SET revoked_at = now(), revoked_by_id = %s", [attacked.world.victor.pk]
        )
        assert done.rowcount == 0


def test_who_knows_who_it_is_ends_no_sharing_unless_the_person_withdrew_it(attacked, victors):
    ending = "UPDATE cases_grant SET revoked_at = now(), revoked_by_id = %s WHERE id = %s"
    with attack(attacked.world.victor) as session:
        assert session.execute(ending, [attacked.world.victor.pk, victors["id"]]).rowcount == 0
    with connect() as session:
        sign_in(session, attacked.world.victor)
        withdrawn = "UPDATE sharing_consent SET withdrawn_at = now(), withdrawn_by_id = %s WHERE id = %s"
        session.execute(withdrawn, [attacked.world.victor.pk, victors["consent_id"]])
        assert session.execute(ending, [attacked.world.victor.pk, victors["id"]]).rowcount == 1
        session.rollback()


IN_AN_EMERGENCY = {
    "a grant to the own organisation": "cases_grant",
    "a name on the case": "cases_naming",
    "a shield from someone else": "cases_shield",
}


@pytest.mark.parametrize("way", IN_AN_EMERGENCY)
def test_who_sees_a_case_in_an_emergency_gives_nobody_a_lasting_view_of_it(way, attacked, owner):
    """Dave is on no case; for four hours he sees all of this one, and cannot make that last."""
    world, table = attacked.world, IN_AN_EMERGENCY[way]
    (row, *_) = rows_of(owner, table, attacked.case)
    (code,) = owner.execute("SELECT code FROM cases_case WHERE id = %s", [attacked.case.pk]).fetchone()
    mine = {
        "cases_grant": {"granted_by_id": world.dave.pk},
        "cases_naming": {"named_by_id": world.dave.pk, "user_id": world.dave.pk},
        "cases_shield": {"set_by_id": world.dave.pk, "user_id": world.bob.pk},
    }[table]
    with connect() as session:
        sign_in(session, world.dave)
        opening = "SELECT open_in_emergency(%s, %s, %s, 'danger')"
        assert session.execute(opening, [uuid4(), code, world.csg.pk]).fetchone() == (None,)
        confirm(session, world.dave, "emergency")
        assert session.execute(opening, [uuid4(), code, world.csg.pk]).fetchone() == (attacked.case.pk,)
        assert session.execute("SELECT count(*) FROM cases_person").fetchone()[0] > 1
        with pytest.raises(REFUSED, match="row-level security"):
            add(session, table, row, **mine)
        session.rollback()


def test_a_privacy_officer_does_not_change_what_someone_gave_as_reason(attacked):
    with attack(attacked.world.eve) as session, pytest.raises(REFUSED, match="row-level security"):
        session.execute(
            "UPDATE cases_emergency SET words = 'Anders.', finding = 'justified', reviewed_at = now(), reviewed_by_id = %s",
            [attacked.world.eve.pk],
        )


def test_who_opened_a_case_in_an_emergency_does_not_review_it(attacked):
    with attack(attacked.world.sam) as session:
        done = session.execute(
            "UPDATE cases_emergency SET finding = 'justified', reviewed_at = now(), reviewed_by_id = %s",
            [attacked.world.sam.pk],
        )
        assert done.rowcount == 0


def test_nobody_names_themselves_on_a_case_they_do_not_see(attacked, owner):
    (row, *_) = rows_of(owner, "cases_naming", attacked.case)
    for stranger in attacked.strangers:
        mine = {"user_id": stranger.pk, "named_by_id": stranger.pk, "organisation_id": attacked.world.csg.pk}
        with attack(stranger) as session, pytest.raises(REFUSED, match="row-level security"):
            add(session, "cases_naming", row, **mine)


def test_a_naming_cannot_be_made_impossible_to_end(attacked):
    with attack(attacked.world.victor) as session, pytest.raises(REFUSED, match="row-level security"):
        session.execute(f"UPDATE cases_naming SET ends_at = '{FOR_EVER}'")


def test_the_access_table_cannot_be_written(attacked):
    world = attacked.world
    added = (
        "INSERT INTO cases_access (user_id, case_id, categories, by_regime, starts_at, ends_at)"
        f" VALUES ('{world.bob.pk}', '{attacked.case.pk}', 255, 255, now() - interval '1 hour', '{FOR_EVER}')"
    )
    for change in [added, "UPDATE cases_access SET categories = 255"]:
        with attack(world.bob) as session, pytest.raises(REFUSED, match="permission denied"):
            session.execute(change)


def test_the_access_of_others_cannot_be_read(attacked):
    with attack(attacked.world.dave) as session:
        assert session.execute("SELECT * FROM cases_access").fetchall() == []
    with attack(attacked.world.alice) as session:
        seen = session.execute("SELECT DISTINCT user_id FROM cases_access").fetchall()
        assert seen == [(attacked.world.alice.pk,)]


ADMINISTRATION = {
    "a membership": (
        "INSERT INTO organisations_membership (id, user_id, organisation_id, role, starts_at)"
        " VALUES (gen_random_uuid(), %(me)s, %(csg)s, 'coordinator', now() - interval '1 day')"
    ),
    "an administrator's membership": (
        "INSERT INTO organisations_membership (id, user_id, organisation_id, role, starts_at)"
        " VALUES (gen_random_uuid(), %(me)s, %(csg)s, 'administrator', now() - interval '1 day')"
    ),
    "a seat": (
        "INSERT INTO organisations_seat (id, user_id, organisation_id, region_id, fixed, chair, lead, mandate, starts_at)"
        " VALUES (gen_random_uuid(), %(me)s, %(csg)s, %(north)s, true, true, true, 'decides', now() - interval '1 day')"
    ),
    "an account": (
        "INSERT INTO accounts_user (id, username, display_name, password, is_active)"
        " VALUES (gen_random_uuid(), 'mallory', 'Mallory', '', true)"
    ),
    "an organisation": (
        "INSERT INTO organisations_organisation (id, slug, name, short_name, kind, phone)"
        " VALUES (gen_random_uuid(), 'm', 'm', 'm', 'csg', '')"
    ),
    "a region of an organisation": (
        "INSERT INTO organisations_organisation_works_in (organisation_id, region_id) VALUES (%(csg)s, %(south)s)"
    ),
}


@pytest.mark.parametrize("what", ADMINISTRATION)
def test_only_an_administrator_makes(what, attacked):
    world = attacked.world
    for someone in [world.bob, world.carol, world.eve, None]:
        ids = {
            "me": (someone or world.bob).pk,
            "csg": world.csg.pk,
            "north": world.north.pk,
            "south": world.south.pk,
        }
        with attack(someone) as session, pytest.raises(REFUSED, match="row-level security"):
            session.execute(ADMINISTRATION[what], ids)


@pytest.mark.parametrize("table", ["organisations_membership", "organisations_seat"])
def test_only_an_administrator_ends_a_membership_or_a_seat(table, attacked):
    for someone in [attacked.world.bob, attacked.world.carol, None]:
        with attack(someone) as session:
            assert session.execute(f"UPDATE {table} SET ends_at = now()").rowcount == 0


FIXED = {
    "organisations_membership": ["user_id", "organisation_id", "role", "starts_at"],
    "accounts_user": ["username", "display_name", "is_active", "id"],
}


@pytest.mark.parametrize(("table", "column"), [(table, name) for table in FIXED for name in FIXED[table]])
def test_not_even_an_administrator_makes_a_membership_or_an_account_another(table, column, attacked):
    with attack(attacked.world.administrator) as session, pytest.raises(REFUSED, match="permission denied"):
        session.execute(f"UPDATE {table} SET {column} = {column}")


MEETING = "INSERT INTO triage_meeting (id, region_id, opened_at, opened_by_id) VALUES (%s, %s, now(), %s)"


def test_only_the_chair_opens_a_meeting_and_in_their_own_name(attacked):
    world = attacked.world
    for someone, named in [
        (world.bob, world.bob),
        (world.bob, world.carol),
        (world.celia, world.celia),
        (None, world.carol),
    ]:
        with attack(someone) as session, pytest.raises(REFUSED, match="row-level security"):
            session.execute(MEETING, [uuid4(), world.north.pk, named.pk])


def test_only_the_chair_closes_a_meeting(attacked, owner):
    world, closing = (
        attacked.world,
        "UPDATE triage_meeting SET closed_at = now(), closed_by_id = %s WHERE closed_at IS NULL",
    )
    owner.execute(MEETING, [uuid4(), world.south.pk, world.celia.pk])
    for someone in [world.paul, world.carol, None]:
        with attack(someone) as session:
            assert session.execute(closing, [(someone or world.celia).pk]).rowcount == 0
