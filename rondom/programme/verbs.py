"""What can happen in the programme."""

from django.utils.translation import gettext_lazy as _

from rondom.audit.log import Verb


class ProgrammeVerb(Verb):
    """Events of the programme."""

    BEGUN = "programme:initiative:begun", _("began an initiative"), "C"
    CHANGED = "programme:initiative:changed", _("changed an initiative"), "U"
    MOVED = "programme:initiative:moved", _("moved an initiative on"), "U"
    PROPOSED = "programme:proposal:made", _("put an initiative to the steering group"), "C"
    DECIDED = "programme:proposal:decided", _("recorded a decision of the steering group"), "U"
    FOUND = "programme:finding:noted", _("noted what was found"), "C"
    SETTLED = "programme:finding:settled", _("settled what was found"), "U"
    TAKEN_BACK = "programme:finding:taken_back", _("took back what they noted"), "D"
    AGREED = "programme:agreement:added", _("added an agreement"), "C"
    AGREEMENT_CHANGED = "programme:agreement:changed", _("changed an agreement"), "U"
    EVALUATED = "programme:agreement:evaluated", _("evaluated an agreement"), "U"
    DESIGNATED = "programme:officer:designated", _("designated an officer"), "C"
    OFFICER_ENDED = "programme:officer:ended", _("ended the designation of an officer"), "U"
    PLANNED = "programme:gathering:planned", _("planned a gathering"), "C"
    GATHERING_CHANGED = "programme:gathering:changed", _("changed a gathering"), "U"
    HELD = "programme:gathering:held", _("noted who was at a gathering"), "U"
    CANCELLED = "programme:gathering:cancelled", _("cancelled a gathering"), "U"
    REGISTERED = "programme:registration:made", _("registered for a gathering"), "C"
    WITHDREW = "programme:registration:withdrawn", _("withdrew from a gathering"), "U"
    REGISTRATIONS_DESTROYED = (
        "programme:registration:destroyed",
        _("destroyed who registered for gatherings of long ago"),
        "D",
    )
    WRITTEN = "programme:update:written", _("wrote an update"), "U"
    PUBLISHED = "programme:update:published", _("published an update"), "U"
    WITHDRAWN = "programme:update:withdrawn", _("withdrew an update"), "U"
    SUBSCRIBED = "programme:subscription:asked", _("asked for updates by mail"), "C"
    CONFIRMED = "programme:subscription:confirmed", _("confirmed an address for updates"), "U"
    UNSUBSCRIBED = "programme:subscription:ended", _("stopped updates by mail"), "D"
    FORGOTTEN = "programme:subscription:forgotten", _("forgot addresses that nobody confirmed"), "D"
    TOLD = "programme:digest:sent", _("sent updates by mail"), "E"
    POOL_READ = "programme:experts:read", _("looked at the pool of experts by experience"), "R"
    EXPERT_KEPT = "programme:expert:kept", _("wrote what was agreed with an expert by experience"), "U"
    EXPERTS_LAPSED = (
        "programme:expert:lapsed",
        _("erased experts by experience whose agreement was not renewed"),
        "D",
    )
    EXPERT_ERASED = "programme:expert:erased", _("erased an expert by experience"), "D"
