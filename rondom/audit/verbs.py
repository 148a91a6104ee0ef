"""What can happen at the door, and to the log itself."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class Door(Verb):
    """Refusals, wherever they happen."""

    DENIED = "access:denied", _("tried something that is not allowed"), "E"
    WRONG_STEP = "access:wrong_step", _("tried something that cannot be done now"), "E"
    NOT_THERE = "access:not_there", _("tried to open something without access"), "R"


class LogVerb(Verb):
    """Events of the log itself."""

    EXPORTED = "log:exported", _("took the log out"), "R"
    PROVED = "log:proved", _("made the proof of a line of the log"), "R"
