"""Who sees what: grants to organisations, and the people they put on a case."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models.access import Visible
from rondom.cases.models.case import OfCase
from rondom.cases.models.category import ALL_BY_REGIME, ALL_CATEGORIES, Category
from rondom.core.db import both_or_neither
from rondom.organisations.models import Organisation, period_in_order


class Grant(OfCase):
    """An organisation may see categories of a case, for a purpose, on a basis, for a period.

    `by_regime` says under which origin regime it may see which category (eight bits a regime, `Regime.lane`);
    `categories` is all of them together. `rows` are the rows of the privacy protocol that allow it, `consent_id` the
    consent it ends with. `decision_id` is the decision (Wpg article 20) by which it shows police data, until `police_until`:
    with the decision they go, and what rests on something else stays. In a case that police registered all of it goes.
    """

    class Basis(models.TextChoices):
        REGISTRATION = "registration", _("took the report itself")
        CONSENT = "consent", _("consent of the person")
        LAW = "law", _("a legal ground")
        MDT_AGENDA = "mdt_agenda", _("on the agenda of the MDT, without content (not yet legally confirmed)")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    categories = models.IntegerField()
    by_regime = models.BigIntegerField()
    rows = ArrayField(models.CharField(max_length=60), default=list)
    consent_id: UUID | None = models.UUIDField(null=True)  # type: ignore[assignment]
    decision_id: UUID | None = models.UUIDField(null=True)  # type: ignore[assignment]
    police_until = models.DateTimeField(null=True)
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=20, choices=Basis)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("revoked_at", "revoked_by", name="grant_revoked"),
            both_or_neither("decision_id", "police_until", name="grant_police_data_until"),
            period_in_order("grant_period"),
            models.CheckConstraint(
                condition=models.Q(categories__range=(1, ALL_CATEGORIES)), name="grant_categories_known"
            ),
            models.CheckConstraint(
                condition=models.Q(by_regime__range=(1, ALL_BY_REGIME)), name="grant_regimes_known"
            ),
            models.CheckConstraint(
                condition=Exact(models.F("categories") % 2, 1),  # bit 1: the case itself
                name="grant_includes_the_case",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="grant_by_case"),
        ]


class Naming(OfCase):
    """An organisation has someone on the case, for a period; only those named (or seated) see it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            period_in_order("naming_period"),
            models.UniqueConstraint(
                fields=["case", "organisation", "user"],
                condition=models.Q(ends_at__isnull=True),
                name="named_once",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="naming_by_case")]
