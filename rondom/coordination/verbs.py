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
