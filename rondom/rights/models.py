"""What the person asks about their own data, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Request(OfCase):
    """A request of the person (AVG articles 15 to 21), for which one privacy officer sees the case for two weeks."""

    class Kind(models.TextChoices):
        INSIGHT = "insight", _("to see what is held about them (AVG 15)")
        CORRECTION = "correction", _("to have something corrected (AVG 16)")
        ERASURE = "erasure", _("to have data erased (AVG 17)")
        RESTRICTION = "restriction", _("to restrict what is done with it (AVG 18)")
        OBJECTION = "objection", _("to object (AVG 21)")

    class Identity(models.TextChoices):
        DOCUMENT = "document", _("a valid identity document was shown")
        KNOWN = "known", _("a professional who knows the person was there")
        REPRESENTATIVE = "representative", _("a representative showed an authorisation and a document")

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        PARTLY = "partly", _("done in part, refused for the rest")
        REFUSED = "refused", _("refused")

    class Ground(models.TextChoices):
        OTHERS = "others", _("the rights of others (AVG 15(4), 23(1)(i))")
        INVESTIGATION = "investigation", _("criminal investigation (AVG 23(1)(d))")
        CLAIM = "claim", _("a legal claim (AVG 17(3)(e), 23(1)(j))")
        OBLIGATION = "obligation", _("a duty by law to keep it (AVG 17(3)(b))")
        EXCESSIVE = "excessive", _("plainly unfounded or too often (AVG 12(5))")

    kind = models.CharField(max_length=12, choices=Kind)
    identity_how = models.CharField(max_length=15, choices=Identity)
    identity_by = SealedText(max_length=120, help_text="Who checked who the person is.")
    identity_on = models.DateField()
    officer = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    ground = models.CharField(max_length=15, choices=Ground, blank=True)
    refused = models.SmallIntegerField(default=0, help_text="The categories that are refused.")
    refused_until = models.DateTimeField(null=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("closed_at", "closed_by", name="request_closed"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) ^ ~models.Q(outcome=""), name="request_has_outcome"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", "done"], ground="", refused=0, refused_until__isnull=True)
                | (
                    models.Q(
                        outcome__in=["partly", "refused"],
                        refused__range=(1, 255),
                        refused_until__isnull=False,
                    )
                    & ~models.Q(ground="")
                ),
                name="request_refused_on_a_ground_until",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("opened_at")), name="request_period"
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="request_of_a_case"),
            models.Index(fields=["officer", "ends_at"], name="request_of_an_officer"),
        ]
