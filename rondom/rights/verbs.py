"""What can happen to a request of the person, and how the case's log says it."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class RightsVerb(Verb):
    """Events of the rights of the person."""

    OPENED = "case:request:opened", _("opened the case for a request of the person"), "C"
    CLOSED = "case:request:closed", _("answered a request of the person"), "U"
    EXPORTED = "case:exported", _("made a copy for the person of what is held about them"), "E"
    CORRECTED = "case:corrected", _("put the person's correction beside a text"), "C"
    LISTED = "rights:requests:listed", _("looked at requests of people"), "R"
    PRINTED = "case:agreed:printed", _("printed for the person what was agreed"), "E"
    READ_OUT = "case:agreed:read_out", _("opened what was agreed, to read it out to the person"), "R"
