"""That someone was reminded of an action."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Step, Visible
from rondom.keys.sealed import SealedText


class Nudge(OfCase):
    """Whoever an action is asked of is reminded: by the worker, once before and once after its last moment, or by the coordinator.

    Of the worker it holds no words and is of the case itself; the coordinator's sentence is of the action's domain, where they may see that.
    """

    class Kind(models.TextChoices):
        BEFORE = "before", _("the last moment comes near")
        AFTER = "after", _("the last moment has passed")
        BY_HAND = "by_hand", _("the coordinator asks")

    category = models.SmallIntegerField(choices=Category)
    step = models.ForeignKey(Step, models.PROTECT, related_name="nudges", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sentence = SealedText(max_length=200)

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "kind", "due_at"], condition=~models.Q(kind="by_hand"), name="nudged_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="by_hand", by__isnull=False, sentence__isnull=False)
                | (~models.Q(kind="by_hand") & models.Q(by__isnull=True, sentence__isnull=True, category=1)),
                name="nudge_by_worker_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["step", "at"], name="nudges_of_step")]
