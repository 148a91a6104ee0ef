"""Rows of the plan and of contacts for worlds that nobody thought of: in every category that a table can hold."""

from typing import Any
from uuid import UUID

from rondom.keys.sealed import SHORTEST

CLOSED = "\\x" + "00" * SHORTEST  # stands where something sealed would; nothing here opens it


def planned(laid: Any, case: UUID, first: UUID, second: UUID, bit: int) -> None:
    """Of two actions of a case, all that can be in one category; `first` is the lesser key."""
    of = {"case_id": case, "category": bit, "step_id": first}
    laid.add(
        "cases_goal", case_id=case, category=bit, domain="care", text=CLOSED, state="open", set_at=laid.now,
        set_by_id=laid.author,
    )  # fmt: skip
    laid.add("cases_stepchange", **of, state="accepted", at=laid.now, by_id=laid.author)
    laid.add(
        "coordination_referral", **of, service=CLOSED, place=CLOSED, made_at=laid.now, made_by_id=laid.author
    )
    by_hand = {"kind": "by_hand", "due_at": laid.now, "by_id": laid.author, "sentence": CLOSED}
    laid.add("coordination_nudge", **of, **by_hand, at=laid.now)
    laid.add(
        "coordination_insistence", **of, level="colleague", organisation_id=laid.place, reason=CLOSED, raised_at=laid.now,
        raised_by_id=laid.author, answer_before=laid.at(1),
    )  # fmt: skip
    laid.add(
        "coordination_overlap", case_id=case, category=bit, first_id=first, second_id=second, keeps="both", reason=CLOSED,
        settled_at=laid.now, settled_by_id=laid.author,
    )  # fmt: skip


def routed(laid: Any, case: UUID, regime: int) -> None:
    """Where a case stands on the criminal route, under a law; and what was said about a right."""
    laid.add(
        "coordination_routestep", case_id=case, category=16, state="no_contact", since=laid.now.date().isoformat(), told_by="own",
        cautioned=False, regime=regime, organisation_id=laid.place, noted_at=laid.now, noted_by_id=laid.author,
    )  # fmt: skip
    laid.add(
        "coordination_rightsaid", case_id=case, entitlement="lawyer", state="explained", understood="not_asked",
        organisation_id=laid.place, said_at=laid.now, said_by_id=laid.author,
    )  # fmt: skip


def changed(laid: Any, case: UUID) -> None:
    """What is known of each person in a case was changed once."""
    for row in [one for one in laid.rows["cases_person"] if one["case_id"] == case]:
        laid.add(
            "cases_personchange", case_id=case, category=row["category"], person_id=row["id"], before=CLOSED,
            told_by="victim", changed_at=laid.now, changed_by_id=laid.author, organisation_id=laid.place,
        )  # fmt: skip


def contacted(laid: Any, case: UUID) -> None:
    """A contact with the person, and what was agreed about how often."""
    person = next(
        row["id"] for row in laid.rows["cases_person"] if row["case_id"] == case and row["category"] == 2
    )
    laid.add(
        "coordination_contact", case_id=case, person_id=person, way="call", at=laid.now, user_id=laid.author,
        organisation_id=laid.place, against=[], result="reached", noted_at=laid.now,
    )  # fmt: skip
    laid.add(
        "coordination_rhythm", case_id=case, every_days=7, until=laid.now.date().isoformat(), agreed_at=laid.now,
        agreed_by_id=laid.author,
    )  # fmt: skip
