"""Who may do what in coordination, now."""

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.models import (
    FOR_THE_MDT,
    OPEN_STATES,
    Case,
    CaseLink,
    Category,
    Grant,
    Shield,
    Status,
    Step,
)
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Seat
from rondom.sharing.models import Consent
from rondom.sharing.policies import must_not_be_destroyed, must_not_be_restricted


def must_coordinate(actor: Actor, case: Case) -> None:
    """Only the coordinator of the case does this."""
    if case.coordinator_id is None or case.coordinator_id != actor.user_id:
        raise Denied(_("Only the coordinator of this case can do this."), case_id=case.pk)


def may_ask_a_guest(actor: Actor, case: Case, category: Category) -> None:
    """The coordinator asks a partner without an account, about a part they see themselves, in an open case."""
    must_coordinate(actor, case)
    case_policies.must_be_open(case)
    case_policies.must_hold(case.held, [category], case)
    must_not_be_restricted(case, actor)


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
    must_have_no_open_action(case)


def must_have_no_open_action(case: Case) -> None:
    """Nobody who is to do something finds it gone."""
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


def must_be_of_one_person(link: CaseLink) -> None:
    """Only two cases of which someone found that they are about one person can be one case."""
    if not link.of_one_person:
        raise WrongStep(
            _("These cases are not linked as being about the same person."),
            instead=_("Compare them first, and link them as the same person."),
        )


def may_fold(actor: Actor, case: Case, into: Case) -> None:
    """A case closes as the same as another, open one: by who works on both and, where it has one, is its coordinator.

    Nothing that someone must do gets lost by it, and the clock of 24 hours goes on in the other.
    """
    case_policies.may_link(actor, case, into, CaseLink.Kind.DUPLICATE)
    if not all(case_policies.is_named(actor, one) for one in (case, into)):
        raise Denied(_("Only who is on both cases can say that they are the same."))
    if case.coordinator_id and case.coordinator_id != actor.user_id:
        raise Denied(_("Only the coordinator of the case that closes can do this."))
    if Status.CLOSED in {case.status, into.status}:
        raise WrongStep(
            _("One of these cases is closed."),
            instead=_("Open it again first, or only link them as the same person."),
        )
    must_have_no_open_action(case)
    if case.status in FOR_THE_MDT and into.status not in FOR_THE_MDT:
        raise WrongStep(
            _("The case that closes still waits for the MDT, and the other does not."),
            instead=_("Bring the other case back to the MDT first, or let this one go on."),
        )
    must_not_learn_of_another(case, into)


def must_not_learn_of_another(case: Case, into: Case) -> None:
    """That a case closes as a duplicate tells who knows who it is about that there is another one.

    So it cannot where the person refused one of them in the other case, or that is shielded from them.
    """
    answers = Consent.objects.filter(case=into).order_by("given_at", "recorded_at")
    latest = {answer.receiver_kind: answer.given and not answer.withdrawn_at for answer in answers}
    shields = Shield.objects.filter(case=into, lifted_at__isnull=True)
    shielded = set(shields.values_list("organisation_id", flat=True))
    kept = [
        one for one in who_would_learn(case, into) if not latest.get(one.kind, True) or one.pk in shielded
    ]
    if kept:
        raise WrongStep(
            _("%(names)s would learn that there is another case, and may not know of it.")
            % {"names": ", ".join(one.name for one in kept)},
            instead=_(
                "Let the other case close, or only link them: that shows to nobody who does not see both."
            ),
        )


def who_would_learn(case: Case, into: Case) -> list[Organisation]:
    """The organisations that know who `case` is about, and not who `into` is about."""
    return sorted(_knowing(case) - _knowing(into), key=lambda one: one.name)


def _knowing(case: Case) -> set[Organisation]:
    """Who may know now who a case is about."""
    lasting = Q(ends_at__isnull=True) | Q(ends_at__gt=Now())
    held = Grant.objects.filter(lasting, case=case, revoked_at__isnull=True).select_related("organisation")
    return {grant.organisation for grant in held if grant.categories & Category.IDENTITY}


def may_unfold(actor: Actor, link: CaseLink, case: Case) -> None:
    """Who is on the case puts it back where it stood, while it is still closed for that."""
    if link.kind != CaseLink.Kind.DUPLICATE or not link.holds:
        raise WrongStep(
            _("This case is not closed as a duplicate any more."), instead=_("Undo the link alone.")
        )
    if not case_policies.is_named(actor, case):
        raise Denied(_("Only people on this case can reopen it."))
    must_not_be_destroyed(case)
