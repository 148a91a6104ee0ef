"""Who may do what in coordination, now."""

from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.models import OPEN_STATES, Case, Status, Step
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Seat
from rondom.sharing.policies import must_not_be_destroyed


def must_coordinate(actor: Actor, case: Case) -> None:
    """Only the coordinator of the case does this."""
    if case.coordinator_id is None or case.coordinator_id != actor.user_id:
        raise Denied(_("Only the coordinator of this case can do this."), case_id=case.pk)


def question_for(actor: Actor, case: Case) -> Step:
    """The open question whether the actor will coordinate the case. Raises Denied when it was not put to them."""
    step = Step.objects.filter(
        case=case, kind=Case.NextKind.ACCEPT, user_id=actor.key, state__in=OPEN_STATES
    ).first()
    if step is None:
        raise Denied(
            _("You were not asked to coordinate this case, or the question was answered."), case_id=case.pk
        )
    return step


def may_propose(actor: Actor, case: Case) -> None:
    """A member of the region's MDT, or who was asked to find someone, asks another while nobody coordinates."""
    sits = Seat.objects.in_force(actor.at).filter(user_id=actor.key, region=case.region).exists()
    asked = Step.objects.filter(
        case=case, kind=Case.NextKind.PROPOSE, user_id=actor.key, state__in=OPEN_STATES
    ).exists()
    if not (sits or asked):
        raise Denied(_("Only members of this MDT can ask someone to coordinate."), case_id=case.pk)
    if case.status != Status.WEIGHED:
        raise WrongStep(_("A coordinator is asked after the MDT has decided."), case_id=case.pk)


def must_be_action(step: Step, case: Case) -> None:
    """Only actions of the plan of this case are moved along; a question is answered."""
    if step.kind != Case.NextKind.ACTION or step.case_id != case.pk:
        raise Denied(_("This is not an action of the plan."), case_id=case.pk)


def owns(actor: Actor, case: Case, step: Step) -> bool:
    """Whether the actor was asked for an action, or is a colleague on the case of who was."""
    return step.organisation_id == actor.organisation_id and case_policies.is_named(actor, case)


def must_own(actor: Actor, case: Case, step: Step) -> None:
    """An action is moved along by whoever was asked, or by a colleague on the case."""
    if not owns(actor, case, step):
        raise Denied(_("This action was asked of another organisation."), case_id=step.case_id)


def may_advance(actor: Actor, case: Case, step: Step) -> None:
    """An open action is moved along by the organisation that was asked, or withdrawn by the coordinator."""
    must_be_action(step, case)
    if case.coordinator_id is None or case.coordinator_id != actor.user_id:
        must_own(actor, case, step)
    if step.state not in OPEN_STATES:
        raise WrongStep(
            _("This action is '%(now)s' already.") % {"now": Step.State(step.state).label}, case_id=case.pk
        )


def may_close(actor: Actor, case: Case) -> None:
    """The coordinator closes, when no action is open any more."""
    must_coordinate(actor, case)
    waiting = Step.objects.filter(case=case, kind=Case.NextKind.ACTION, state__in=OPEN_STATES).count()
    if waiting:
        raise WrongStep(
            _("Actions that are still open: %(waiting)s.") % {"waiting": waiting},
            instead=_("Finish or withdraw them first, then close the case."),
            case_id=case.pk,
        )


def may_reopen(actor: Actor, case: Case) -> None:
    """Whoever is on the case may reopen it."""
    if not case_policies.is_named(actor, case):
        raise Denied(_("Only people on this case can reopen it."), case_id=case.pk)
    if case.status != Status.CLOSED:
        raise WrongStep(
            _("This case is not closed."),
            instead=_("Bring it back to the MDT if something has changed."),
            case_id=case.pk,
        )
    must_not_be_destroyed(case)
