"""When someone last looked at the timeline of a case, so that what came since is new to them."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import OfCase


class Look(OfCase):
    """The last two visits of someone to the timeline of a case; nobody but they can read the row.

    `at`: when this visit began. `before`: when the one before it began; what came after that is new for as long as it lasts.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="one_look_each"),
            models.CheckConstraint(
                condition=models.Q(before__isnull=True) | models.Q(before__lt=models.F("at")),
                name="look_in_order",
            ),
        ]
