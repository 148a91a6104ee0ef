"""What was settled where two organisations do the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Step, Visible
from rondom.keys.sealed import SealedText


class Overlap(OfCase):
    """Two actions of two organisations in one domain and period: which one goes on, or both, and why. Settled once."""

    class Keeps(models.TextChoices):
        FIRST = "first", _("the first goes on")
        SECOND = "second", _("the second goes on")
        BOTH = "both", _("both go on")

    category = models.SmallIntegerField(choices=Category)
    first = models.ForeignKey(Step, models.PROTECT, related_name="settled", db_index=False)
    second = models.ForeignKey(Step, models.PROTECT, related_name="+", db_index=False)
    keeps = models.CharField(max_length=6, choices=Keeps)
    reason = SealedText(max_length=300, null=False)
    settled_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="overlap_settled_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="overlap_in_order"),
        ]
