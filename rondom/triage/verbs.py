"""What can happen in the MDT."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class TriageVerb(Verb):
    """Events of the MDT."""

    AGENDA_READ = "mdt:agenda:read", _("looked at the agenda of the MDT"), "R"
    MEETING_OPENED = "mdt:meeting:opened", _("opened the MDT"), "E"
    MEETING_CLOSED = "mdt:meeting:closed", _("closed the MDT"), "E"
    VIEW_WRITTEN = "mdt:view:written", _("wrote their organisation's view"), "C"
    INQUIRED = "mdt:inquired", _("asked organisations for their views, or reminded them"), "E"
    QUESTION_ASKED = "mdt:question:asked", _("asked an open question"), "C"
    QUESTION_ANSWERED = "mdt:question:answered", _("answered an open question"), "U"
    DISSENTED = "mdt:dissented", _("noted that an organisation thinks otherwise"), "C"
    DECIDED = "mdt:decided", _("recorded the decision of the MDT"), "C"
    BROUGHT_BACK = "mdt:brought_back", _("brought the case back to the MDT"), "U"
    HANDED_OVER = "mdt:handed_over", _("handed the case over to another region"), "U"
