"""Who sits differently at the table for one case: called to it, or stepped back from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation, Seat


class ItemMember(OfCase):
    """Someone on call who is called for a case, or a member who stepped back from it because of a conflict of interest.

    A call ends with the decision, and with it the view of who was only called; to step back lasts, by a shield. Whoever
    stepped back sees this row as little as the case.
    """

    class Kind(models.TextChoices):
        CALLED = "called", _("called")
        STEPPED_BACK = "stepped_back", _("stepped back")

    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    why = SealedText(max_length=300)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    was_named = models.BooleanField(default=False, help_text="On the case already, apart from the call.")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by", name="item_member_ended"),
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=models.Q(ended_at__isnull=True),
                name="one_item_member_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="called")
                | models.Q(user=models.F("noted_by"), ended_at__isnull=True),
                name="item_member_steps_back_themselves",
            ),
        ]
