"""Who may change regions, organisations and who works where: an administrator, as these rows make access."""

from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Identity, Membership, Organisation, Provider, Role, Seat, Token


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
