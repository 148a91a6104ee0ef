"""What can happen at first contact."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class ReportVerb(Verb):
    """Events of a report."""

    REGISTERED = "report:registered", _("registered the report"), "C"
    SAFETY_ASKED = "report:safety_asked", _("asked about safety"), "C"
    RECEIVED = "report:received", _("received the report from another system"), "C"
    REPEATED = "report:repeated", _("gave another system the same answer again"), "R"


class WindowVerb(Verb):
    """Events of the acute windows.

    They do not say which window, or what was done: a log is read by more people than may know of medical care
    (docs/adr/0016-acute-windows.md).
    """

    NOTED = "case:window:noted", _("noted something about an acute window"), "C"
    MOMENT = "case:moment:stated", _("noted when it was, as it is known now"), "C"
    UNDONE = "case:window:undone", _("took back a note about an acute window"), "U"


class DraftVerb(Verb):
    """Events of a draft; typing itself is none."""

    STARTED = "draft:started", _("began a draft of a report"), "C"
    OPENED = "draft:opened", _("went on with a draft"), "R"
    KEPT_BESIDE = "draft:kept_beside", _("typed in two places at once; both versions were kept"), "C"
    COMPARED = "draft:compared", _("compared the versions of a draft"), "R"
    CHOSEN = "draft:chosen", _("chose a version of a draft"), "U"
    THROWN_AWAY = "draft:thrown_away", _("threw a draft away"), "D"
    TAKEN_BACK = "draft:taken_back", _("took a draft back that was thrown away"), "U"
    DESTROYED = "draft:destroyed", _("destroyed a draft that was over"), "D"
