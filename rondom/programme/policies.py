"""Who may do what in the programme: everyone with an account reads and notes, its staff write, the steering group decides."""

from uuid import UUID

from django.utils.translation import gettext as _

from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Role
from rondom.programme.models import NEXT, Finding, Gathering, Initiative, Proposal, Stage, Update

BY_DECISION = {Stage.PROPOSED, Stage.ADOPTED}  # reached by proposing and by deciding, not by moving on


def runs(actor: Actor) -> bool:
    """Whether they work for the programme."""
    return actor.has_role(Role.PROGRAMME)


def steers(actor: Actor) -> bool:
    """Whether they sit in the steering group."""
    return actor.has_role(Role.STEERING_GROUP)


def must_run(actor: Actor) -> None:
    """The staff of the programme keep its pages."""
    if not runs(actor):
        raise Denied(_("Only who works for the programme can do this."))


def must_steer(actor: Actor) -> None:
    """The steering group decides."""
    if not steers(actor):
        raise Denied(_("Only a member of the steering group can do this."))


def must_still_go_on(initiative: Initiative) -> None:
    """An initiative that ended stays as it was."""
    if initiative.ended:
        raise WrongStep(
            _("This initiative has ended."), instead=_("Begin a new one that follows on from it.")
        )


def may_move(actor: Actor, initiative: Initiative, stage: Stage) -> None:
    """The staff move it on; what the steering group decides, it decides itself."""
    must_run(actor)
    if stage in BY_DECISION or initiative.stage == Stage.PROPOSED:
        raise WrongStep(_("The steering group decides on this."), instead=_("Put it to the steering group."))


def may_propose(actor: Actor, initiative: Initiative) -> None:
    """What was tested is put to the steering group, by who works for the programme."""
    must_run(actor)
    if Stage.PROPOSED not in NEXT[Stage(initiative.stage)]:
        raise WrongStep(
            _("Only what is being tested can be put to the steering group."),
            instead=_("First test it with experts by experience."),
        )


def may_decide(actor: Actor, proposal: Proposal | None) -> None:
    """Someone of the steering group records its decision, and never on what they proposed themselves."""
    must_steer(actor)
    if proposal is None or proposal.decided_at is not None:
        raise WrongStep(_("There is nothing to decide on here now."))
    if proposal.proposed_by_id == actor.key:
        raise Denied(
            _("You proposed this yourself. Let someone else of the steering group record the decision.")
        )


def may_settle(finding: Finding) -> None:
    """Everyone may say how something was settled, once, when it is something to settle."""
    if not finding.open:
        raise WrongStep(_("There is nothing to settle here any more."))


def may_take_back(actor: Actor, finding: Finding) -> None:
    """Who wrote it, or who works for the programme."""
    if finding.written_by_id != actor.key and not runs(actor):
        raise Denied(_("Only who wrote this, or who works for the programme, can take it back."))
    if finding.taken_back_at is not None:
        raise WrongStep(_("This was taken back already."))


def may_note(actor: Actor) -> Organisation:
    """Whoever notes something does so for their organisation."""
    if actor.organisation is None:
        raise Denied(_("Your account is not linked to an organisation now. Ask your administrator."))
    return actor.organisation


def must_be_to_come(gathering: Gathering, actor: Actor) -> None:
    """One registers for, changes and cancels what is still to come."""
    if gathering.cancelled_at is not None:
        raise WrongStep(_("This gathering was cancelled."))
    if gathering.held_at is not None or gathering.ends_at <= actor.at:
        raise WrongStep(_("This gathering is over."))


def must_have_begun(gathering: Gathering, actor: Actor) -> None:
    """Who was there is known once it began."""
    if gathering.cancelled_at is not None:
        raise WrongStep(_("This gathering was cancelled."))
    if gathering.starts_at > actor.at:
        raise WrongStep(_("This gathering is still to come."))


def must_have_room(gathering: Gathering, coming: int) -> None:
    """No more people than there are seats."""
    if gathering.seats is not None and coming >= gathering.seats:
        raise WrongStep(
            _("This gathering is full."), instead=_("Ask the programme whether there is another one.")
        )


def may_publish(actor: Actor, update: Update) -> None:
    """A draft becomes public once."""
    must_run(actor)
    if update.published_at is not None:
        raise WrongStep(_("This update was published already."))


def may_withdraw(actor: Actor, update: Update) -> None:
    """What is not withdrawn yet, draft or public, can be."""
    must_run(actor)
    if update.withdrawn_at is not None:
        raise WrongStep(_("This update was withdrawn already."))


def must_exist(ids: list[UUID]) -> list[UUID]:
    """Each of these is an organisation here; once each."""
    known = set(Organisation.objects.filter(pk__in=ids).values_list("pk", flat=True))
    if set(ids) - known:
        raise WrongStep(_("One of these organisations is not there any more."), instead=_("Choose again."))
    return [key for key in dict.fromkeys(ids) if key in known]
