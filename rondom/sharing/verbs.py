"""What can happen to sharing, and how a case's log says it."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class SharingVerb(Verb):
    """Events of sharing, consent, decisions, shields and emergencies."""

    GRANTED = "case:grant:given", _("shared parts of the case"), "C"
    REVOKED = "case:grant:revoked", _("stopped sharing"), "U"
    LEDGER_READ = "case:ledger:read", _("looked at what is shared"), "R"
    CONSENT_RECORDED = "case:consent:recorded", _("noted what the person said about sharing"), "C"
    CONSENT_WITHDRAWN = "case:consent:withdrawn", _("noted that the person withdrew consent"), "U"
    SHIELDED = "case:shield:set", _("shielded the case from someone"), "C"
    SHIELD_LIFTED = "case:shield:lifted", _("lifted a shield"), "U"
    EMERGENCY_OPENED = "case:emergency:opened", _("opened the case in an emergency"), "E"
    EMERGENCY_REVIEWED = "case:emergency:reviewed", _("reviewed an emergency"), "U"
    NOTICE_SEEN = "case:notice:seen", _("saw that something changed"), "U"
    DECISION_RECORDED = "sharing:decision20:recorded", _("recorded a decision under Wpg article 20"), "C"
    DECISION_ENDED = "sharing:decision20:ended", _("ended a decision under Wpg article 20"), "U"
    REVIEWS_READ = "sharing:emergencies:read", _("looked at emergencies to review"), "R"
    RETENTION_LAID = "case:retention:laid", _("laid down until when the case is kept"), "C"
    RETENTION_ENDED = "case:retention:ended", _("took the case out of the list of what is destroyed"), "U"
    RETENTION_READ = "sharing:retention:read", _("looked at which cases are kept until when"), "R"
    TERM_SET = "sharing:term:set", _("chose a shorter term for keeping cases"), "C"
    HELD = "case:hold:set", _("stopped the destruction of the case"), "C"
    HOLD_LIFTED = "case:hold:lifted", _("no longer stopped the destruction of the case"), "U"
    DESTROYED = "case:destroyed", _("destroyed what the case held"), "D"
    RESTRICTED = "case:restriction:set", _("restricted what may be done with the case"), "C"
    RESTRICTION_LIFTED = "case:restriction:lifted", _("lifted the restriction of the case"), "U"
