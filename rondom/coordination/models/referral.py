"""A referral: an action at a service by name, and how long the person waits there."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Step, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText


class Referral(OfCase):
    """The service that an action refers to: since when the person waits there, from when help is expected, and since when it is there.

    `service` is its name as it read then, `place` which one of the landscape it is (its slug, which never changes), or empty.
    That the service gives it back is a state of the action, with its reason.
    """

    category = models.SmallIntegerField(choices=Category)
    step = models.OneToOneField(Step, models.PROTECT, related_name="referral")
    service = SealedText(max_length=120, null=False)
    place = SealedText(max_length=60)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    waiting_since = models.DateField(null=True)
    expected_from = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [both_or_neither("noted_at", "noted_by", name="referral_noted")]
