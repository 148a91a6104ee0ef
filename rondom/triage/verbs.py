"""What can happen in the MDT."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class TriageVerb(Verb):
    """Events of the MDT."""

    AGENDA_READ = "mdt:agenda:read", _("looked at the agenda of the MDT"), "R"
    MEETING_OPENED = "mdt:meeting:opened", _("opened the MDT"), "E"
    MEETING_CLOSED = "mdt:meeting:closed", _("closed the MDT"), "E"
    VIEW_WRITTEN = "mdt:view:written", _("wrote their organisation's view"), "C"
    DECIDED = "mdt:decided", _("recorded the decision of the MDT"), "C"
    BROUGHT_BACK = "mdt:brought_back", _("brought the case back to the MDT"), "U"
    HANDED_OVER = "mdt:handed_over", _("handed the case over to another region"), "U"
    MINUTES_READ = "mdt:minutes:read", _("read the minutes of the MDT"), "R"
    MINUTES_SIGNED = "mdt:minutes:signed", _("signed the minutes of the MDT"), "E"
    MINUTES_ADDED = "mdt:minutes:added", _("added to the minutes of the MDT"), "C"
