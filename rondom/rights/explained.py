"""What may stand on paper for the person besides what was agreed: their rights, where it stands with the law, and their code.

In the words of the files that state them (coordination/rights.toml, criminal_route.toml); a lawyer did not confirm these yet,
and the paper says so.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category
from rondom.coordination import codes, criminal_route, entitlements
from rondom.coordination.entitlements import Right, Stand
from rondom.coordination.models import RouteState
from rondom.organisations.actor import Actor


def offered(actor: Actor, case: Case) -> list[Right]:
    """The rights that were spoken of with the person and that they did not decline, in the order of the file."""
    found = entitlements.of_case(case, actor.at.date())
    return [
        one.right
        for one in found
        if one.now is not None and one.now.state != Stand.DECLINED and not one.stale
    ]


def chosen(actor: Actor, case: Case, wanted: Sequence[str]) -> list[Right]:
    """The rights that were chosen, as far as they are offered."""
    return [right for right in offered(actor, case) if right.id in wanted] if wanted else []


def rights(found: Sequence[Right]) -> list[str]:
    """The sentences about rights, in the language that is on."""
    return [f"{right.name}. {right.words}" for right in found]


def route(case: Case) -> list[str]:
    """Where it stands with police and prosecutor and what that means; nothing for who may not see it."""
    if not case.held & Category.LEGAL:
        return []
    stands = [(one.number, one.now) for one in criminal_route.routes(case) if one.now]
    words = [criminal_route.MEANS[RouteState(now.state)].words for _number, now in stands]
    if len(stands) == 1:
        return words
    # The paper never says whom a route is about.
    return [
        _("Complaint or investigation %(number)s: %(words)s") % {"number": number, "words": said}
        for (number, _now), said in zip(stands, words, strict=True)
    ]


def code(case: Case) -> list[str]:
    """The code that the person can show elsewhere, and what it is for."""
    held = codes.current(case)
    if held is None:
        return []
    return [
        _("Show this code where someone wants to help you: %(code)s.") % {"code": held.code},
        _("They then ask your contact, and you need not tell everything again."),
    ]


def unconfirmed(lines: Sequence[str]) -> list[str]:
    """Under sentences about the law: that they are still to be confirmed."""
    return (
        [_("A lawyer has not confirmed these sentences yet. Your contact can tell you more.")]
        if lines
        else []
    )
