"""A row in every table of a case and in every category it can hold."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

Row = dict[str, Any]
ALL = range(8)


class Laid:
    """The rows of one random world, by table."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.rows: dict[str, list[Row]] = {}

    def __repr__(self) -> str:
        """What the rule rests on, in a few lines."""
        shown = ("organisations_membership", "organisations_seat", "cases_grant", "cases_naming")
        told = [
            f"{table} {[str(value)[-6:] for value in row.values()]}"
            for table in shown
            for row in self.rows[table]
        ]
        return "\n".join(["a world of", *told])

    def ids(self, table: str) -> list[UUID]:
        return [row["id"] for row in self.rows[table]]


def contents(laid: Laid, case: UUID) -> Iterator[tuple[str, Row]]:
    """A row of every table and every category that it can hold, for one case."""
    by, place, at = laid.ids("accounts_user")[0], laid.ids("organisations_organisation")[0], laid.now
    meeting = laid.rows.setdefault(
        "triage_meeting",
        [
            {
                "id": uuid4(),
                "region_id": laid.ids("organisations_region")[0],
                "opened_at": at,
                "opened_by_id": by,
            }
        ],
    )[0]["id"]

    def row(**columns: Any) -> Row:
        return {"id": uuid4(), "case_id": case, **columns}

    empty = {
        "name": "",
        "gender": "",
        "relation": "",
        "languages": [],
        "needs": [],
        "phone": "",
        "code_word": "",
    }
    for bit, role in [(2, "victim"), (128, "possible_perpetrator")]:
        yield "cases_person", row(category=bit, roles=[role], contact_hours="", **empty)
    wrote = {"author_id": by, "organisation_id": place, "written_at": at}
    decision = row(
        meeting_id=meeting, round=1, decided_at=at, decided_by_id=by, coordinator_id=by,
        coordinator_organisation_id=place,
    )  # fmt: skip
    yield "triage_decision", decision
    for place_in_mask in ALL:
        bit = 1 << place_in_mask
        yield "cases_entry", row(category=bit, kind="note", text="x", told_by="", **wrote)
        yield (
            "triage_view",
            row(category=bit, round=1, facts="x", opinion="", offer="", nothing_known=False, **wrote),
        )
        step = row(
            kind="action",
            domain="care",
            organisation_id=place,
            due_at=at,
            state="proposed",
            asked_at=at,
            asked_by_id=by,
        )
        yield "cases_step", step
        yield "cases_steptext", row(category=bit, step_id=step["id"], text="x", outcome="")
    for domain, bit in [("safety", 8), ("law", 16), ("care", 32), ("recovery", 64)]:
        yield (
            "triage_decisionline",
            row(decision_id=decision["id"], category=bit, domain=domain, need="now", text="x"),
        )
    yield "first_contact_report", row(
        channel="csg", reporter_role="", reported_at=at, event_uncertain=True, place_kind="unknown", violence_types=[],
        dependency_relation="", registered_by_id=by, registered_for_id=place,
    )  # fmt: skip
    yield (
        "first_contact_consent",
        row(
            receiver_kind="csg",
            receiver_other="",
            categories=1,
            given=True,
            recorded_at=at,
            recorded_by_id=by,
        ),
    )
    yield (
        "coordination_assignment",
        row(user_id=by, organisation_id=place, state="accepted", reason="", asked_at=at, answered_at=at),
    )
