"""What another system sent, so that sending it again changes nothing."""

from django.db import models

from rondom.cases.models import Category, OfCase, Visible
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Token


class Reception(OfCase):
    """A report that came from another system: under which key, and what was answered.

    Of the key and of what was sent a keyed digest is kept. Both belong to the token for as long as the case holds its
    story; the answer is given again for a day (actions/receptions.py).
    """

    token = models.ForeignKey(Token, models.PROTECT, related_name="+")
    key_digest = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    answer = SealedText(null=False)
    received_at = models.DateTimeField()

    protection = ("case_id", Category.STORY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key_digest"], name="one_report_per_key"),
        ]
        indexes = [models.Index(fields=["case"], name="reception_by_case")]
