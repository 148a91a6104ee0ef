"""What a person gets to see of what was asked about them of people who have no account, or by them."""

from typing import Any

from rondom.cases.models import Case, Regime
from rondom.coordination import codes
from rondom.coordination.models import ContactCode, GuestQuestion
from rondom.core.moments import absolute
from rondom.organisations.actor import Actor
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


def codes_shown(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """Each code, and which organisation asked for contact with it, for what, and what came of that."""
    lines = codes.requests(case, actor.at)
    return [
        {
            "code": one.code,
            "given": absolute(one.given_at),
            "by": one.given_for.name,
            "until": absolute(one.ended_at) if one.ended_at else "",
            "asked": [
                {
                    "at": absolute(line.request.asked_at),
                    "organisation": line.place,
                    "about": str(line.request.get_about_display()),
                    "how": str(line.request.get_state_display()),
                }
                for line in lines
                if line.request.code_id == one.pk
            ],
        }
        for one in ContactCode.objects.filter(case=case).select_related("given_for").order_by("given_at")
    ]
