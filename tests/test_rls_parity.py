"""Row-level security, the ORM's filter and the rule itself say the same, in worlds that nobody thought of."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models, transaction
from hypothesis import given, settings

from rondom.accounts.models import User
from rondom.cases.actions.dossier import held_by
from rondom.cases.models import ALL_BY_REGIME, Access, Case, any_lane
from rondom.core.db import acting
from rondom.first_contact.models import Draft
from rondom.organisations.actor import Actor
from tests.random_rows import Laid
from tests.random_world import HOLDS, OF_NO_LENGTH, OVER, TO_COME, worlds

pytestmark = pytest.mark.usefixtures("own_database")

# Which category a row of each table has: one for the table, or the row's own. Written out here once more, so that a
# table that changes its category by mistake is found.
CATEGORY: dict[str, int | str] = {
    "cases_case": 1,
    "cases_grant": 1,
    "cases_naming": 1,
    "cases_step": 1,
    "cases_caselink": "category",
    "cases_person": "category",
    "cases_entry": "category",
    "cases_document": "category",
    "cases_retelling": 1,
    "cases_shield": 2,
    "cases_emergency": 1,
    "cases_steptext": "category",
    "cases_stepchange": "category",
    "cases_goal": "category",
    "first_contact_report": 4,
    "first_contact_eventmoment": 4,
    "cases_personchange": "category",
    "first_contact_safetycheck": "category",
    "first_contact_windowstep": "category",
    "first_contact_reception": 4,
    "sharing_consent": 2,
    "sharing_notice": 1,
    "sharing_due": 1,
    "sharing_hold": 1,
    "sharing_destruction": 1,
    "sharing_restriction": 1,
    "triage_view": "category",
    "triage_decision": 1,
    "triage_itemtime": 1,
    "triage_decisionline": "category",
    "triage_itemmember": 1,
    "triage_move": 1,
    "triage_escalation": 1,
    "triage_decisionroute": "category",
    "triage_wish": 4,
    "triage_dissent": "category",
    "triage_invited": 1,
    "triage_inquiry": 1,
    "triage_question": "category",
    "triage_addition": "category",
    "triage_notdiscussed": 1,
    "coordination_assignment": 1,
    "coordination_vacancy": 1,
    "coordination_cover": 1,
    "coordination_closing": 1,
    "coordination_aftercare": 1,
    "coordination_referral": "category",
    "coordination_nudge": "category",
    "coordination_insistence": "category",
    "coordination_overlap": "category",
    "coordination_contact": 2,
    "coordination_rhythm": 2,
    "coordination_rightsaid": 2,
    "coordination_routestep": "category",
    "coordination_guestquestion": "category",
    "coordination_contactcode": 2,
    "coordination_contactrequest": 2,
    "rights_request": 1,
}
BY_REGIME = {
    "cases_entry", "cases_document", "first_contact_safetycheck", "first_contact_windowstep", "coordination_routestep",
}  # fmt: skip
# The rule itself, worked out; and what is of no case yet, but of who types it (tests/test_attacks_drafts.py).
NOT_BY_CASE = {Access, Draft}
PROTECTED = {
    model._meta.db_table: model
    for model in apps.get_models()
    if hasattr(model, "protection") and model not in NOT_BY_CASE
}
Seen = dict[tuple[str, UUID], set[UUID]]


def test_every_protected_table_is_compared():
    assert set(PROTECTED) == set(CATEGORY)


@given(laid=worlds())
def test_what_the_database_lets_through_is_what_the_orm_finds_and_what_the_rule_says(laid: Laid, owner):
    laid.lay(owner)
    users = laid.ids("accounts_user")
    by_rule = _by_rule(owner, users)
    by_words = _by_words(laid)
    for user in users:
        with transaction.atomic(), acting(user) as now:
            actor = Actor(at=now, user=User(pk=user))
            for table, model in PROTECTED.items():
                raw = _ids(f"SELECT id FROM {table}")
                assert raw == _by_orm(owner, model, actor), table
                assert raw == by_rule.get((table, user), set()), table
                assert raw == by_words.get((table, user), set()), table
            found = _ids(
                "SELECT people_with('{7}', 1, '{}', 0, 1000) UNION SELECT people_with('{6}', 9, '{7}', 0, 1000)"
            )
            assert found == _ids("SELECT id FROM cases_person"), "who looks for a name finds whom they see"


@given(laid=worlds())
def test_a_case_that_can_be_opened_shows_the_categories_that_were_shared_and_no_others(laid: Laid, owner):
    laid.lay(owner)
    for user in laid.ids("accounts_user"):
        with transaction.atomic(), acting(user) as now:
            for case in laid.ids("cases_case"):
                mask = any_lane(_masks(laid).get((user, case), 0))
                with connection.cursor() as cursor:
                    cursor.execute("SELECT my_categories(%s)", [case])
                    assert cursor.fetchone() == (mask,)
                assert _held(case, Actor(at=now, user=User(pk=user))) == mask


@pytest.mark.parametrize("hours", [OVER, TO_COME, OF_NO_LENGTH, *HOLDS], ids=str)
@pytest.mark.parametrize("of", ["membership", "grant", "naming", "seat", "revocation"])
def test_everything_that_gives_access_must_hold_at_the_same_moment(of, hours, owner):
    laid = Laid(datetime.now(UTC))
    user, place, region = laid.user(), laid.organisation(), laid.region()
    case = laid.case(region)
    periods = dict.fromkeys(["membership", "grant", "naming", "seat"], HOLDS[0]) | {of: hours}
    laid.member(user, place, periods["membership"])
    laid.grant(case, place, 3, periods["grant"], revoked=hours[1] if of == "revocation" else None)
    if of == "seat":
        laid.seat(user, place, region, periods["seat"])
    else:
        laid.naming(case, place, user, periods["naming"])
    laid.lay(owner)
    with transaction.atomic(), acting(user) as now:
        seen = {case} if hours in HOLDS or (of, hours) == ("revocation", TO_COME) else set()
        assert _ids("SELECT id FROM cases_case") == seen
        assert _by_orm(owner, Case, Actor(at=now, user=User(pk=user))) == seen


def test_nobody_acting_sees_nothing_of_any_table(owner):
    _one_world().lay(owner)
    with transaction.atomic(), acting(None):
        for table in PROTECTED:
            assert _ids(f"SELECT id FROM {table}") == set(), table


def test_a_service_sees_no_case(owner):
    _one_world().lay(owner)
    with transaction.atomic(), acting(None) as now:
        for table, model in PROTECTED.items():
            assert not _orm(model).visible_to(Actor.service(now)).exists(), table


def test_a_grant_without_the_case_itself_cannot_exist(owner):
    laid = _one_world()
    laid.rows["cases_grant"][0]["categories"] = 4
    with pytest.raises(psycopg.errors.CheckViolation):
        laid.lay(owner)


def _one_world() -> Laid:
    """A world in which there is something to see."""
    found: list[Laid] = []

    @settings(max_examples=5)
    @given(laid=worlds().filter(_masks))
    def draw(laid: Laid) -> None:
        found.append(laid)

    draw()
    return found[0]


def _orm(model: type[models.Model]) -> Any:
    return model._default_manager


def _by_orm(owner: psycopg.Connection, model: type[models.Model], actor: Actor) -> set[UUID]:
    """What the ORM's own filter finds where no policy helps it: run by the owner."""
    query, values = _orm(model).visible_to(actor).values_list("pk").query.sql_with_params()
    return {row[0] for row in owner.execute(query, values)}


