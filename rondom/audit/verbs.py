"""What can happen at the door."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class Door(Verb):
    """Refusals, wherever they happen."""

    DENIED = "access:denied", _("tried something that is not allowed")
    WRONG_STEP = "access:wrong_step", _("tried something that cannot be done now")
    NOT_THERE = "access:not_there", _("tried to open something without access")
