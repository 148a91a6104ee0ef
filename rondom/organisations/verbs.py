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
    SEAT_ENDED = "organisation:seat:ended", _("ended a seat in the MDT"), "U"
