"""Who answers the person, and what a request allows."""

from datetime import datetime

from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category, Entry, Person, Status, in_mask
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations.actor import Actor
from rondom.rights.agreed import SAFE, Wanted, chosen, gives_away
from rondom.rights.models import Request
from rondom.sharing.models import Restriction
from rondom.sharing.policies import must_supervise

A_YEAR = 366  # days


def must_serve(actor: Actor, case: Case) -> Request:
    """The open request for which the actor sees this case. Raises NotThere without one: then it is nothing of theirs."""
    must_supervise(actor)
    found = Request.objects.filter(
        case=case, officer_id=actor.key, closed_at__isnull=True, ends_at__gt=actor.at
    ).first()
    if found is None:
        raise NotThere("request", case.pk, case_id=case.pk)
    return found


def must_be_a_text(entry: Entry, case: Case) -> None:
    """A correction stands beside a text of this case, and not beside another correction."""
    if entry.case_id != case.pk or entry.kind == Entry.Kind.CORRECTION:
        raise Denied(_("This is not a text that can be corrected here."), case_id=case.pk)


def must_end_in_time(until: datetime, actor: Actor, case: Case) -> None:
    """What is refused or restricted is looked at again, within a year."""
    if until <= actor.at or (until - actor.at).days > A_YEAR:
        raise WrongStep(_("Choose a day after today, within a year."), case_id=case.pk)


def must_be_lifted_once(restriction: Restriction, case: Case) -> None:
    """A restriction of this case that still holds."""
    if restriction.case_id != case.pk or restriction.lifted_at:
        raise WrongStep(_("This was lifted already."), case_id=case.pk)


def may_refuse(
    outcome: Request.Outcome, ground: str, refused: int, until: datetime | None, case: Case
) -> None:
    """Refusing needs a ground, what is refused, and until when; not refusing has none of them."""
    asked = outcome != Request.Outcome.DONE
    if asked != bool(ground and in_mask(refused) and until):
        raise WrongStep(
            _("A refusal has a ground, says what is refused, and has an end date."), case_id=case.pk
        )


def refusable(case: Case) -> list[Category]:
    """The categories a request can be about."""
    return [category for category in in_mask(case.held) if category != Category.PERPETRATOR]


def may_tell(actor: Actor, case: Case) -> None:
    """What was agreed is told to the person by whoever knows who they are, while something is agreed."""
    if not case.held & Category.IDENTITY:
        raise Denied(
            _("You may not see who this is, so you cannot tell them what was agreed."), case_id=case.pk
        )
    if case.status == Status.CLOSED:
        raise WrongStep(
            _("This case is closed: nothing more is agreed in it."),
            instead=_("Open it again when something has changed."),
            case_id=case.pk,
        )


def must_be_safe_on_paper(wanted: Wanted, actor: Actor, case: Case) -> None:
    """Paper goes along only when the person said, asked just now, that it is safe; and its words give nothing away."""
    if wanted.safe != SAFE or not wanted.asked:
        raise WrongStep(
            _("Nothing is printed unless the person said that paper is safe."),
            instead=_("Read it out, or leave it with someone the person trusts."),
            case_id=case.pk,
        )
    said = [text for texts in chosen(actor, case, wanted).values() for text in texts]
    if any(gives_away(case, text, names=wanted.names) for text in said):
        raise WrongStep(
            _("These words say too much for paper: what happened, or who knows of it."),
            instead=_("Use other words."),
            case_id=case.pk,
        )


def who_is_written_to(case: Case) -> Person:
    """The one victim of a case; where there are more, it is not known here to whom a letter goes. Raises WrongStep."""
    victims = [one for one in Person.objects.filter(case=case) if Person.Role.VICTIM in one.roles]
    if len(victims) != 1:
        raise WrongStep(
            _("This case has more than one victim, or none: it is not known to whom the letter goes."),
            instead=_("Make the letter, and note yourself to whom it went under Contacts."),
            case_id=case.pk,
        )
    return victims[0]
