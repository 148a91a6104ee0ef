"""Each organisation's own view of a case."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class View(OfCase):
    """How one organisation sees the case before the MDT decides: facts apart from opinion, with what it does, offers, advises.

    `ground` is the row of the privacy protocol on which it brings this in; empty when none was found.
    """

    on_ground = ""  # the ground in words, where a page shows it

    round = models.PositiveSmallIntegerField()
    category = models.SmallIntegerField(choices=Category)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    facts = SealedText()
    doing = SealedText()
    opinion = SealedText()
    offer = SealedText()
    advice = SealedText()
    nothing_known = models.BooleanField(default=False)
    ground = models.CharField(max_length=60, blank=True)
    written_at = models.DateTimeField()

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(nothing_known=True)
                | ~models.Q(
                    facts__isnull=True,
                    doing__isnull=True,
                    opinion__isnull=True,
                    offer__isnull=True,
                    advice__isnull=True,
                ),
                name="view_says_something",
            )
        ]
        indexes = [models.Index(fields=["case", "round"], name="view_by_case")]
