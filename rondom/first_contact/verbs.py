"""What can happen at first contact."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class ReportVerb(Verb):
    """Events of a report."""

    REGISTERED = "report:registered", _("registered the report"), "C"
    SAFETY_ASKED = "report:safety_asked", _("asked about safety"), "C"
