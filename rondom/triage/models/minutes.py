"""What is kept of the minutes of a meeting; what they say is read from the rows of the cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.core.db import Noun, both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation
from rondom.triage.models.meeting import Meeting


class Minutes(Noun):
    """The minutes of one meeting: laid down when it closes, signed once by the chair. They hold no word of a case."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [both_or_neither("signed_at", "signed_by", name="minutes_signed")]


class NotDiscussed(OfCase):
    """A case that was planned in a meeting and not decided there; it went to a later moment."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="not_discussed")
    round = models.PositiveSmallIntegerField()
    moved_to = models.DateTimeField()

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "meeting"], name="not_discussed_once_a_meeting"),
        ]


class Addition(OfCase):
    """What someone adds to the minutes of one case in a meeting, or says is wrong in them; what stood there stays."""

    class Kind(models.TextChoices):
        ADDITION = "addition", _("addition")
        CORRECTION = "correction", _("correction")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="additions")
    category = models.SmallIntegerField(choices=Category)
    kind = models.CharField(max_length=10, choices=Kind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = SealedText(max_length=2000, null=False)
    written_at = models.DateTimeField()

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "meeting"], name="addition_by_case")]
