"""The closed lists of the landscape: whom a service is for, when, how, and what is known about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.programme.cells import Phase, TargetGroup


class Audience(models.TextChoices):
    """Who can come to a service themselves (seed 000)."""

    VICTIM = "victim", _("someone who went through it")
    RELATIVE = "relative", _("a relative")
    BYSTANDER = "bystander", _("a bystander")
    PERPETRATOR = "perpetrator", _("someone worried about their own behaviour")
    PROFESSIONAL = "professional", _("a professional")


class Violence(models.TextChoices):
    """What a service knows about; a service can know several, as kinds of violence go together (seed 000)."""

    SEXUAL = "sexual", _("sexual violence")
    CHILD_SEXUAL = "child_sexual", _("sexual abuse of children")
    ONLINE = "online", _("online abuse")
    DOMESTIC = "domestic", _("domestic violence")
    CHILD_ABUSE = "child_abuse", _("child abuse")
    ELDER_ABUSE = "elder_abuse", _("abuse of older people")
    ELDER_FINANCIAL = "elder_financial", _("financial abuse of older people")
    HONOUR = "honour", _("honour-based violence")
    FORCED_MARRIAGE = "forced_marriage", _("forced marriage or being left behind abroad")
    STALKING = "stalking", _("stalking")
    SEXUAL_EXPLOITATION = "sexual_exploitation", _("sexual exploitation")
    LABOUR_EXPLOITATION = "labour_exploitation", _("labour exploitation")
    CRIMINAL_EXPLOITATION = "criminal_exploitation", _("criminal exploitation")
    TRANSGRESSIVE = "transgressive", _("transgressive behaviour")
    DISCRIMINATION = "discrimination", _("violence for who someone is")
    CRIME = "crime", _("another crime")
    MENTAL = "mental", _("mental distress")
    ANYTHING = "anything", _("anything")


class Expertise(models.TextChoices):
    """What a service is good at, or whom it knows well."""

    DANGER = "danger", _("direct danger")
    MEDICAL = "medical", _("medical help")
    FORENSIC = "forensic", _("forensic traces")
    PSYCHOLOGICAL = "psychological", _("psychological help")
    CRIMINAL_LAW = "criminal_law", _("police and criminal law")
    LEGAL = "legal", _("legal help")
    PRACTICAL = "practical", _("practical help")
    COMPENSATION = "compensation", _("compensation")
    RESTORATIVE = "restorative", _("restorative contact")
    SHELTER = "shelter", _("shelter")
    LISTENING = "listening", _("a listening ear")
    PEER = "peer", _("contact with others who went through it")
    SUICIDE = "suicide", _("thoughts of suicide")
    BEHAVIOUR = "behaviour", _("changing one's own behaviour")
    TAKEDOWN = "takedown", _("removing images")
    COORDINATION = "coordination", _("coordination of help")
    DIRECTORY = "directory", _("finding the right place")
    CHILDREN = "children", _("children")
    YOUNG = "young", _("young people")
    OLDER = "older", _("older people")
    MEN = "men", _("men")
    WOMEN = "women", _("women")
    LGBTI = "lgbti", _("LGBTI people")
    MIGRANTS = "migrants", _("migrant workers")
    SPORT = "sport", _("sport")
    SCHOOL = "school", _("school")
    CULTURE = "culture", _("culture and media")


class Reach(models.TextChoices):
    """Where someone must be to be helped."""

    NATIONAL = "national", _("the whole country")
    EVERYWHERE = "everywhere", _("one in every region or municipality")
    SOME = "some", _("not in every region")
    MUNICIPALITIES = "municipalities", _("for who lives in certain municipalities")


class Cost(models.TextChoices):
    """What it costs who asks."""

    FREE = "free", _("free")
    CALL = "call", _("the cost of a call")
    LOW = "low", _("free, or little")
    CONDITIONS = "conditions", _("free under conditions")
    INSURED = "insured", _("by the health insurance")
    MUNICIPALITY = "municipality", _("by the municipality or insurance")


class Anonymity(models.TextChoices):
    """Whether one can stay anonymous."""

    FULL = "full", _("you can stay anonymous")
    POSSIBLE = "possible", _("anonymous is possible")
    PARTLY = "partly", _("partly anonymous")
    NO = "no", _("not anonymous")


class Waiting(models.TextChoices):
    """How soon there is room."""

    NONE = "none", _("no waiting list")
    WEEKS = "weeks", _("a waiting list")
    OFTEN_FULL = "often_full", _("often full")


class Roughly(models.TextChoices):
    """Opening hours of which no exact times are known."""

    OFFICE = "office", _("during office hours")
    EVENING = "evening", _("in the evening and at night")
    APPOINTMENT = "appointment", _("by appointment")


class Field(models.TextChoices):
    """What can be known about a service; each is one fact with its own source."""

    NAME = "name", _("name")
    ORGANISATION = "organisation", _("organisation")
    TARGET_GROUPS = "target_groups", _("target groups")
    AUDIENCES = "audiences", _("who can come")
    VIOLENCE = "violence", _("kinds of violence")
    PHASES = "phases", _("phases of looking for help")
    EXPERTISE = "expertise", _("expertise")
    FOR_WHOM = "for_whom", _("for whom")
    AGES = "ages", _("ages")
    REACH = "reach", _("region")
    ROLE = "role", _("what they do")
    PHONE = "phone", _("phone number")
    PHONE_HOURS = "phone_hours", _("hours of the phone")
    CHAT = "chat", _("chat")
    CHAT_HOURS = "chat_hours", _("hours of the chat")
    WEB = "web", _("website")
    VISIT = "visit", _("visit")
    VISIT_HOURS = "visit_hours", _("hours for visits")
    LANGUAGES = "languages", _("languages")
    COST = "cost", _("cost")
    ANONYMITY = "anonymity", _("anonymity")
    TOLD = "told", _("what happens with what you say")
    FUNDING = "funding", _("funding")
    WAITING = "waiting", _("waiting time")
    STOPPED = "stopped", _("why it stopped, and what is there instead")


# A place may always be named, with what it is for; how to reach it and what it promises only when that was checked.
NAMING = frozenset({
    Field.NAME, Field.ORGANISATION, Field.TARGET_GROUPS, Field.AUDIENCES, Field.VIOLENCE, Field.PHASES, Field.EXPERTISE,
    Field.FOR_WHOM, Field.AGES, Field.REACH, Field.ROLE, Field.STOPPED,
})  # fmt: skip
NEEDED = (Field.NAME, Field.TARGET_GROUPS, Field.AUDIENCES, Field.VIOLENCE, Field.PHASES, Field.REACH)
CODES = {
    Field.TARGET_GROUPS: TargetGroup,
    Field.AUDIENCES: Audience,
    Field.VIOLENCE: Violence,
    Field.PHASES: Phase,
    Field.EXPERTISE: Expertise,
}
GRADES = {Field.COST: Cost, Field.ANONYMITY: Anonymity, Field.WAITING: Waiting}
TEXTS = frozenset({
    Field.NAME, Field.ORGANISATION, Field.FOR_WHOM, Field.ROLE, Field.VISIT, Field.TOLD, Field.FUNDING,
    Field.STOPPED,
})  # fmt: skip
HOURS = {Field.PHONE: Field.PHONE_HOURS, Field.CHAT: Field.CHAT_HOURS, Field.VISIT: Field.VISIT_HOURS}
SITES = frozenset({Field.CHAT, Field.WEB})
