"""That an item of the agenda went to another meeting."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.keys.sealed import SealedText


class Move(OfCase):
    """Someone moved a case to another meeting of the MDT, and why; what was moved again stays beside it."""

    round = models.PositiveSmallIntegerField()
    was_at = models.DateTimeField()
    to_at = models.DateTimeField()
    past_due = models.BooleanField(help_text="Later than the last moment, which was confirmed.")
    reason = SealedText(null=False, max_length=500)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(to_at__gt=models.F("moved_at")), name="move_ahead"),
            models.CheckConstraint(
                condition=~models.Q(to_at=models.F("was_at")), name="move_to_another_meeting"
            ),
        ]
        indexes = [models.Index(fields=["case", "moved_at"], name="move_by_case")]
