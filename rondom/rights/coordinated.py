"""What a person gets to see of who coordinated their case, how it was closed, and of aftercare."""

from typing import Any

from django.utils.translation import gettext as _

from rondom.cases.models import Case
from rondom.coordination.models import Aftercare, Assignment, Closing, Cover, Vacancy
from rondom.core.moments import absolute
from rondom.rights.told import Sieve


def coordinators(case: Case, sieve: Sieve) -> list[dict[str, Any]]:
    """Which organisations were asked to coordinate and what they answered, who covered, and when nobody did.

    Not why someone declined, which is about them.
    """
    answers = Assignment.objects.filter(case=case).select_related("organisation")
    for one in answers:
        if one.reason:
            sieve.leave_out(_("why someone declined to coordinate: the rights of others (AVG 15(4))"))
    covers = Cover.objects.filter(case=case).select_related("organisation")
    return [
        *(
            {
                "organisation": one.organisation.name,
                "answer": str(one.get_state_display()),
                "from": absolute(one.answered_at),
                "until": absolute(one.ended_at) if one.ended_at else "",
                "why": str(one.get_end_why_display()),
            }
            for one in answers.order_by("answered_at", "pk")
        ),
        *(
            {
                "organisation": one.organisation.name,
                "answer": _("a colleague covered"),
                "from": absolute(one.starts_at),
                "until": absolute(one.ends_at),
            }
            for one in covers.order_by("starts_at", "pk")
        ),
        *(
            {"answer": str(one.get_level_display()), "from": absolute(one.raised_at)}
            for one in Vacancy.objects.filter(case=case).order_by("raised_at", "pk")
        ),
    ]


def closings(case: Case) -> list[dict[str, Any]]:
    """Each time that the case was closed: why, and what was seen to."""
    found = Closing.objects.filter(case=case).select_related("organisation").order_by("closed_at", "pk")
    return [
        {
            "closed": absolute(one.closed_at),
            "organisation": one.organisation.name,
            "why": str(one.get_reason_display()),
            "what": f"{one.get_safety_display()}; {one.get_told_display()}",
            "text": "\n".join(filter(None, [one.drop_out, one.no_aftercare])),
        }
        for one in found
    ]


def aftercare(case: Case) -> list[dict[str, Any]]:
    """The moments after closing at which someone asks, or asked, how it is."""
    found = Aftercare.objects.filter(case=case).select_related("organisation").order_by("due_at", "pk")
    return [
        {
            "at": absolute(one.due_at),
            "organisation": one.organisation.name,
            "outcome": str(one.get_outcome_display()) if one.outcome else _("still to come"),
            "text": one.note,
        }
        for one in found
    ]
