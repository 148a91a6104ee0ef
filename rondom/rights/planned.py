"""What a person gets to see of when the MDT about them was moved, or was too late."""

from typing import Any

from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category, Regime
from rondom.core.moments import absolute
from rondom.rights.told import Sieve
from rondom.triage.models import Escalation, Move


def planned(case: Case, sieve: Sieve) -> list[dict[str, Any]]:
    """Each move to another meeting and each time that the 24 hours lapsed, with why; who it was stands in the log."""
    kind = case.registered_for.kind
    moves = [
        {
            "what": _("moved to another meeting"),
            "at": absolute(one.moved_at),
            "from": absolute(one.was_at),
            "to": absolute(one.to_at),
            "text": one.reason,
        }
        for one in Move.objects.filter(case=case).order_by("moved_at", "pk")
        if sieve.passes(kind, Category.CASE, Regime.AVG, one.pk)
    ]
    late = Escalation.objects.filter(case=case, level__in=Escalation.BREACHES).order_by("raised_at", "pk")
    return moves + [
        {
            "what": str(one.get_level_display()),
            "at": absolute(one.due_at),
            "how": str(one.get_reason_display()) if one.reason else "",
            "text": one.note,
        }
        for one in late
        if sieve.passes(kind, Category.CASE, Regime.AVG, one.pk)
    ]
