"""What can happen to the landscape."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class LandscapeVerb(Verb):
    """Events of the landscape."""

    CHANGED = "landscape:changed", _("changed what is known about a service"), "U"
    CONFIRMED = "landscape:confirmed", _("checked again what is known about a service"), "U"
    TAKEN_IN = "landscape:taken_in", _("took in a sheet of services"), "C"
    PROPOSED = "landscape:proposed", _("proposed a change to a service"), "C"
    DECIDED = "landscape:decided", _("decided on a proposed change to a service"), "U"
    REMINDED = "landscape:reminded", _("reminded the editor of what expires"), "C"
