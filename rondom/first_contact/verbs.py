"""What can happen at first contact."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class ReportVerb(Verb):
    """Events of a report."""

    REGISTERED = "report:registered", _("registered the report"), "C"
    RECEIVED = "report:received", _("received the report from another system"), "C"
    REPEATED = "report:repeated", _("gave another system the same answer again"), "R"
