"""That a coordinator is away for a while, and who covers."""

from datetime import timedelta

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, Naming, OfCase, Visible
from rondom.core.db import Noun, both_or_neither
from rondom.organisations.models import Organisation, Periods

AT_MOST = timedelta(days=366)  # Our own default: whoever is away longer hands their cases over.


class Absence(Noun):
    """A coordinator is away from a moment until another; a colleague covers, once they said yes or their manager set it."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    cover = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True, help_text="Empty: the colleague has not answered yet.")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = Periods.as_manager()

    class Meta:
        constraints = [
            both_or_neither("accepted", "answered_at", "answered_by", name="absence_answered"),
            models.CheckConstraint(
                condition=~models.Q(cover=models.F("user")), name="absence_cover_is_another"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at"))
                & models.Q(ends_at__lte=models.F("starts_at") + AT_MOST),
                name="absence_period",
            ),
        ]


class Cover(OfCase):
    """During an absence a colleague sees a case as its coordinator does; written by the database (sql/cover.sql)."""

    absence = models.ForeignKey(Absence, models.PROTECT, related_name="covers", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    stands_for = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    naming = models.ForeignKey(Naming, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "absence"], name="covered_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="cover_period"
            ),
        ]
