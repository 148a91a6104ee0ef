"""What happened: one row an event, added and never changed, without names and without narrative."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.core.db import Noun


class Event(Noun):
    """One thing that someone did, tried or read.

    No foreign keys, so that an event outlives what it describes. `data` holds identifiers and codes only.
    Fields after NEN 7513 and the Dutch "Logboek dataverwerkingen" (design/privacy.md, "Log of processing").
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    class ActorKind(models.TextChoices):
        PROFESSIONAL = "professional", _("professional")
        SERVICE = "service", _("service")
        ANONYMOUS = "anonymous", _("not signed in")

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.DONE)
    actor_kind = models.CharField(max_length=15, choices=ActorKind)
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=60, blank=True)
    case_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(
                fields=["case_id", "-at"], name="event_by_case", condition=models.Q(case_id__isnull=False)
            ),
            models.Index(fields=["actor_id", "-at"], name="event_by_actor"),
            BrinIndex(fields=["at"], name="event_by_time"),
        ]
