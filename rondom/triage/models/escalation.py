"""That the 24 hours of a case nearly lapse, or have lapsed, without the MDT."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Region


class Escalation(OfCase):
    """A case comes near to the last moment for the MDT, or passes it; once for each level in each round.

    The last two levels are a breach: someone chooses why it was, from a list, with a few words when needed.
    """

    class Level(models.TextChoices):
        FOUR_HOURS = "4h", _("less than 4 hours left")
        ONE_HOUR = "1h", _("less than 1 hour left")
        LAPSED = "0", _("not discussed within 24 hours")
        MOVED = "moved", _("moved past the last moment")

    class Reason(models.TextChoices):
        PERSON = "person", _("at the wish of the person")
        REACH = "reach", _("the person could not be reached, and was needed first")
        INFORMATION = "information", _("information that was needed came later")
        ABSENT = "absent", _("an organisation that was needed could not be there")
        ROOM = "room", _("there was no room in a meeting in time")
        NO_MEETING = "no_meeting", _("no meeting was held in time")
        REGISTERED_LATE = "registered_late", _("the report was registered late")
        TECHNICAL = "technical", _("Rondom, or something else technical, did not work")
        DISCUSSED = "discussed", _("discussed in time, and written down later")
        OTHER = "other", _("something else")

    BREACHES = (Level.LAPSED, Level.MOVED)
    # How long before the last moment a level is reached; `raise_escalations` in sql/escalation.sql says the same.
    BEFORE = {
        Level.FOUR_HOURS: timedelta(hours=4),
        Level.ONE_HOUR: timedelta(hours=1),
        Level.LAPSED: timedelta(),
    }

    round = models.PositiveSmallIntegerField()
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    level = models.CharField(max_length=5, choices=Level)
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    reason = models.CharField(max_length=15, choices=Reason, blank=True)
    note = SealedText(max_length=500)
    explained_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "level"], name="escalated_once"),
            both_or_neither("explained_at", "explained_by", name="escalation_explained"),
            models.CheckConstraint(
                condition=models.Q(reason="", explained_at__isnull=True, note__isnull=True)
                | (~models.Q(reason="") & models.Q(explained_at__isnull=False, level__in=["0", "moved"])),
                name="escalation_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "-due_at"],
                name="breaches_of_region",
                condition=models.Q(level__in=["0", "moved"]),
            )
        ]

    @property
    def is_breach(self) -> bool:
        return self.level in self.BREACHES
