"""The meeting of the multidisciplinary triage (MDT)."""

from django.db import models

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.organisations.models import Region


class Meeting(Noun):
    """A region's MDT, from opening to closing; one at a time."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            both_or_neither("closed_at", "closed_by", name="meeting_closed"),
            models.UniqueConstraint(
                fields=["region"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_meeting_per_region",
            ),
        ]
