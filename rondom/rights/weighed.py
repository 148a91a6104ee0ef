"""What the MDT asked and decided, as the person may have a copy of it: their own wishes surely."""

from typing import Any

from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category, Regime
from rondom.core.moments import absolute, in_full
from rondom.triage.decided import Decided, decided
from rondom.triage.models import Question
from rondom.triage.routes import Route


def decisions(case: Case, sieve: Any) -> list[dict[str, Any]]:
    """Every decision: what was agreed, the help routes, their wishes and how they were weighed, who thought otherwise."""
    return [_decision(case, one, sieve) for one in reversed(decided(case))]


def _decision(case: Case, one: Decided, sieve: Any) -> dict[str, Any]:
    kind, decision = case.registered_for.kind, one.decision
    again = decision.look_again_on
    wish = one.wish if one.wish and sieve.passes(kind, Category.STORY, Regime.AVG) else None
    return {
        "decided": absolute(decision.decided_at),
        "coordinating": decision.coordinator_organisation.name if decision.coordinator_organisation else "",
        "no_coordinator": str(decision.get_no_coordinator_display()) if decision.no_coordinator else "",
        "no_coordinator_why": decision.no_coordinator_why,
        "reason": decision.reason,
        "without_everyone": decision.no_quorum,
        "look_again": f"{in_full(again, decision.look_again_at)} {decision.get_look_again_where_display()}".strip()
        if again
        else "",
        "wish": wish.wish if wish else "",
        "wish_weighed": wish.weighed if wish else "",
        "lines": [
            {
                "domain": str(line.get_domain_display()),
                "need": str(line.get_need_display()),
                "text": line.text,
            }
            for line in one.lines
            if sieve.passes(kind, line.category, Regime.AVG, line.pk)
        ],
        "routes": [
            str(route.name) if isinstance(route, Route) else route
            for route in one.routes
            if not isinstance(route, Route) or sieve.passes(kind, route.domain.category, Regime.AVG)
        ],
        "thought_otherwise": [
            {"organisation": other.organisation.name, "text": other.text}
            for other in one.dissents
            if sieve.passes(other.organisation.kind, other.category, Regime.AVG, other.pk)
        ],
        "invited": [
            {"organisation": party.name, "for": party.purpose, "ground": party.ground}
            for party in one.parties
        ],
    }


def questions(case: Case, sieve: Any) -> list[dict[str, Any]]:
    """Open questions and their answers, by organisation."""
    found = Question.objects.filter(case=case).select_related("organisation").order_by("asked_at", "pk")
    return [
        {
            "asked": absolute(one.asked_at),
            "for": one.organisation.name if one.organisation else _("you"),
            "question": one.text,
            "answer": one.answer,
        }
        for one in found
        if sieve.passes(case.registered_for.kind, one.category, Regime.AVG, one.pk)
    ]
