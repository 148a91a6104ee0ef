"""When the meeting discusses which case."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.triage.models.meeting import Meeting


class ItemTime(OfCase):
    """A period in which a meeting discusses a case; the one without an end is what it discusses now.

    `planned_minutes` is how long was planned for the case when it began; empty for what was before that was kept.

    Where the meeting is stands here and not on the meeting itself, which everyone may read: who may not see the case
    does not see this row either.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="periods")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    planned_minutes = models.PositiveSmallIntegerField(null=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(ended_at__isnull=True), name="one_item_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("started_at")),
                name="item_time_in_order",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="item_time_by_case")]
