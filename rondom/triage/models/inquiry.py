"""What is asked before and in the MDT: of each organisation its view, and open questions."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Inquiry(OfCase):
    """An organisation with a fixed seat is asked for its view before the meeting; reminded when it is late. No content."""

    round = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_before = models.DateTimeField()
    chased_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "organisation"], name="asked_once_a_round"),
        ]
        indexes = [
            models.Index(
                fields=["answer_before"],
                name="inquiry_to_chase",
                condition=models.Q(answered_at__isnull=True, chased_at__isnull=True),
            )
        ]


class Question(OfCase):
    """An open question about a case: for an organisation, or for the person themselves when it names none."""

    round = models.PositiveSmallIntegerField()
    category = models.SmallIntegerField(choices=Category)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    text = SealedText(max_length=500, null=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = SealedText(max_length=1000)

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("answered_at", "answered_by", name="question_answered"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) ^ models.Q(answer__isnull=False),
                name="question_answered_in_words",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="question_by_case")]
