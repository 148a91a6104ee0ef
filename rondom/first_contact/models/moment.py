"""When it happened, as it became known after the report."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Teller, Visible
from rondom.organisations.models import Organisation


class EventMoment(OfCase):
    """A later statement of when the most recent event was, better known or less certain. The latest counts; all stay.

    The report itself keeps what was said then. Empty is unknown on that side, as in the report.
    """

    earliest = models.DateTimeField(null=True)
    latest = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=12, choices=Teller)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    protection = ("case_id", Category.STORY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(earliest__isnull=True)
                | models.Q(latest__isnull=True)
                | models.Q(earliest__lte=models.F("latest")),
                name="moment_in_order",
            )
        ]
        indexes = [models.Index(fields=["case", "noted_at"], name="moments_of_case")]
