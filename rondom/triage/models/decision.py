"""What the MDT decided on a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, Domain, OfCase, Visible
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation
from rondom.triage.models.meeting import Meeting


class Decision(OfCase):
    """What the MDT decided on a case in one round; earlier decisions stay beside it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(User, models.PROTECT, related_name="+")
    coordinator_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    look_again_on = models.DateField(null=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_decision_a_round"),
            models.UniqueConstraint(fields=["case", "id"], name="decision_of_case"),
        ]


class DecisionLine(OfCase):
    """The decision in one domain: is help needed now, later or not, and what was agreed."""

    class Need(models.TextChoices):
        NOW = "now", _("Now")
        LATER = "later", _("Later")
        NOT = "not", _("Not needed")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines", db_index=False)
    category = models.SmallIntegerField(choices=Category)
    domain = models.CharField(max_length=10, choices=Domain)
    need = models.CharField(max_length=5, choices=Need)
    text = SealedText()

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "domain"], name="one_line_a_domain"),
            models.CheckConstraint(
                condition=models.Q(need="not") | models.Q(text__isnull=False), name="decision_line_says_what"
            ),
        ]
        indexes = [models.Index(fields=["case"], name="decision_line_by_case")]
