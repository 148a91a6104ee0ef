"""What organisations agreed for municipalities, and whom they have for it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.organisations.models import Organisation, Periods, period_in_order


class Agreement(Noun):
    """A covenant, or a local alliance, in one or more municipalities (by code), with its parties and when it is evaluated.

    `parties` are organisations here, `others` the names of those that have no account.
    """

    class Kind(models.TextChoices):
        COVENANT = "covenant", _("covenant")
        ALLIANCE = "alliance", _("local alliance")

    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=1000)
    municipalities = ArrayField(models.CharField(max_length=6))
    parties = ArrayField(models.UUIDField())
    others = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    evaluate_on = models.DateField()
    evaluation = models.CharField(max_length=1000, blank=True)
    evaluated_at = models.DateTimeField(null=True)
    evaluated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            both_or_neither("evaluated_at", "evaluated_by", name="agreement_evaluated"),
            models.CheckConstraint(
                condition=models.Q(evaluated_at__isnull=True, evaluation="")
                | (models.Q(evaluated_at__isnull=False) & ~models.Q(evaluation="")),
                name="agreement_evaluation_says_what",
            ),
            models.CheckConstraint(
                condition=models.Q(municipalities__len__gte=1), name="agreement_has_municipalities"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="agreement_period",
            ),
            models.CheckConstraint(
                condition=models.Q(parties__len__gte=1) | ~models.Q(others=""), name="agreement_has_parties"
            ),
        ]


class Officer(Noun):
    """Someone whom an organisation designated to watch over these subjects there, for a period ("aandachtsfunctionaris")."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = Periods.as_manager()

    class Meta:
        constraints = [
            period_in_order("officer_period"),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(ends_at__isnull=True),
                name="officer_once_a_place",
            ),
        ]
