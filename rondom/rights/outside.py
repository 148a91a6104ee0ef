"""What a person gets to see of what was asked about them of people who have no account."""

from typing import Any

from rondom.cases.models import Case, Regime
from rondom.coordination.models import GuestQuestion
from rondom.core.moments import absolute
from rondom.rights.told import Sieve


def guests(case: Case, sieve: Sieve) -> list[dict[str, Any]]:
    """Each question with its answer: of which organisation, by which, and when; not the name and number of who was asked."""
    found = GuestQuestion.objects.filter(case=case).select_related("asked_for").order_by("asked_at", "pk")
    return [
        {
            "asked": absolute(one.asked_at),
            "by": one.asked_for.name,
            "organisation": one.receiver_place,
            "kind": str(one.get_receiver_kind_display()),
            "question": one.question,
            "how": str(one.get_state_display()),
            "answered": absolute(one.answered_at) if one.answered_at else "",
            "answer": one.answer,
        }
        for one in found
        if sieve.passes(case.registered_for.kind, one.category, Regime.AVG, one.pk)
    ]
