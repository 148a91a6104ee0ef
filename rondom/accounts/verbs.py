"""What can happen to an account."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class AccountVerb(Verb):
    """Events of signing in and out."""

    SIGNED_IN = "account:signed_in", _("signed in")
    REFUSED = "account:sign_in_refused", _("could not sign in")
    SIGNED_OUT = "account:signed_out", _("signed out")
    PROVED = "account:proved", _("showed that it was really them")
    NOT_PROVED = "account:not_proved", _("did not show that it was really them")
    FACTOR_ADDED = "account:factor:added", _("added a second factor")
    FACTOR_REMOVED = "account:factor:removed", _("removed a second factor")
    CODES_MADE = "account:codes:made", _("made new recovery codes")
    PASSWORD_CHANGED = "account:password:changed", _("changed their password")
