"""Who keeps the landscape, who proposes a change, and what may be said."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.core.errors import Denied, WrongStep
from rondom.landscape import facts
from rondom.landscape.models import Proposal
from rondom.landscape.terms import NEEDED
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Role


def edits(actor: Actor) -> bool:
    """Whether someone keeps the landscape."""
    return actor.has_role(Role.LANDSCAPE_EDITOR)


def must_edit(actor: Actor) -> None:
    """The same, or nothing happens."""
    if not edits(actor):
        raise Denied(_("Only the editor of the landscape can do this."))


def proposes(actor: Actor) -> bool:
    """Whether someone can propose a change: everyone of a partner organisation."""
    return actor.organisation is not None and actor.organisation.kind != Organisation.Kind.PLATFORM


def must_propose(actor: Actor) -> None:
    """The same, or nothing happens."""
    if not proposes(actor) and not edits(actor):
        raise Denied(_("Only people of a partner organisation can propose a change."))


def must_be_right(slug: str, changes: Mapping[str, Any], *, new: bool) -> None:
    """Every value can be said of this service, and a new service says what is needed."""
    if not changes:
        raise WrongStep(_("Nothing was changed."))
    for field, value in changes.items():
        problem = facts.check(slug, field, value)
        if problem:
            raise WrongStep(problem, instead=field)
    if new and (set(NEEDED) - {field for field, value in changes.items() if value is not None}):
        raise WrongStep(
            _("A new service has a name, target groups, people, kinds of violence, phases and a region.")
        )


def must_have_been(day: date | None, actor: Actor) -> None:
    """Nobody checked anything in the future, or longer ago than a fact counts as checked."""
    today = timezone.localdate(actor.at)
    if day is not None and not today - facts.LASTS < day <= today:
        raise WrongStep(_("Choose the day on which the source was looked at: today or in the past year."))


def must_wait(proposal: Proposal | None) -> Proposal:
    """A proposal is decided once: this one, which nobody has decided on yet."""
    if proposal is None or proposal.decided_at:
        raise WrongStep(_("This was decided already."))
    return proposal
