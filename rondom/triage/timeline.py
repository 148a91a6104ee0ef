"""What came in on a case since it was reported, from whichever organisation, on one line of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Value
from django.utils.translation import gettext as _

from rondom.cases.models import Case, Entry
from rondom.first_contact.models import Report, SafetyCheck
from rondom.organisations.models import Organisation
from rondom.triage.models import View


@dataclass(frozen=True)
class Signal:
    """Something that was added: what kind of thing, by which organisation, when; and whether it is new to the reader."""

    at: datetime
    what: str
    organisation: Organisation
    new: bool


def timeline(case: Case, entries: Iterable[Entry], views: Iterable[View], since: datetime) -> list[Signal]:
    """What was added after the report, newest first; as far as the reader sees the rows. New is what came after `since`.

    What it says stands where it can be read: nothing of it is repeated here.
    """
    written = list(entries)
    rows: list[tuple[datetime, Any, Organisation]] = [
        *((one.written_at, one.get_kind_display(), one.organisation) for one in written),
        *_of_first_contact(case),
        *((one.written_at, _("view of the organisation"), one.organisation) for one in views),
    ]
    first = min(
        (one.written_at for one in written), default=case.reported_at
    )  # when the report was written down
    found = {
        (at, str(what), place.pk): Signal(at, str(what), place, at > since)
        for at, what, place in rows
        if at > first
    }
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def _of_first_contact(case: Case) -> list[tuple[datetime, str, Organisation]]:
    """When safety was asked about and when reports came, in one statement, with what shows of the organisation."""
    checks = SafetyCheck.objects.filter(case=case).values_list(
        "asked_at", Value("check"), "asked_for_id", "asked_for__name"
    )
    reports = Report.objects.filter(case=case).values_list(
        "reported_at", Value("report"), "registered_for_id", "registered_for__name"
    )
    words = {"check": _("questions about safety"), "report": _("a report")}
    return [
        (at, words[what], Organisation(pk=key, name=name))
        for at, what, key, name in checks.union(reports, all=True)
    ]
