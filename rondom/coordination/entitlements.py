"""The rights of a victim, from rights.toml, and what was said about each in a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.models import Case, Category
from rondom.coordination.models import RightSaid
from rondom.core import rows, sourced
from rondom.core.errors import NotThere, WrongStep
from rondom.core.sourced import Sourced, both, said_later
from rondom.first_contact.models import SafetyCheck
from rondom.organisations.actor import Actor

Stand = RightSaid.Stand
FILE = Path(__file__).with_name("rights.toml")
_FIELDS: dict[str, type] = {
    "id": str,
    "name_nl": str,
    "name_en": str,
    "after_safety": bool,
    "verified": bool,
    "expires": date,
    **sourced.WORDS,
    **sourced.FIELDS,
}
_LONGEST = 20


@dataclass(frozen=True, kw_only=True)
class Right(Sourced):
    """One right, in plain words, with its source."""

    id: str
    names: Mapping[str, str]
    after_safety: bool
    verified: bool
    expires: date

    @property
    def name(self) -> str:
        return said_later(self.names)

    def stale(self, at_day: date) -> bool:
        """Whether it must be looked at again."""
        return at_day > self.expires


def load(text: str, today: date) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of the file, and each fault with its line."""

    def check(row: dict[str, Any]) -> Iterable[rows.Fault]:
        if len(row["id"]) > _LONGEST:
            yield "id", f"id has at most {_LONGEST} signs."
        if row["expires"] <= row["checked_on"]:
            yield "expires", "expires is after checked_on."

    return rows.load(
        FILE.name, text, _FIELDS, check, head="right", may_be_empty=["confirmed_by"], today=today
    )


def _right(row: dict[str, Any]) -> Right:
    rest = {key: row[key] for key in ("id", "after_safety", "verified", "expires")}
    return Right.of(row, names=both(row, "name"), **rest)


RIGHTS: dict[str, Right] = {
    row["id"]: _right(row)
    for row in rows.in_force(FILE, load(FILE.read_text(encoding="utf-8"), timezone.localdate()))
}


@dataclass(frozen=True)
class Entitled:
    """A right in a case: where it stands, and all that was said of it, the latest first."""

    right: Right
    said: list[RightSaid]
    stale: bool

    @property
    def now(self) -> RightSaid | None:
        return self.said[0] if self.said else None


def of_case(case: Case, at_day: date) -> list[Entitled]:
    """Every right with what was said of it, in the order of the file."""
    found = RightSaid.objects.filter(case=case).select_related("organisation", "said_by")
    said = sorted(found, key=attrgetter("said_at", "pk"), reverse=True)
    return [
        Entitled(right, [one for one in said if one.entitlement == right.id], right.stale(at_day))
        for right in RIGHTS.values()
    ]


def right(key: str) -> Right:
    """A right of the file. Raises NotThere."""
    if key not in RIGHTS:
        raise NotThere("right")
    return RIGHTS[key]


def must_see(case: Case) -> None:
    """Who may know who the person is."""
    case_policies.must_hold(case.held, [Category.IDENTITY], case)


def may_note(actor: Actor, case: Case) -> None:
    """Who is on an open case and may know who the person is."""
    case_policies.may_note_wish(actor, case)


def must_be_safe_first(right: Right, state: Stand, case: Case) -> None:
    """Mediation is spoken of when the person wants it, and never while direct safety is not established (design 2.4)."""
    if not right.after_safety or state == Stand.DECLINED:
        return
    latest = max(SafetyCheck.objects.filter(case=case), key=attrgetter("asked_at", "pk"), default=None)
    if latest is None or latest.alarms:
        raise WrongStep(
            _("%(right)s is not offered before the person is safe.") % {"right": right.name},
            instead=_("Go through the safety questions first."),
            case_id=case.pk,
        )
