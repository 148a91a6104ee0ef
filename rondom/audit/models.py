"""What happened, one row an event, and the seal on it: added and never changed, without names and without narrative."""

import json
from typing import Any

import rfc8785
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.core.db import Noun


class Codes(models.TextField):
    """Identifiers and codes by name, kept as canonical JSON (RFC 8785): the very text that is sealed."""

    def from_db_value(self, value: str, *_more: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(value)
        return found

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str:
        return rfc8785.dumps(value).decode()


def _code(length: int, **more: Any) -> models.CharField:
    return models.CharField(max_length=length, blank=True, default="", db_default="", **more)


class Event(Noun):
    """One thing that someone did, tried or read.

    Fields after NEN 7513 and the Dutch "Logboek dataverwerkingen" (docs/adr/0010-the-sealed-log.md). No foreign keys,
    so that an event outlives what it describes. `subject` is the object that was touched; `pseudonym` the person
    concerned. `data` holds identifiers and codes only: the database refuses white space in it, and what must be escaped. What is added here later
    must be empty for what was: an empty field is no part of the sealed record.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    class ActorKind(models.TextChoices):
        PROFESSIONAL = "professional", _("professional")
        SERVICE = "service", _("service")
        ANONYMOUS = "anonymous", _("not signed in")

    class Action(models.TextChoices):
        CREATE = "C", _("create")
        READ = "R", _("read")
        UPDATE = "U", _("update")
        DELETE = "D", _("delete")
        EXECUTE = "E", _("execute")

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    action = _code(1, choices=Action)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.DONE)
    actor_kind = models.CharField(max_length=15, choices=ActorKind)
    actor_id = models.UUIDField(null=True)
    roles = _code(100)
    organisation_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    purpose = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=60, blank=True)
    decision = _code(60)
    relation = _code(40)
    consent_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    pseudonym = models.UUIDField(null=True)
    category = _code(40)
    sensitivity = _code(20)
    access_point = _code(100)
    site = _code(60)
    component = _code(40)
    version = _code(40)
    trace_id = _code(32)
    parent_span_id = _code(16)
    data = Codes(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(data__regex=r"[\s\\]"), name="event_data_holds_codes"),
        ]
        indexes = [
            models.Index(
                fields=["case_id", "-at"], name="event_by_case", condition=models.Q(case_id__isnull=False)
            ),
            models.Index(fields=["actor_id", "-at"], name="event_by_actor"),
            BrinIndex(fields=["at"], name="event_by_time"),
        ]

    @property
    def span_id(self) -> str:
        """The span that this event is in its trace: the random half of its identifier."""
        return self.pk.hex[16:]


# By name, as a row of an event has them.
COLUMNS: dict[str, models.Field] = {str(field.column): field for field in Event._meta.concrete_fields}  # noqa: SLF001


class Leaf(models.Model):
    """The place of an event in the sealed log, and the hash of its record; written by the worker alone."""

    number = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    hash = models.BinaryField()


class Branch(models.Model):
    """The hash of a whole subtree, of every eighth height: so that a proof needs few leaves."""

    pk = models.CompositePrimaryKey("height", "number")
    height = models.SmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()


class Checkpoint(models.Model):
    """What was signed of the log when it had this size (rondom/audit/checkpoint.py)."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
