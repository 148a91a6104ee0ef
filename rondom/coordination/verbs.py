"""What can happen in coordination."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class CoordinationVerb(Verb):
    """Events of coordination."""

    TODAY_READ = "coordination:today:read", _("looked at their day")
    ACCEPTED = "coordination:accepted", _("became the coordinator")
    DECLINED = "coordination:declined", _("declined to coordinate")
    PROPOSED = "coordination:proposed", _("asked someone else to coordinate")
    ACTION_ADDED = "coordination:action:added", _("added an action to the plan")
    ACTION_MOVED = "coordination:action:moved", _("changed an action of the plan")
    CLOSED = "coordination:closed", _("closed the case")
    REOPENED = "coordination:reopened", _("reopened the case")
