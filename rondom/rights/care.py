"""What the person gets a copy of that first contact noted: where it was, safety, acute care."""

from typing import Any

from rondom.cases.models import Case
from rondom.core.moments import absolute
from rondom.first_contact.definitions import WINDOWS
from rondom.first_contact.models import SafetyCheck, WindowStep
from rondom.first_contact.safety import QUESTIONS
from rondom.organisations import municipalities
from rondom.rights.told import Sieve


def place(code: str) -> str:
    """The name of a municipality."""
    found = municipalities.coded(code) if code else None
    return found.name if found else code


def safety(case: Case, sieve: Sieve) -> list[dict[str, Any]]:
    """What was said about safety, each time it was asked."""
    return [
        {
            "asked": absolute(one.asked_at),
            "organisation": one.asked_for.name,
            "yes": [str(QUESTIONS[key].words) for key in one.yes if key in QUESTIONS],
            "no": [str(QUESTIONS[key].words) for key in one.no if key in QUESTIONS],
            "note": one.note,
        }
        for one in SafetyCheck.objects.filter(case=case).select_related("asked_for").order_by("asked_at")
        if sieve.passes(one.asked_for.kind, one.category, one.regime, one.pk)
    ]


def windows(case: Case, sieve: Sieve) -> list[dict[str, Any]]:
    """What happened to each acute window, taken back or not."""
    steps = WindowStep.objects.filter(case=case).select_related("organisation").order_by("noted_at", "pk")
    return [
        {
            "what": WINDOWS[one.code].name if one.code in WINDOWS else one.code,
            "state": str(one.get_kind_display()),
            "at": absolute(one.at),
            "organisation": one.organisation.name,
            "why": one.reason,
            "withdrawn": absolute(one.undone_at) if one.undone_at else "",
        }
        for one in steps
        if sieve.passes(one.organisation.kind, one.category, one.regime, one.pk)
    ]
