"""Who coordinated a case before: until when they see it still, and who decides on that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from rondom.cases.models import OPEN_STATES, Case, Naming, Step
from rondom.coordination import policies
from rondom.coordination.models import Assignment
from rondom.core.errors import NotThere, WrongStep
from rondom.organisations.actor import Actor

_PASSED_ON = (Assignment.EndWhy.HANDED_OVER, Assignment.EndWhy.REPLACED)


@dataclass(frozen=True)
class Former:
    """Someone who coordinated before, and whether they are on the case by name still."""

    was: Assignment
    is_there: bool
    at: datetime

    @property
    def stays(self) -> datetime | None:
        """Until when they see the case, where that is set and still to come."""
        until = self.was.stays_until
        return until if self.is_there and until and until > self.at else None

    @property
    def left_at(self) -> datetime | None:
        """Since when they see the case no more."""
        until = self.was.stays_until
        return until if until and until <= self.at and not self.is_there else None


def of_case(case: Case, answers: list[Assignment], at: datetime) -> dict[UUID, Former]:
    """Those who coordinated before, by what they answered; who coordinates now is not one of them."""
    passed = [one for one in answers if one.end_why in _PASSED_ON and one.user_id != case.coordinator_id]
    if not passed:
        return {}
    namings = Naming.objects.filter(case=case, starts_at__lte=at).exclude(ends_at__lte=at)
    there = set(namings.values_list("user_id", "organisation_id"))
    return {one.pk: Former(one, (one.user_id, one.organisation_id) in there, at) for one in passed}


def leaving(case: Any, user: Any, at: datetime) -> Any:
    """For a subquery: until when someone who coordinated `case` before sees it, where nothing else keeps them on it."""
    mine = {name: OuterRef(name) for name in ("case", "user", "organisation")}
    kept = Naming.objects.filter(**mine, ends_at__isnull=True)
    found = Assignment.objects.filter(case=case, user=user, stays_until__gt=at).exclude(Exists(kept))
    return found.order_by("-stays_until").values("stays_until")[:1]


def one(case: Case, pk: UUID) -> Assignment:
    """What someone answered who coordinated before. Raises NotThere."""
    found = Assignment.objects.filter(case=case, pk=pk, end_why__in=_PASSED_ON)
    was = found.select_related("user", "organisation").first()
    if was is None:
        raise NotThere("assignment", pk, case_id=case.pk)
    return was


def may_decide(actor: Actor, case: Case, was: Assignment) -> None:
    """Who coordinates now decides on who did before, while the case is open and that person still sees it."""
    policies.must_coordinate(actor, case)
    if was.pk not in (found := of_case(case, [was], actor.at)) or not found[was.pk].is_there:
        raise WrongStep(
            _("%(name)s is not on this case any more.") % {"name": was.user.display_name},
            instead=_("Is there something for them to do? Ask them for an action in the plan."),
            case_id=case.pk,
        )


def has_something_to_do(case: Case, was: Assignment) -> bool:
    """Whether they were asked for something in this case that is still open."""
    asked = Step.objects.filter(case=case, user=was.user_id, organisation=was.organisation_id)
    return asked.filter(state__in=OPEN_STATES).exists()


def must_be_done(did: bool, case: Case, was: Assignment) -> None:  # noqa: FBT001 - what the database answered
    """Nobody is taken off a case who has something to do there, or who is on it for another reason."""
    if did:
        return
    if has_something_to_do(case, was):
        raise WrongStep(
            _("%(name)s still has something to do in this case.") % {"name": was.user.display_name},
            instead=_("Let them finish it, or withdraw it first."),
            case_id=case.pk,
        )
    raise WrongStep(
        _("%(name)s is on this case for another reason too, such as having registered it.")
        % {"name": was.user.display_name},
        case_id=case.pk,
    )
