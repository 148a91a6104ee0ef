"""What was said about safety at a moment: answers to plain questions, and nothing worked out from them."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Regime, Visible
from rondom.first_contact import safety
from rondom.keys.sealed import SealedList, SealedText
from rondom.organisations.models import Organisation


class SafetyCheck(OfCase):
    """The questions about safety, asked once: which got a yes, which a no; the others were not discussed."""

    category = models.SmallIntegerField(choices=Category, default=Category.SAFETY)
    regime = models.SmallIntegerField(choices=Regime)
    yes = SealedList()
    no = SealedList()
    note = SealedText(max_length=2000)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    protection = ("case_id", "category", "regime")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(category=Category.SAFETY), name="safety_check_is_safety"
            )
        ]
        indexes = [models.Index(fields=["case"], name="safety_check_by_case")]

    @property
    def alarms(self) -> list[safety.Question]:
        """What asks for attention."""
        return safety.alarms(self.yes, self.no)

    @property
    def calm(self) -> list[safety.Question]:
        """What was discussed and asks for nothing now."""
        discussed = {*self.yes, *self.no} - {question.id for question in self.alarms}
        return [question for question in safety.QUESTIONS.values() if question.id in discussed]
