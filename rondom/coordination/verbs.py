"""What can happen in coordination."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class CoordinationVerb(Verb):
    """Events of coordination."""

    TODAY_READ = "coordination:today:read", _("looked at their day"), "R"
    ACCEPTED = "coordination:accepted", _("became the coordinator"), "U"
    DECLINED = "coordination:declined", _("declined to coordinate"), "U"
    PROPOSED = "coordination:proposed", _("asked someone else to coordinate"), "C"
    ACTION_ADDED = "coordination:action:added", _("added an action to the plan"), "C"
    ACTION_MOVED = "coordination:action:moved", _("changed an action of the plan"), "U"
    CLOSED = "coordination:closed", _("closed the case"), "U"
    REOPENED = "coordination:reopened", _("reopened the case"), "U"
    GUEST_ASKED = "coordination:guest:asked", _("asked a partner without an account a question"), "C"
    GUEST_WITHDRAWN = (
        "coordination:guest:withdrawn",
        _("withdrew a question to a partner without an account"),
        "U",
    )
    GUEST_LET_IN = "coordination:guest:let_in", _("read the question with a one-time link"), "R"
    GUEST_ANSWERED = "coordination:guest:answered", _("answered the question through a one-time link"), "C"
    GUEST_REFUSED = "coordination:guest:refused", _("came with a link or code that opens nothing"), "E"
    GUESTS_READ = "coordination:guests:read", _("read questions to partners without an account"), "R"
