"""Rows about who coordinates a case, for random worlds: who was away, who covered, how it closed and what came after."""

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tests.random_rows import Laid


def coordinated(laid: "Laid", case: UUID, step: UUID) -> None:
    """That nobody answered in time, that someone covered (a naming that shows nothing), a closing and its aftercare."""
    laid.add("coordination_vacancy", case_id=case, step_id=step, level="chair", raised_at=laid.now)
    closing = laid.add(
        "coordination_closing", case_id=case, reason="done", safety="confirmed", settled=True, told="yes", aftercare=True,
        closed_at=laid.now, closed_by_id=laid.author, organisation_id=laid.place,
    )  # fmt: skip
    after = {"closing_id": closing, "organisation_id": laid.place, "due_at": laid.at(1), "outcome": ""}
    laid.add("coordination_aftercare", case_id=case, **after)
    place, who = {"organisation_id": laid.place}, {"user_id": laid.author}
    once = {"starts_at": laid.now, "ends_at": laid.now}
    naming = laid.add("cases_naming", case_id=case, **place, **who, named_by_id=laid.author, **once)
    for other in [one for one in laid.ids("accounts_user") if one != laid.author][:1]:
        away = laid.add(
            "coordination_absence", user_id=other, cover_id=laid.author, **place, **once, set_at=laid.now, set_by_id=other
        )  # fmt: skip
        covered = {"absence_id": away, "stands_for_id": other, "naming_id": naming}
        laid.add("coordination_cover", case_id=case, **place, **who, **covered, **once)
