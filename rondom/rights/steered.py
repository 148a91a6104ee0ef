"""The plan and the contacts, as the person may have a copy of them: organisations by name, professionals by neither."""

from typing import Any

from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category, Goal, Regime, StepChange
from rondom.coordination.models import Contact, Insistence, Nudge, Overlap, Referral, Rhythm
from rondom.core.moments import absolute, day


def goals(case: Case, sieve: Any) -> list[dict[str, Any]]:
    """What the plan worked towards, and how it ended."""
    return [
        {
            "domain": str(one.get_domain_display()),
            "text": one.text,
            "state": str(one.get_state_display()),
            "outcome": one.reason,
            "from": absolute(one.set_at),
        }
        for one in Goal.objects.filter(case=case).order_by("set_at", "pk")
        if sieve.passes(case.registered_for.kind, one.category, Regime.AVG, one.pk)
    ]


def steered(case: Case, sieve: Any) -> list[dict[str, Any]]:
    """What happened with the actions: changes with their reasons, waiting, reminders, who was pressed, what was settled."""
    kind = case.registered_for.kind
    found: list[tuple[Any, Any, Any, str]] = [
        *(
            (one.at, one, one.get_state_display() or _("another last moment"), one.reason)
            for one in StepChange.objects.filter(case=case)
        ),
        *((one.made_at, one, _waiting(one), one.service) for one in Referral.objects.filter(case=case)),
        *((one.at, one, one.get_kind_display(), one.sentence) for one in Nudge.objects.filter(case=case)),
        *(
            (
                one.raised_at,
                one,
                _("asked why it did not come along"),
                "\n".join(filter(None, [one.reason, one.answer])),
            )
            for one in Insistence.objects.filter(case=case)
        ),
        *(
            (one.settled_at, one, one.get_keeps_display(), one.reason)
            for one in Overlap.objects.filter(case=case)
        ),
    ]
    return [
        {"at": absolute(at), "what": str(what), "text": text}
        for at, one, what, text in sorted(found, key=lambda each: each[0])
        if sieve.passes(kind, one.category, Regime.AVG, one.pk)
    ]


def _waiting(referral: Referral) -> str:
    if referral.accepted_on:
        return _("referred; taken on at %(day)s") % {"day": day(referral.accepted_on)}
    if referral.waiting_since:
        return _("referred; waits since %(day)s") % {"day": day(referral.waiting_since)}
    return _("referred")


def contacts(case: Case, sieve: Any) -> list[dict[str, Any]]:
    """Who had contact with them, how it went, and how often was agreed."""
    if not sieve.passes(case.registered_for.kind, Category.IDENTITY, Regime.AVG):
        return []
    contacted = [
        {
            "at": absolute(one.at),
            "organisation": one.organisation.name,
            "how": str(one.get_way_display()),
            "outcome": str(one.get_result_display()) if one.result else "",
            "note": one.note,
            "why": one.danger,
        }
        for one in Contact.objects.filter(case=case).select_related("organisation").order_by("at", "pk")
    ]
    agreed = [
        {
            "at": absolute(one.agreed_at),
            "what": _("agreed: every %(days)s days") % {"days": one.every_days},
            "until": day(one.until),
        }
        for one in Rhythm.objects.filter(case=case).order_by("agreed_at")
    ]
    return [*contacted, *agreed]
