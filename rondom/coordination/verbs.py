"""What can happen in coordination."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class CoordinationVerb(Verb):
    """Events of coordination."""

    TODAY_READ = "coordination:today:read", _("looked at their day"), "R"
    ACCEPTED = "coordination:accepted", _("became the coordinator"), "U"
    DECLINED = "coordination:declined", _("declined to coordinate"), "U"
    PROPOSED = "coordination:proposed", _("asked someone else to coordinate"), "C"
    LAPSED = (
        "coordination:question:lapsed",
        _("saw a question to coordinate lapse: someone else must be found"),
        "U",
    )
    LEAD_TOLD = "coordination:vacancy:lead", _("told the regional lead that nobody coordinates"), "C"
    LEAD_NOT_TOLD = (
        "coordination:vacancy:untold",
        _("found no regional lead to tell that nobody coordinates"),
        "C",
    )
    HAND_OVER_ASKED = "coordination:hand_over:asked", _("asked someone to take the case over"), "C"
    AWAY_SET = "coordination:away:set", _("set an absence, with who covers"), "C"
    AWAY_ANSWERED = "coordination:away:answered", _("answered whether they cover"), "U"
    AWAY_ENDED = "coordination:away:ended", _("ended an absence"), "U"
    COVER_BEGAN = "coordination:cover:began", _("let a colleague cover for the coordinator"), "C"
    COVER_ENDED = "coordination:cover:ended", _("ended that a colleague covers"), "U"
    AFTERCARE_NOTED = "coordination:aftercare:noted", _("noted how a moment of aftercare went"), "U"
    WORKLOAD_READ = "coordination:workload:read", _("looked at how much coordinators have to do"), "R"
    ACTION_ADDED = "coordination:action:added", _("added an action to the plan"), "C"
    ACTION_MOVED = "coordination:action:moved", _("changed an action of the plan"), "U"
    ACTION_POSTPONED = "coordination:action:postponed", _("moved the last moment of an action"), "U"
    REFERRAL_NOTED = "coordination:referral:noted", _("noted how long the person waits for a service"), "U"
    GOAL_SET = "coordination:goal:set", _("set a goal of the plan"), "C"
    GOAL_ENDED = "coordination:goal:ended", _("ended a goal of the plan"), "U"
    NUDGED = "coordination:nudged", _("reminded of an action"), "C"
    INSISTED = "coordination:insisted", _("insisted on an action"), "C"
    INSISTENCE_ANSWERED = (
        "coordination:insistence:answered",
        _("answered why an action does not come along"),
        "U",
    )
    OVERLAP_SETTLED = "coordination:overlap:settled", _("settled that two organisations do the same"), "C"
    CONTACT_BEGUN = "coordination:contact:begun", _("contacted the person, or is about to"), "C"
    CONTACT_NOTED = "coordination:contact:noted", _("noted how a contact went"), "U"
    CONTACT_STOPPED = (
        "coordination:contact:stopped",
        _("was about to contact the person in a way that is not safe, and was stopped"),
        "E",
    )
    CONTACTS_READ = "coordination:contacts:read", _("looked at the contacts with the person"), "R"
    RHYTHM_AGREED = "coordination:rhythm:agreed", _("noted how often the person wants to hear something"), "C"
    ROUTE_NOTED = "coordination:route:noted", _("noted where the case stands on the criminal route"), "C"
    ROUTE_WITHDRAWN = "coordination:route:withdrawn", _("withdrew a state of the criminal route"), "U"
    RIGHT_SAID = "coordination:right:said", _("noted what was said about a right"), "C"
    FORMER_LEAVES = (
        "coordination:former:leaves",
        _("set until when who coordinated before sees the case"),
        "U",
    )
    FORMER_KEPT = "coordination:former:kept", _("kept who coordinated before on the case"), "U"
    TAKEN_OUT = "coordination:person:taken_out", _("took someone out of the case for good"), "D"
    CLOSED = "coordination:closed", _("closed the case"), "U"
    REOPENED = "coordination:reopened", _("reopened the case"), "U"
    GUEST_ASKED = "coordination:guest:asked", _("asked a partner without an account a question"), "C"
    GUEST_MAILED = "coordination:guest:mailed", _("mailed the link to a partner without an account"), "U"
    GUEST_WITHDRAWN = (
        "coordination:guest:withdrawn",
        _("withdrew a question to a partner without an account"),
        "U",
    )
    GUEST_LET_IN = "coordination:guest:let_in", _("read the question with a one-time link"), "R"
    GUEST_ANSWERED = "coordination:guest:answered", _("answered the question through a one-time link"), "C"
    GUEST_REFUSED = "coordination:guest:refused", _("came with a link or code that opens nothing"), "E"
    GUESTS_READ = "coordination:guests:read", _("read questions to partners without an account"), "R"
    CODE_GIVEN = "coordination:code:given", _("gave the person a code to show elsewhere"), "C"
    CODE_ENDED = "coordination:code:ended", _("ended the code of the person"), "U"
    CODE_READ = "coordination:code:read", _("looked at the code of the person and who asked with it"), "R"
    CONTACT_ASKED = "coordination:code:asked", _("asked for contact with a code that they were shown"), "C"
    CONTACT_DECIDED = (
        "coordination:code:decided",
        _("answered someone who asked for contact with the code"),
        "U",
    )
