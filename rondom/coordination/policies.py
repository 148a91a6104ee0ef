"""Who may do what in coordination, now."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.cases import policies as case_policies
from rondom.cases.models import (
    FOR_THE_MDT,
    NEEDS_A_REASON,
    OPEN_STATES,
    Case,
    CaseLink,
    Category,
    Domain,
    Goal,
    Grant,
    Shield,
    Status,
    Step,
)
from rondom.coordination.insisting import Level, next_level
from rondom.coordination.models import Aftercare, Closing, Contact, Cover, Insistence, Overlap
from rondom.coordination.safe import INSTEAD
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Seat
from rondom.sharing.models import Consent
from rondom.sharing.policies import must_not_be_destroyed, must_not_be_restricted


def must_coordinate(actor: Actor, case: Case) -> None:
    """Only the coordinator of the case does this, or who covers while they are away."""
    if not steers(actor, case):
        raise Denied(_("Only the coordinator of this case can do this."), case_id=case.pk)


def steers(actor: Actor, case: Case) -> bool:
    """Whether the actor coordinates the case, or covers for its coordinator now."""
    return coordinates(actor, case) or covers(actor, case)


def coordinates(actor: Actor, case: Case) -> bool:
    """Whether the actor is the coordinator of the case."""
    return case.coordinator_id is not None and case.coordinator_id == actor.user_id


def covers(actor: Actor, case: Case) -> bool:
    """Whether the actor covers for the coordinator of the case now."""
    found = Cover.objects.filter(case=case, user_id=actor.key, stands_for_id=case.coordinator_id)
    return found.filter(starts_at__lte=actor.at, ends_at__gt=actor.at).exists()


def may_give_away(actor: Actor, case: Case, user: User) -> None:
    """The coordinator, or who covers, asks someone else to take over a case that is in coordination."""
    must_coordinate(actor, case)
    case_policies.must_hold(case.held, [Category.IDENTITY], case)
    if case.status != Status.COORDINATED:
        raise WrongStep(
            _("This case is '%(now)s'; only a case in coordination is handed over.")
            % {"now": Status(case.status).label},
            case_id=case.pk,
        )
    if user.pk == case.coordinator_id:
        raise WrongStep(
            _("%(name)s coordinates this case already.") % {"name": user.display_name}, case_id=case.pk
        )


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
    if not steers(actor, case):
        must_own(actor, case, step)
    must_be_open(step, case)


def must_be_open(step: Step, case: Case) -> None:
    """Nothing changes in an action that has ended."""
    must_be_action(step, case)
    if step.state not in OPEN_STATES:
        raise WrongStep(
            _("This action is '%(now)s' already.") % {"now": Step.State(step.state).label}, case_id=case.pk
        )


def must_say_why(state: Step.State, reason: str, case: Case) -> None:
    """Whoever declines, gives back or withdraws an action says why."""
    if state in NEEDS_A_REASON and not reason.strip():
        raise WrongStep(
            _("Say why, so that the coordinator can go on."),
            instead=_("Fill in the reason."),
            case_id=case.pk,
        )


def must_say_why_let_go(state: Goal.State, reason: str, case: Case) -> None:
    """A goal is not let go without a word."""
    if state == Goal.State.DROPPED and not reason.strip():
        raise WrongStep(_("Say why this goal is let go."), instead=_("Fill in the reason."), case_id=case.pk)


def must_fit(goal: Goal | None, domain: Domain | None, case: Case) -> None:
    """An action belongs to an open goal of its own domain."""
    if goal and (goal.case_id != case.pk or goal.domain != domain or goal.state != Goal.State.OPEN):
        raise WrongStep(
            _("This goal is of another domain, or has ended."),
            instead=_("Choose another goal, or none."),
            case_id=case.pk,
        )


def may_postpone(actor: Actor, case: Case, step: Step) -> None:
    """The last moment of an open action is moved by whoever was asked, or by the coordinator."""
    must_be_open(step, case)
    if case.coordinator_id is None or case.coordinator_id != actor.user_id:
        must_own(actor, case, step)


def may_refer(actor: Actor, case: Case, step: Step) -> None:
    """How long the person waits for a service is noted by whoever was asked to refer them."""
    must_be_open(step, case)
    must_own(actor, case, step)


def may_steer(actor: Actor, case: Case, step: Step) -> None:
    """Only the coordinator reminds of an open action, and insists on it, whether or not they may see what it is."""
    must_coordinate(actor, case)
    must_be_open(step, case)


def level_to_take(actor: Actor, case: Case, step: Step) -> Level:
    """The step of insisting that follows: when an action is late, or nobody answered within a step before it."""
    may_steer(actor, case, step)
    taken = list(Insistence.objects.filter(step=step).order_by("raised_at"))
    level = next_level(one.level for one in taken)
    if level is None:
        raise WrongStep(
            _("There is no further step after these."),
            instead=_("Bring the case back to the MDT."),
            case_id=case.pk,
        )
    waits = bool(taken) and taken[-1].answered_at is None and taken[-1].answer_before > actor.at
    if waits or (not taken and step.due_at > actor.at):
        raise WrongStep(
            _("It is too early to insist."),
            instead=_("Wait until the last moment has passed, or remind who was asked."),
            case_id=case.pk,
        )
    return level


def may_be_asked(organisation: Organisation, user: User | None, case: Case, step: Step, actor: Actor) -> None:
    """A person is asked by name only when their organisation may see this domain of the case."""
    if user:
        case_policies.may_take_part(organisation, case, Domain(step.domain).category, actor)


def may_answer(actor: Actor, case: Case, insistence: Insistence) -> None:
    """Who was asked answers once, or a colleague on the case; the coordinator notes what was said to them."""
    colleague = insistence.organisation_id == actor.organisation_id and case_policies.is_named(actor, case)
    if actor.user_id not in {insistence.user_id, case.coordinator_id} and not colleague:
        raise Denied(_("This was asked of someone else."), case_id=case.pk)
    if insistence.answered_at:
        raise WrongStep(_("This was answered already."), case_id=case.pk)


def may_settle(actor: Actor, case: Case, first: Step, second: Step) -> None:
    """The coordinator settles an overlap of two open actions, once."""
    may_steer(actor, case, first)
    may_steer(actor, case, second)
    case_policies.must_hold(case.held, [Domain(first.domain).category], case)
    if first.domain != second.domain or first.organisation_id == second.organisation_id:
        raise WrongStep(_("These two actions do not overlap."), case_id=case.pk)
    if Overlap.objects.filter(first=first, second=second).exists():
        raise WrongStep(_("This overlap was settled already."), case_id=case.pk)


def must_see_contacts(case: Case) -> None:
    """Who may know how to reach the person sees who contacted them."""
    case_policies.must_hold(case.held, [Category.IDENTITY], case)


def must_know_how_to_contact(actor: Actor, case: Case) -> None:
    """The person is contacted by who is on the case and may know how to do that safely."""
    case_policies.must_hold(case.held, [Category.IDENTITY], case)
    if not case_policies.is_named(actor, case):
        raise Denied(_("Only people on this case contact the person."), case_id=case.pk)


def must_be_safe(rules: Sequence[Contact.Rule], danger: str, case: Case) -> None:
    """A contact that goes against what is safe is stopped, unless danger leaves no time."""
    if rules and not danger.strip():
        raise WrongStep(_("Stop: this contact is not safe."), instead=str(INSTEAD[rules[0]]), case_id=case.pk)


def may_note_contact(actor: Actor, case: Case, contact: Contact) -> None:
    """How a contact went is noted once, by the organisation whose it was."""
    must_know_how_to_contact(actor, case)
    if contact.organisation_id != actor.organisation_id:
        raise Denied(_("This contact was another organisation's."), case_id=case.pk)
    if contact.result:
        raise WrongStep(_("It was noted already how this contact went."), case_id=case.pk)


def may_close(actor: Actor, case: Case) -> None:
    """The coordinator closes, when no action is open any more; who covers leaves that to them."""
    if not coordinates(actor, case):
        raise Denied(_("Only the coordinator of this case can do this."), case_id=case.pk)
    must_have_no_open_action(case)


def must_be_seen_to(case: Case, reason: Case.ClosingReason, checklist: Any) -> None:
    """A case closes when what was agreed is settled, with aftercare or why not, and in words how someone dropped out."""
    missing = []
    if not checklist.settled:
        missing.append(_("Confirm that what was agreed is done, or handed over."))
    if set(checklist.months) - set(Aftercare.MONTHS) or bool(checklist.months) == bool(
        checklist.no_aftercare.strip()
    ):
        missing.append(_("Set moments of aftercare, or say why there are none."))
    if (reason in Closing.DROPPED_OUT) != bool(checklist.drop_out.strip()):
        missing.append(_("Only when the person stops, or contact was lost: say how that went."))
    if missing:
        raise WrongStep(_("Not everything was seen to."), instead=" ".join(missing), case_id=case.pk)


def may_note_aftercare(actor: Actor, case: Case, moment: Aftercare) -> None:
    """The organisation that took a moment on notes how it went, once, by who is on the case."""
    if moment.case_id != case.pk or moment.organisation_id != actor.organisation_id:
        raise Denied(_("Another organisation took this moment on."), case_id=case.pk)
    if not case_policies.is_named(actor, case):
        raise Denied(_("Only people on this case can note this."), case_id=case.pk)
    if moment.noted_at is not None:
        raise WrongStep(_("This was noted already."), case_id=case.pk)


def must_say_how_it_went(case: Case, outcome: Aftercare.Outcome, note: str) -> None:
    """Why a case is opened again, or what was tried to reach someone, is said in words."""
    if outcome != Aftercare.Outcome.DONE and not note.strip():
        raise WrongStep(
            _("Say why the case is opened again, or what was tried to reach the person."), case_id=case.pk
        )


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
