"""What can happen to an account."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class AccountVerb(Verb):
    """Events of signing in and out."""

    SIGNED_IN = "account:signed_in", _("signed in"), "E"
    REFUSED = "account:sign_in_refused", _("could not sign in"), "E"
    SIGNED_OUT = "account:signed_out", _("signed out"), "E"
    PROVED = "account:proved", _("showed that it was really them"), "E"
    NOT_PROVED = "account:not_proved", _("did not show that it was really them"), "E"
    FACTOR_ADDED = "account:factor:added", _("added a second factor"), "C"
    FACTOR_REMOVED = "account:factor:removed", _("removed a second factor"), "D"
    CODES_MADE = "account:codes:made", _("made new recovery codes"), "C"
    PASSWORD_CHANGED = (
        "account:password:changed",
        _("changed their password"),
        "U",
    )  # pragma: allowlist secret
