"""What was said about the person's rights, and where it stood with police and prosecutor, as they may have a copy of it."""

from typing import Any

from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category, Regime
from rondom.coordination.entitlements import RIGHTS
from rondom.coordination.models import RightSaid, RouteStep
from rondom.core.moments import absolute, day


def said(case: Case, sieve: Any) -> list[dict[str, Any]]:
    """Which rights were explained, and what the person wants."""
    if not sieve.passes(case.registered_for.kind, Category.IDENTITY, Regime.AVG):
        return []
    return [
        {
            "at": absolute(one.said_at),
            "what": str(RIGHTS[one.entitlement].name) if one.entitlement in RIGHTS else one.entitlement,
            "state": str(one.get_state_display()),
            "note": one.note,
            "organisation": one.organisation.name,
        }
        for one in RightSaid.objects.filter(case=case)
        .select_related("organisation")
        .order_by("said_at", "pk")
    ]


def route(case: Case, sieve: Any) -> list[dict[str, Any]]:
    """Where it stood with police and prosecutor, route by route; never whom a route is about."""
    found = (
        RouteStep.objects.filter(case=case).select_related("organisation").order_by("route", "noted_at", "pk")
    )
    return [
        {
            "route": one.route,
            "from": day(one.since),
            "state": str(one.get_state_display()),
            "until": day(one.until) if one.until else "",
            "note": one.note,
            "outcome": _("withdrawn: %(why)s") % {"why": one.withdrawn_why} if one.withdrawn_why else "",
            "organisation": one.organisation.name,
        }
        for one in found
        if sieve.passes(one.organisation.kind, Category.LEGAL, Regime(one.regime), one.pk)
    ]
