"""The first report, told once, and what the person said about sharing."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Channel(models.TextChoices):
    """Where someone knocked first."""

    POLICE = "police", _("Police")
    CSG = "csg", _("Sexual Assault Centre (CSG)")
    VEILIG_THUIS = "veilig_thuis", _("Veilig Thuis")
    VICTIM_SUPPORT = "victim_support", _("Victim Support")
    GENERAL_PRACTITIONER = "general_practitioner", _("General practitioner")
    SCHOOL = "school", _("School")
    SPORTS_CLUB = "sports_club", _("Sports club")
    VICTIM_SELF = "victim_self", _("The person themselves")


class ReporterRole(models.TextChoices):
    """Who reports; this may be someone else than the victim."""

    VICTIM = "victim", _("the person themselves")
    RELATIVE = "relative", _("someone close")
    BYSTANDER = "bystander", _("a bystander")
    PROFESSIONAL = "professional", _("a professional")


class PlaceKind(models.TextChoices):
    """The kind of place, never the place."""

    HOME = "home", _("at home")
    OUTDOORS = "outdoors", _("outdoors")
    WORK = "work", _("at work")
    SCHOOL = "school", _("at school")
    SPORTS = "sports", _("at sports")
    ONLINE = "online", _("online")
    INSTITUTION = "institution", _("in an institution")
    ABROAD = "abroad", _("abroad")
    UNKNOWN = "unknown", _("unknown")


class ViolenceType(models.TextChoices):
    """Kinds of violence; several at once is common (seed 000), and none of them is a type of person."""

    SEXUAL = "sexual_violence", _("sexual violence")
    ONLINE_SEXUAL = "online_sexual_abuse", _("online sexual abuse")
    DOMESTIC = "domestic_violence", _("domestic violence")
    CHILD_ABUSE = "child_abuse", _("child abuse")
    ELDER_ABUSE = "elder_abuse", _("elder abuse")
    FINANCIAL = "financial_exploitation", _("financial exploitation")
    PSYCHOLOGICAL = "psychological_violence", _("psychological violence")
    COERCIVE_CONTROL = "coercive_control", _("coercive control")
    EXTORTION = "extortion", _("extortion")
    STALKING = "stalking", _("stalking")
    HONOUR = "honour_based_violence", _("honour-based violence")
    FORCED_MARRIAGE = "forced_marriage", _("forced marriage or abandonment abroad")
    TRAFFICKING = "human_trafficking", _("human trafficking")


class DependencyRelation(models.TextChoices):
    """On whom the person depends, as the one who registers understands it."""

    PARTNER = "partner", _("partner")
    FAMILY = "family", _("family")
    PARENT = "parent", _("parent")
    ADULT_CHILD = "adult_child", _("grown-up child")
    CARER = "carer", _("carer")
    EMPLOYER = "employer", _("employer")
    LANDLORD = "landlord", _("landlord")
    LANDLORD_AND_EMPLOYER = "landlord_and_employer", _("landlord who is also employer")
    EX_PARTNER = "ex_partner", _("former partner")
    TEACHER = "teacher", _("teacher")
    TRAINER = "trainer", _("trainer or coach")
    THERAPIST = "therapist", _("therapist or doctor")
    RELIGIOUS_LEADER = "religious_leader", _("religious leader")
    OTHER = "other", _("someone else")


class Explained(models.TextChoices):
    """What was explained to the person at first contact, so that nobody has to guess what they know."""

    POLICE_IN_MDT = "police_in_mdt", _("that the police sit in the MDT, and what “ambtshalve” means")
    NO_COMPLAINT = "no_complaint", _("that help and keeping traces need no criminal complaint")
    MDT = "mdt", _("what the MDT is, and when it discusses this")
    COORDINATOR = "coordinator", _("that there will be one contact person")
    CHANGE_MIND = "change_mind", _("that consent can be taken back")
    OWN_DATA = "own_data", _("that the person may see what is written down, and who read it")
    SUPPORT = "support", _("that someone may come along")
    LAWYER = "lawyer", _("that the person may ask about a lawyer")


class Report(OfCase):
    """A report as it came in: channel, who reports, and when and where the event was, as far as known.

    `event_earliest` and `event_latest` bound the most recent relevant event; empty is unknown on that side.
    `municipality` is the code of where it happened. `reporter_may_be_known`: may the person know who reported?
    """

    channel = models.CharField(max_length=25, choices=Channel)
    reporter_role = models.CharField(max_length=15, choices=ReporterRole, blank=True)
    reported_at = models.DateTimeField()
    event_earliest = models.DateTimeField(null=True)
    event_latest = models.DateTimeField(null=True)
    event_uncertain = models.BooleanField(default=True)
    place_kind = models.CharField(max_length=12, choices=PlaceKind, default=PlaceKind.UNKNOWN)
    violence_types = ArrayField(models.CharField(max_length=30, choices=ViolenceType), default=list)
    dependency_relation = models.CharField(max_length=25, choices=DependencyRelation, blank=True)
    ongoing = models.BooleanField(null=True)
    municipality = SealedText(max_length=6)
    explained = ArrayField(models.CharField(max_length=20, choices=Explained), default=list)
    reporter_may_be_known = models.BooleanField(null=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    protection = ("case_id", Category.STORY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(event_earliest__isnull=True)
                | models.Q(event_latest__isnull=True)
                | models.Q(event_earliest__lte=models.F("event_latest")),
                name="report_event_in_order",
            )
        ]
        indexes = [models.Index(fields=["case"], name="report_by_case")]
