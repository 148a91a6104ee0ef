"""What can happen to organisations and the people in them."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class OrganisationVerb(Verb):
    """Events of the set-up of regions, organisations and people."""

    REGION_ADDED = "organisation:region:added", _("added a region"), "C"
    ORGANISATION_ADDED = "organisation:added", _("added an organisation"), "C"
    ACCOUNT_ADDED = "organisation:account:added", _("added an account"), "C"
    MEMBER_ADDED = "organisation:member:added", _("added a member"), "C"
    MEMBER_ENDED = "organisation:member:ended", _("ended a membership"), "U"
    SEAT_GIVEN = "organisation:seat:given", _("gave a seat in the MDT"), "C"
    STOOD_IN = "organisation:seat:stood_in", _("let someone stand in for a seat in the MDT"), "C"
    SEAT_ENDED = "organisation:seat:ended", _("ended a seat in the MDT"), "U"
    PROVIDER_CONNECTED = "organisation:provider:connected", _("connected where an organisation signs in"), "C"
    PROVIDER_ENDED = "organisation:provider:ended", _("ended where an organisation signs in"), "U"
    LINKED = "organisation:identity:linked", _("linked an account to where someone signs in"), "C"
    UNLINKED = "organisation:identity:ended", _("ended the link of an account to where someone signs in"), "U"
    INVITED = "organisation:invited", _("invited someone to link their account"), "C"
    INVITATION_ACCEPTED = (
        "organisation:invitation:accepted",
        _("linked their account with an invitation"),
        "C",
    )
    KINDS_CHOSEN = (
        "organisation:region:kinds_chosen",
        _("chose from which kinds of organisation coordinators come"),
        "U",
    )
    PROFILE_WRITTEN = "organisation:profile:written", _("wrote what a case coordinator does"), "U"
    REVIEWED = "organisation:reviewed", _("went through the people of an organisation"), "E"
    FACTORS_FORGOTTEN = (
        "organisation:factors:forgotten",
        _("removed the second step of someone who lost it"),
        "D",
    )
    TOKEN_MADE = "organisation:token:made", _("let another system in with a token"), "C"
    TOKEN_REVOKED = "organisation:token:revoked", _("took back the token of another system"), "U"
    TOKEN_REFUSED = "organisation:token:refused", _("came with a token that opens nothing"), "E"
