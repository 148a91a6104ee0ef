"""What can happen to an account."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class AccountVerb(Verb):
    """Events of signing in and out."""

    SIGNED_IN = "account:signed_in", _("signed in"), "E"
    REFUSED = "account:sign_in_refused", _("could not sign in"), "E"
    SIGNED_OUT = "account:signed_out", _("signed out"), "E"
