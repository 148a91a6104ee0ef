"""What can happen in the MDT."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class TriageVerb(Verb):
    """Events of the MDT."""

    AGENDA_READ = "mdt:agenda:read", _("looked at the agenda of the MDT"), "R"
    MEETING_OPENED = "mdt:meeting:opened", _("opened the MDT"), "E"
    ARRIVED = "mdt:arrived", _("came to the MDT"), "E"
    DISCUSSED = "mdt:discussed", _("let the MDT discuss the case"), "E"
    MEETING_CLOSED = "mdt:meeting:closed", _("closed the MDT"), "E"
    VIEW_WRITTEN = "mdt:view:written", _("wrote their organisation's view"), "C"
    INQUIRED = "mdt:inquired", _("asked organisations for their views, or reminded them"), "E"
    QUESTION_ASKED = "mdt:question:asked", _("asked an open question"), "C"
    QUESTION_ANSWERED = "mdt:question:answered", _("answered an open question"), "U"
    DISSENTED = "mdt:dissented", _("noted that an organisation thinks otherwise"), "C"
    DECIDED = "mdt:decided", _("recorded the decision of the MDT"), "C"
    BROUGHT_BACK = "mdt:brought_back", _("brought the case back to the MDT"), "U"
    CALENDAR_CHANGED = "mdt:calendar:changed", _("changed when the MDT meets"), "U"
    ITEM_MOVED = "mdt:item:moved", _("moved the case to another meeting of the MDT"), "U"
    ITEM_PLANNED = "mdt:item:planned", _("changed how long the MDT plans for the case"), "U"
    ESCALATED = "mdt:escalated", _("raised that the last moment for the MDT is near, or has passed"), "E"
    BREACH_EXPLAINED = "mdt:breach:explained", _("noted why the MDT was late"), "U"
    HANDED_OVER = "mdt:handed_over", _("handed the case over to another region"), "U"
    CALLED = "mdt:called", _("called someone to the MDT for this case"), "C"
    CALL_ENDED = "mdt:call:ended", _("ended a call to the MDT"), "U"
    STEPPED_BACK = "mdt:stepped_back", _("stepped back from this case in the MDT"), "C"
    MINUTES_READ = "mdt:minutes:read", _("read the minutes of the MDT"), "R"
    MINUTES_SIGNED = "mdt:minutes:signed", _("signed the minutes of the MDT"), "E"
    MINUTES_ADDED = "mdt:minutes:added", _("added to the minutes of the MDT"), "C"
