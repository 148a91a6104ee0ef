"""Who may change regions, organisations and who works where: an administrator, as these rows make access."""

from django.utils.translation import gettext as _

from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Role, Seat


def must_administer(actor: Actor) -> None:
    """Only an administrator changes who works where."""
    if not actor.has_role(Role.ADMINISTRATOR):
        raise Denied(_("Only an administrator can do this."))


def must_still_hold(period: Membership | Seat, actor: Actor) -> None:
    """What has ended cannot end again."""
    if period.ends_at is not None and period.ends_at <= actor.at:
        raise WrongStep(_("This has already ended."))
