"""The words of the privacy protocol: parties, regimes, purposes, conditions. protocol.toml may use no others."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.cases.logbook import PURPOSES
from rondom.cases.models import Regime as Law
from rondom.organisations.models import Organisation


class Party(models.TextChoices):
    """Who can give or get data and is no kind of organisation; the groups stand for several at once (GROUPS)."""

    PERSON = "person", _("the person concerned")
    CHILD_PROTECTION = "child_protection", _("the Child Care and Protection Board")
    COOPERATION_BODY = "cooperation_body", _("the cooperation body and the partners in it")
    PARTNER = "partner", _("every partner around a case")
    HELPER = "helper", _("an organisation that can give help")
    ANYONE_UNDER_SECRECY = "anyone_under_secrecy", _("everyone with a duty of secrecy")
    CONTROLLER = "controller", _("every organisation that keeps data")
    ANYONE = "anyone", _("everyone")
    ITSELF = "itself", _("the same organisation")


_KIND = Organisation.Kind
_PARTNERS = (
    _KIND.POLICE, _KIND.VEILIG_THUIS, _KIND.VICTIM_SUPPORT, _KIND.CSG, _KIND.PROSECUTION, _KIND.MEDIATION,
    _KIND.LOCAL_TEAM, _KIND.CARE, _KIND.SCHOOL,
)  # fmt: skip

# Whom a group stands for. `itself` is worked out for each sender. Who has a duty of secrecy in the sense of Wmo 5.2.6
# is not yet legally confirmed: here all partners that are neither police, nor prosecution, nor Veilig Thuis itself.
GROUPS: dict[str, tuple[str, ...]] = {
    Party.COOPERATION_BODY: (Party.COOPERATION_BODY, *_PARTNERS),
    Party.PARTNER: _PARTNERS,
    Party.HELPER: (_KIND.VICTIM_SUPPORT, _KIND.CSG, _KIND.LOCAL_TEAM, _KIND.CARE),
    Party.ANYONE_UNDER_SECRECY: (
        _KIND.CSG, _KIND.VICTIM_SUPPORT, _KIND.MEDIATION, _KIND.LOCAL_TEAM, _KIND.CARE, _KIND.SCHOOL,
    ),
    Party.CONTROLLER: tuple(_KIND),
    Party.ANYONE: (*_KIND, Party.CHILD_PROTECTION, Party.COOPERATION_BODY),
}  # fmt: skip

PARTY_WORDS: dict[str, Any] = {**dict(_KIND.choices), **dict(Party.choices)}


class Regime(models.TextChoices):
    """The origin regime of an item as the file writes it; the words are those of the case (cases.models.Regime)."""

    AVG = "avg", Law.AVG.label
    WPG_8 = "wpg_8", Law.WPG_8.label
    WPG_9 = "wpg_9", Law.WPG_9.label
    WJSG = "wjsg", Law.WJSG.label
    MEDICAL_SECRECY = "medical_secrecy", Law.MEDICAL_SECRECY.label


class Purpose(models.TextChoices):
    """What data are shared for, in the words of the log."""

    FIRST_CONTACT = "first_contact", PURPOSES["first_contact"]
    MDT = "mdt", PURPOSES["mdt"]
    COORDINATION = "coordination", PURPOSES["coordination"]
    HELP = "help", PURPOSES["help"]
    PROTECTION = "protection", PURPOSES["protection"]
    INVESTIGATION = "investigation", PURPOSES["investigation"]
    MATCHING = "matching", PURPOSES["matching"]
    INSIGHT = "insight", PURPOSES["insight"]


class Condition(models.TextChoices):
    """What must be so before data are shared; MISSING says it when it is not."""

    CONSENT = "consent", _("the person gave consent for these data, this receiver and this purpose")
    ART20_DECISION = "art20_decision", _("there is a decision as meant in Wpg article 20")
    DOMESTIC_CIRCLE = "domestic_circle", _("it is about domestic violence or child abuse")
    ACUTE_DANGER = "acute_danger", _("there is acute danger; the reason is written down and reviewed")
    TREATMENT_TEAM = "treatment_team", _("the receiver takes part in the treatment")
    VICTIM_REQUEST = "victim_request", _("the person asks for it")
    NOT_REFUSED = "not_refused", _("no recorded refusal is in force")
    MDT_SEAT = (
        "mdt_seat",
        _("the receiver has a fixed seat in the MDT or chairs it, and the case is on its agenda"),
    )
    OWN_REGISTRATION = "own_registration", _("the organisation recorded it itself")
    AUTHORITY = "needed_for_authority", _("it is needed for the authority over the investigation")
    TASK = "needed_for_task", _("the receiver needs it for its task by law")
    WEIGHTY_INTEREST = "weighty_interest", _("a weighty general interest asks for it")
    AUTHORITY_AGREES = "authority_agrees", _("the competent authority agrees")
    NECESSARY = "necessary", _("it is necessary")
    NOT_TRACEABLE = "not_traceable", _("it cannot be traced to other people")
    WEIGHED = "weighed_for_case", _("it was weighed for this one case")
    SERIOUSNESS = "interest_or_seriousness", _("the interest of the person or the seriousness asks for it")
    NEEDED_TO_END = "needed_to_end_or_investigate", _("it is needed to end or investigate the violence")
    PAIR_BASIS = "pair_basis", _("both organisations recorded their own ground")


MISSING: dict[str, Any] = {
    Condition.CONSENT: _("The person gave no consent for these data, this receiver and this purpose."),
    Condition.ART20_DECISION: _(
        "Police data may be shared only after a decision as meant in Wpg article 20; there is none."
    ),
    Condition.DOMESTIC_CIRCLE: _(
        "This is possible only with domestic violence or child abuse; that is not recorded here."
    ),
    Condition.ACUTE_DANGER: _("This is possible only in acute danger, with a written reason; there is none."),
    Condition.TREATMENT_TEAM: _("The receiver does not take part in the treatment."),
    Condition.VICTIM_REQUEST: _("The person did not ask for it."),
    Condition.NOT_REFUSED: _("Showing these data was refused on a recorded ground, and that still holds."),
    Condition.MDT_SEAT: _(
        "The receiver has no fixed seat in the MDT where this case is on the agenda, and does not chair it."
    ),
    Condition.OWN_REGISTRATION: _("The organisation did not record this itself."),
    Condition.AUTHORITY: _("It is not recorded that the authority over the investigation needs this."),
    Condition.TASK: _("It is not recorded that the receiver needs this for its task by law."),
    Condition.WEIGHTY_INTEREST: _("No weighty general interest is recorded that asks for this."),
    Condition.AUTHORITY_AGREES: _("The competent authority did not agree."),
    Condition.NECESSARY: _("It is not recorded that this is necessary."),
    Condition.NOT_TRACEABLE: _("It is not recorded that this cannot be traced to other people."),
    Condition.WEIGHED: _("This was not yet weighed for this one case."),
    Condition.SERIOUSNESS: _(
        "It is not recorded that the interest of the person or the seriousness asks for this."
    ),
    Condition.NEEDED_TO_END: _("It is not recorded that this is needed to end or investigate the violence."),
    Condition.PAIR_BASIS: _("These two organisations did not both record their own ground for this."),
}


class Effect(models.TextChoices):
    """What a row says."""

    ALLOW = "allow", _("may be shared")
    NEVER = "never", _("never")


class Certainty(models.TextChoices):
    """How sure the ground of a row is."""

    FIRM = "firm", _("clear in the law that was read")
    UNCERTAIN = "uncertain", _("uncertain")
    DOCTRINE = "doctrine", _("not in a law: taught and judged so")


class Retention(models.TextChoices):
    """How long data stay; each organisation may set a shorter term (sources: the table of retention in the design)."""

    SHARED_SPACE = (
        "shared_space",
        _("in Rondom until one year after the case was closed; the dossier stays with who made it"),
    )
    POLICE = "police", _("as the Wpg says (articles 8, 9 and 14), at the police")
    VEILIG_THUIS = "veilig_thuis", _("20 years, at Veilig Thuis")
    MEDICAL = "medical", _("20 years, in the medical record")
    NONE = "none", _("nothing is kept of it")