def _ids(query: str) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor}


def _held(case: UUID, actor: Actor) -> int:
    found = Case.objects.filter(pk=case).annotate(held=held_by(actor)).first()
    return found.held if found else 0


def _by_rule(owner: psycopg.Connection, users: list[UUID]) -> Seen:
    """What the view `case_access` says, asked by the owner."""
    seen: Seen = {}
    for table, bits in CATEGORY.items():
        case = "id" if table == "cases_case" else "case_id"
        shown = bits if isinstance(bits, int) else f"shown.{bits}"
        held = f"held.categories & {shown}"
        more = ""
        if table in BY_REGIME:
            held = "held.by_regime & (shown.category::bigint << (8 * shown.regime))"
        if table == "cases_document":  # what may not be shared is seen by who works where it was added
            more = """AND (shown.shareable = 'yes' OR EXISTS (SELECT 1 FROM organisations_membership works
                WHERE works.user_id = held.user_id AND works.organisation_id = shown.organisation_id
                    AND works.starts_at <= now() AND (works.ends_at IS NULL OR works.ends_at > now())))"""
        if table == "cases_caselink":  # shows to who sees it in the case at the other end too
            held += """ <> 0 AND EXISTS (SELECT 1 FROM case_access far WHERE far.user_id = held.user_id
                AND far.case_id = shown.other_id AND far.categories & shown.category <> 0
                AND far.starts_at <= now() AND far.ends_at > now()) AND held.categories & shown.category"""
        query = f"""
            SELECT held.user_id, array_agg(DISTINCT shown.id)
            FROM {table} shown JOIN case_access held ON held.case_id = shown.{case}
                AND {held} <> 0
                AND held.starts_at <= now() AND held.ends_at > now() {more}
            WHERE held.user_id = ANY (%s) GROUP BY 1"""
        for user, ids in owner.execute(query, [users]):
            seen[table, user] = set(ids)
    return seen


