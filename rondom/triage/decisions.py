"""What a decision of the MDT must be, and who may add what to it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.models import Case, Category, Domain
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing import policies as sharing_policies
from rondom.triage import grounds
from rondom.triage.models import Decision, DecisionLine, NoCoordinator
from rondom.triage.policies import must_sit
from rondom.triage.quorum import Quorum
from rondom.triage.routes import ROUTES, Route


class _Line(Protocol):
    """What of a line decides which routes fit."""

    @property
    def domain(self) -> Domain: ...
    @property
    def need(self) -> str: ...


def must_have_quorum(quorum: Quorum, reason: str, case: Case) -> None:
    """Everyone who must be there is, or it is said why this cannot wait for them."""
    if not quorum.met and not reason.strip():
        raise WrongStep(
            _("Not everyone is there who must be: %(names)s.")
            % {"names": ", ".join(place.name for place in quorum.missing)},
            instead=_("Wait for them, or write why this cannot wait."),
            case_id=case.pk,
        )


def must_have_coordinator_or_why(*, coordinator: object, no_coordinator: str, case: Case) -> None:
    """Someone is proposed to coordinate, or it is said why nobody is yet; not both (indicator F7)."""
    if bool(coordinator) == bool(no_coordinator) or no_coordinator not in {"", *NoCoordinator.values}:
        raise WrongStep(_("A decision names a coordinator, or says why there is none yet."), case_id=case.pk)
    if no_coordinator and case.coordinator_id:
        raise WrongStep(
            _("Someone coordinates this case now."),
            instead=_("Choose them again, or someone else."),
            case_id=case.pk,
        )


def has_passed(day: date, at: datetime | None, now: datetime) -> bool:
    """Whether the moment, or the whole day when no moment is said, is over."""
    return at <= now if at else day < timezone.localdate(now)


def must_be_to_come(day: date | None, at: datetime | None, now: datetime, case: Case) -> None:
    """What is looked at again is looked at later than it is decided; a moment is one of its day."""
    if at and day != timezone.localdate(at):
        raise WrongStep(_("This moment is not one of that day."), case_id=case.pk)
    if day and has_passed(day, at, now):
        raise WrongStep(_("This moment has passed."), case_id=case.pk)


def may_choose(routes: Sequence[str], lines: Sequence[_Line], case: Case) -> list[Route]:
    """The routes, when they can be chosen here: known, in a domain that is decided on, and not before safety."""
    needs = {line.domain: line.need for line in lines}
    found = []
    for key in routes:
        route = ROUTES.get(key)
        if route is None or not route.offered or route.domain not in needs:
            raise Denied(_("This help route cannot be chosen here."), case_id=case.pk)
        if too_early(route, needs.get(Domain.SAFETY)):
            raise WrongStep(too_early(route, needs.get(Domain.SAFETY)), case_id=case.pk)
        found.append(route)
    return found


def too_early(route: Route, safety: str | None) -> str:
    """Why a route waits for immediate safety; empty when it does not (design/domain.md 2.4)."""
    if not route.after_safety or safety in {DecisionLine.Need.LATER, DecisionLine.Need.NOT}:
        return ""
    return _("%(route)s is not offered while help for safety is needed now.") % {"route": route.name}


def may_differ(organisation: Organisation, category: Category, case: Case, actor: Actor) -> None:
    """An organisation thinks otherwise about a part of the case that it may see, as does whoever writes it down."""
    case_policies.must_hold(case.held, [category], case)
    case_policies.may_take_part(organisation, case, category, actor)


def may_see_latest(actor: Actor, case: Case) -> Decision:
    """The decision of this round, while the case is on the table where the actor sits. Raises Denied or WrongStep."""
    must_sit(actor, case)
    found = Decision.objects.filter(case=case, round=case.mdt_round).first()
    if found is None:
        raise WrongStep(
            _("The MDT has not decided on this case yet."),
            instead=_("Note who thinks otherwise with the decision."),
            case_id=case.pk,
        )
    return found


def may_add_dissent(decision: Decision, organisation: Organisation, case: Case, actor: Actor) -> None:
    """After a decision each organisation at the table adds its own dissent; only who wrote it down adds another's."""
    if decision.case_id != case.pk or decision.round != case.mdt_round:
        raise Denied(_("Only about the latest decision can someone think otherwise."), case_id=case.pk)
    if organisation.pk != actor.organisation_id and decision.decided_by_id != actor.user_id:
        raise Denied(
            _("Only %(organisation)s itself, or who wrote the decision down, notes this.")
            % {"organisation": organisation.name},
            case_id=case.pk,
        )


def may_invite(organisation: Organisation, purpose: str, case: Case, actor: Actor) -> str:
    """The ground on which a party may be invited. Raises Denied with what is missing."""
    sharing_policies.must_not_be_restricted(case, actor)
    ground, missing = grounds.invites(actor, case, organisation, purpose)
    if missing:
        raise Denied(f"{organisation.name}: {missing}", case_id=case.pk)
    return ground


def must_be_once(keys: Iterable[object], case: Case) -> None:
    """Nobody is invited twice, and no route chosen twice."""
    found = list(keys)
    if len(found) != len(set(found)):
        raise WrongStep(_("This stands there twice."), case_id=case.pk)
