"""Who is away, who covers, and who may say so."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.coordination.models import Absence
from rondom.coordination.models.absence import AT_MOST
from rondom.core.errors import Denied, WrongStep
from rondom.organisations import policies
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation, Role

HELPS = [Role.PROFESSIONAL, Role.COORDINATOR]


def to_come(organisation: Organisation, actor: Actor) -> list[Absence]:
    """Absences of an organisation that hold now or are still to come, the first first."""
    found = Absence.objects.filter(organisation=organisation, ends_at__gt=actor.at).exclude(accepted=False)
    return list(found.select_related("user", "cover").order_by("starts_at", "pk"))


def mine(actor: Actor) -> list[Absence]:
    """My own absences now or to come, answered or not, and those for which I cover or am asked to."""
    found = Absence.objects.filter(Q(user_id=actor.key) | Q(cover_id=actor.key, ends_at__gt=actor.at))
    rows = found.filter(ends_at__gt=actor.at).select_related("user", "cover").order_by("starts_at", "pk")
    return [one for one in rows if one.user_id == actor.key or one.accepted is not False]


def colleagues(organisation: Organisation, at: datetime, *, role: Role | None = None) -> list[User]:
    """Who helps people at an organisation now, by name; with a role, only those who have it."""
    members = Membership.objects.in_force(at).filter(
        organisation=organisation, role__in=[role] if role else HELPS, user__is_active=True
    )
    found = {one.user_id: one.user for one in members.select_related("user")}
    return sorted(found.values(), key=lambda user: user.display_name)


def may_set(actor: Actor, organisation: Organisation, user: User) -> None:
    """Who coordinates says it of themselves; of someone else the manager of their organisation does."""
    if actor.user == user and actor.organisation_id == organisation.pk:
        return
    if not (actor.has_role(Role.MANAGER) and actor.organisation_id == organisation.pk):
        raise Denied(_("Only the manager of the organisation can do this."))


def must_fit(actor: Actor, organisation: Organisation, user: User, cover: User) -> None:
    """Who is away coordinates cases for the organisation, and another who helps people there covers."""
    if user not in colleagues(organisation, actor.at, role=Role.COORDINATOR):
        raise WrongStep(
            _("%(name)s is not a case coordinator of %(organisation)s.")
            % {"name": user.display_name, "organisation": organisation.name}
        )
    if cover == user or cover not in colleagues(organisation, actor.at):
        raise WrongStep(_("A colleague of the same organisation, who helps people there, covers."))


def must_be_period(
    actor: Actor, organisation: Organisation, user: User, starts_at: datetime, ends_at: datetime
) -> None:
    """An absence is still to come or begins now, lasts at most a year, and does not overlap another."""
    if not actor.at <= starts_at < ends_at or ends_at - starts_at > AT_MOST:
        raise WrongStep(
            _("An absence begins now or later, and lasts at most a year."),
            instead=_("Whoever is away longer hands their cases over."),
        )
    others = Absence.objects.filter(
        organisation=organisation, user=user, starts_at__lt=ends_at, ends_at__gt=starts_at
    ).exclude(accepted=False)
    if others.exists():
        raise WrongStep(_("There is an absence in that period already."), instead=_("End that one first."))


def may_answer(actor: Actor, absence: Absence) -> None:
    """Who was asked to cover answers, once."""
    if absence.cover_id != actor.user_id:
        raise Denied(_("Only who is asked to cover answers."))
    if absence.accepted is not None or absence.ends_at <= actor.at:
        raise WrongStep(_("This was answered already, or is over."))


def may_end(actor: Actor, absence: Absence) -> None:
    """Who is away, who covers, and the manager of the organisation end it."""
    manages = policies.manages(actor, absence.organisation) and actor.has_role(Role.MANAGER)
    if actor.user_id not in {absence.user_id, absence.cover_id} and not manages:
        raise Denied(_("Only who is away, who covers, and the manager can end this."))
    if absence.ends_at <= actor.at:
        raise WrongStep(_("This has already ended."))
