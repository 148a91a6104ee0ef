"""What the MDT decided on a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import IN_FOUR, Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation
from rondom.triage.models.meeting import Meeting


class NoCoordinator(models.TextChoices):
    """Why the MDT proposes no coordinator yet; the chair then keeps the turn to find one."""

    NOBODY = "nobody", _("nobody who may know who it is has room now")
    PERSON = "person", _("the person wants to think, or to choose themselves")
    CONSENT = "consent", _("the organisation that should do it may not know who it is yet")
    ELSEWHERE = "elsewhere", _("another region may take the case over")
    OTHER = "other", _("something else")


class Where(models.TextChoices):
    """Where a case is looked at again."""

    MDT = "mdt", _("in the MDT")
    COORDINATOR = "coordinator", _("with the coordinator")


class Decision(OfCase):
    """What the MDT decided on a case in one round; earlier decisions stay beside it.

    With a coordinator proposed, or a reason why there is none yet; with the seats that must be there, or a reason why it
    could not wait. `quorum` is empty for what was decided before that was kept. It is looked at again on a day, or at a moment
    of that day here.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = SealedText(max_length=1000)
    coordinator = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    coordinator_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    no_coordinator = models.CharField(max_length=12, choices=NoCoordinator, blank=True)
    no_coordinator_why = SealedText(max_length=300)
    quorum = models.BooleanField(null=True)
    no_quorum = SealedText(max_length=300)
    look_again_on = models.DateField(null=True)
    look_again_at = models.DateTimeField(null=True)
    look_again_where = models.CharField(max_length=12, choices=Where, blank=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_decision_a_round"),
            models.UniqueConstraint(fields=["case", "id"], name="decision_of_case"),
            both_or_neither("coordinator", "coordinator_organisation", name="decision_coordinator_works"),
            models.CheckConstraint(
                condition=models.Q(coordinator__isnull=True) ^ models.Q(no_coordinator=""),
                name="decision_coordinator_or_why",
            ),
            models.CheckConstraint(
                condition=models.Q(quorum=True) | models.Q(quorum=False, no_quorum__isnull=False),
                name="decision_quorum_or_why",
            ),
            models.CheckConstraint(
                condition=models.Q(look_again_where="") | models.Q(look_again_on__isnull=False),
                name="decision_looked_at_where_and_when",
            ),
        ]


class DecisionLine(OfCase):
    """The decision in one domain: is help needed now, later or not, and what was agreed."""

    class Need(models.TextChoices):
        NOW = "now", _("Now")
        LATER = "later", _("Later")
        NOT = "not", _("Not needed")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines", db_index=False)
    category = models.SmallIntegerField(choices=Category)
    domain = models.CharField(max_length=10, choices=IN_FOUR)
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
