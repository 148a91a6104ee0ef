"""That the coordinator insists, when an action does not come along."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Step, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Insistence(OfCase):
    """One step of insisting ("doorzettingsmacht", escalation.toml): why, who must answer, before when, and what they said.

    Nobody sees the case because of it: without `user` the coordinator calls, without content, and notes the answer.
    """

    category = models.SmallIntegerField(choices=Category)
    step = models.ForeignKey(Step, models.PROTECT, related_name="insistences", db_index=False)
    level = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = SealedText(max_length=500, null=False)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer_before = models.DateTimeField()
    answer = SealedText(max_length=500)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("answered_at", "answered_by", "answer", name="insistence_answered"),
            models.UniqueConstraint(fields=["step", "level"], name="insisted_once_a_level"),
            models.CheckConstraint(
                condition=models.Q(answer_before__gt=models.F("raised_at")), name="insistence_leaves_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], name="insistence_for_me", condition=models.Q(answered_at__isnull=True)
            )
        ]