def _masks(laid: Laid) -> dict[tuple[UUID, UUID], int]:
    """The rule in words (sql/case_access.sql), of the rows as drawn: who holds which categories of which regime now."""
    now, rows, masks = laid.now, laid.rows, {}

    def holds(row: dict[str, Any]) -> bool:
        ends = [end for end in (row["ends_at"], row.get("revoked_at")) if end is not None]
        return row["starts_at"] <= now and all(now < end for end in ends)

    def people(table: str, **which: UUID) -> set[UUID]:
        return {row["user_id"] for row in filter(holds, rows[table]) if which.items() <= row.items()}

    agenda = {case["id"]: case["mdt_region_id"] for case in rows["cases_case"]}
    for grant in filter(holds, rows["cases_grant"]):
        case, place = grant["case_id"], grant["organisation_id"]
        over = grant["police_until"] is not None and grant["police_until"] <= now
        lanes = grant["by_regime"] & ~sum(255 << (8 * regime) for regime in (1, 2) if over)
        works = people("organisations_membership", organisation_id=place)
        named = people("cases_naming", organisation_id=place, case_id=case)
        seated = people(
            "organisations_seat", fixed=True, organisation_id=place, region_id=agenda[case] or uuid4()
        )
        for user in works & (named | seated):
            masks[user, case] = masks.get((user, case), 0) | lanes
    for glass in filter(holds, rows["cases_emergency"]):
        if glass["user_id"] in people("organisations_membership", organisation_id=glass["organisation_id"]):
            masks[glass["user_id"], glass["case_id"]] = ALL_BY_REGIME
    kept_from = {
        (user, shield["case_id"])
        for shield in rows["cases_shield"]
        if shield["lifted_at"] is None
        for user in laid.ids("accounts_user")
        if user == shield["user_id"] or (_works(laid, user, shield) and str(user) not in shield["cleared"])
    }
    return {pair: mask for pair, mask in masks.items() if mask and pair not in kept_from}


def _works(laid: Laid, user: UUID, shield: dict[str, Any]) -> bool:
    """Whether someone works, or will work, at the organisation from which a case is shielded."""
    return any(
        (row["ends_at"] is None or row["ends_at"] > laid.now)
        for row in laid.rows["organisations_membership"]
        if (row["user_id"], row["organisation_id"]) == (user, shield["organisation_id"])
    )


def _may_be_seen(laid: Laid, user: UUID, row: dict[str, Any]) -> bool:
    """Whether a file may be shared, or is of an organisation where the user works now; other rows have no such answer."""
    return row.get("shareable", "yes") == "yes" or any(
        member["starts_at"] <= laid.now and (member["ends_at"] is None or member["ends_at"] > laid.now)
        for member in laid.rows["organisations_membership"]
        if (member["user_id"], member["organisation_id"]) == (user, row["organisation_id"])
    )


def _bits(table: str, bits: int | str, row: dict[str, Any]) -> int:
    """The bit of a row, in the lane of its regime where its table has one; else in any of them."""
    if table in BY_REGIME:
        return row["category"] << (8 * row["regime"])
    return sum((bits if isinstance(bits, int) else row[bits]) << (8 * lane) for lane in range(5))


def _by_words(laid: Laid) -> Seen:
    seen: Seen = {}
    masks = _masks(laid)
    for (user, case), mask in masks.items():
        for table, bits in CATEGORY.items():
            for row in laid.rows[table]:
                far = masks.get((user, row.get("other_id", case)), 0)  # of a link, the case at the other end
                bit = _bits(table, bits, row)
                of_case = row.get("case_id", row["id"]) == case
                if of_case and mask & bit and far & bit and _may_be_seen(laid, user, row):
                    seen.setdefault((table, user), set()).add(row["id"])
    return seen
