"""Who may change regions, organisations and who works where: an administrator, as these rows make access."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import (
    Identity,
    Membership,
    Organisation,
    Provider,
    Region,
    Role,
    Seat,
    Token,
)

STANDS_IN_AT_MOST = timedelta(days=366)  # Our own choice: longer is a seat of their own.


def must_administer(actor: Actor) -> None:
    """Only an administrator changes who works where."""
    if not actor.has_role(Role.ADMINISTRATOR):
        raise Denied(_("Only an administrator can do this."))


def manages(actor: Actor, organisation: Organisation) -> bool:
    """Who works where is looked after by the organisation's own manager, or by an administrator."""
    own = actor.has_role(Role.MANAGER) and actor.organisation_id == organisation.pk
    return own or actor.has_role(Role.ADMINISTRATOR)


def must_manage(actor: Actor, organisation: Organisation) -> None:
    """The same, or nothing happens."""
    if not manages(actor, organisation):
        raise Denied(_("Only the manager of the organisation can do this."))


def must_manage_some(actor: Actor) -> None:
    """Whoever manages no organisation has nothing to look after."""
    if not actor.manages:
        raise Denied(_("Only the manager of the organisation can do this."))


def must_still_hold(period: Membership | Seat | Provider | Identity, actor: Actor) -> None:
    """What has ended cannot end again."""
    if period.ends_at is not None and period.ends_at <= actor.at:
        raise WrongStep(_("This has already ended."))


def may_stand_in(actor: Actor, seat: Seat, user: User, starts_at: datetime, ends_at: datetime) -> None:
    """Another of the same organisation, who helps people there, stands in for a seat for at most a year."""
    if user.pk in {actor.key, seat.user_id}:
        raise Denied(_("Choose someone else than yourself, and than who has the seat."))
    helps = Membership.objects.in_force(actor.at).filter(user=user, organisation=seat.organisation)
    if not user.is_active or not helps.filter(role__in=[Role.PROFESSIONAL, Role.COORDINATOR]).exists():
        raise Denied(_("This person does not help people at your organisation."))
    if seat.stands_in_for_id or not (seat.ends_at is None or seat.ends_at > actor.at):
        raise WrongStep(_("Nobody stands in for a seat that has ended, or that stands in itself."))
    if not starts_at < ends_at <= starts_at + STANDS_IN_AT_MOST or ends_at <= actor.at:
        raise WrongStep(_("Someone stands in for at most a year, and until a moment that is still to come."))


def runs(actor: Actor, organisation: Organisation) -> bool:
    """Another system is let in by the organisation's own manager: nobody else can answer for what it sends."""
    return actor.has_role(Role.MANAGER) and actor.organisation_id == organisation.pk


def must_run(actor: Actor, organisation: Organisation) -> None:
    """The same, or nothing happens."""
    if not runs(actor, organisation):
        raise Denied(_("Only the manager of the organisation can do this."))


def must_be_able_to_act(user: User, organisation: Organisation, actor: Actor) -> None:
    """A system registers through the account of someone who registers reports there now."""
    helps = Membership.objects.in_force(actor.at).filter(user=user, organisation=organisation)
    if not user.is_active or not helps.filter(role__in=[Role.PROFESSIONAL, Role.COORDINATOR]).exists():
        raise Denied(_("This account does not register reports for the organisation."))


def must_still_open(token: Token, actor: Actor) -> None:
    """What opens nothing any more cannot be taken back again."""
    if not token.holds(actor.at):
        raise WrongStep(_("This has already ended."))


def may_be_kinds(kinds: Sequence[str]) -> list[str]:
    """At least one kind of organisation, each of those that can stand beside the person; in a fixed order, once."""
    if not kinds or set(kinds) - set(Region.MAY_COORDINATE):
        raise WrongStep(
            _("From these kinds of organisation no coordinator can come."),
            instead=_("Choose at least one of those on the page."),
        )
    return [kind for kind in Region.MAY_COORDINATE if kind in kinds]


def must_coordinate_there(actor: Actor, organisation: Organisation, user: User) -> None:
    """A profile is written about who coordinates cases for the organisation now."""
    members = Membership.objects.in_force(actor.at).filter(organisation=organisation, user=user)
    if not members.filter(role=Role.COORDINATOR).exists():
        raise WrongStep(
            _("%(name)s is not a case coordinator of %(organisation)s.")
            % {"name": user.display_name, "organisation": organisation.name}
        )
