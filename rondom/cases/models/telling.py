"""Who told the story and how, and how often someone was made to tell it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models.access import Visible
from rondom.cases.models.case import OfCase
from rondom.cases.models.category import Category
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Teller(models.TextChoices):
    """Who told something: the person themselves, or someone else about them."""

    VICTIM = "victim", _("the person themselves")
    RELATIVE = "relative", _("someone close")
    BYSTANDER = "bystander", _("a bystander")
    PROFESSIONAL = "professional", _("a professional")


class Interpreter(models.TextChoices):
    """How it was understood where two languages met."""

    NONE = "none", _("without an interpreter")
    PROFESSIONAL = "professional", _("with a professional interpreter")
    OTHER = "other", _("someone else translated")


class Retelling(OfCase):
    """One time that the person told the story: the first time, or because someone asked for it again.

    Asked by an organisation or by someone outside, in words. What was told does not stand here, so that whoever knows
    of the case can see how often it was told (indicator R1).
    """

    class Need(models.TextChoices):
        FIRST = "first", _("told for the first time")
        NEEDED = "needed", _("needed")
        NOT_NEEDED = "not_needed", _("not needed")
        CHOSEN = "chosen", _("the person chose to tell it")

    asked_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    asked_by_other = SealedText(max_length=80, help_text="Someone outside the organisations of the region.")
    asked_at = models.DateTimeField()
    day_only = models.BooleanField(default=False, help_text="The day is known, the time is not.")
    need = models.CharField(max_length=10, choices=Need)
    why = SealedText(max_length=500)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(asked_by__isnull=True) ^ models.Q(asked_by_other__isnull=True),
                name="retelling_asked_by_one",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_at__lte=models.F("recorded_at")), name="retelling_has_been"
            ),
        ]
        indexes = [models.Index(fields=["case"], name="retelling_by_case")]
