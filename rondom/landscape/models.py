"""Services, and each fact about them with its source, as long as it held."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.landscape.terms import Field
from rondom.organisations.models import Organisation


class Service(Noun):
    """A place where someone can go, or a party one can reach; all that is known about it are facts."""

    slug = models.SlugField(max_length=60, unique=True)
    added_at = models.DateTimeField()


class Fact(Noun):
    """One thing that was said about a service from `starts_at` until `ends_at`; an empty end is what holds now.

    `verified_on` without `verified_by`: checked with its source at the first filling, by nobody with an account. Facts are
    never changed or deleted: the next one ends the one before, so that they are the history too.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="facts", db_index=False)
    field = models.CharField(max_length=20, choices=Field)
    value = models.JSONField(null=True, help_text="Empty: from then on this is not known.")
    source = models.CharField(max_length=500)
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "field"],
                condition=models.Q(ends_at__isnull=True),
                name="one_fact_a_field_holds",
            ),
            models.CheckConstraint(condition=models.Q(field__in=Field.values), name="fact_field"),
            models.CheckConstraint(condition=~models.Q(source=""), name="fact_has_source"),
            both_or_neither("verified_on", "expires_on", name="fact_verified_expires"),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gt=models.F("verified_on")),
                name="fact_expires_later",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True) | models.Q(verified_on__isnull=False),
                name="fact_verified_by_on",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                name="fact_period",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "field", "-starts_at"], name="fact_history"),
            models.Index(
                fields=["expires_on"], condition=models.Q(ends_at__isnull=True), name="fact_expires"
            ),
            models.Index(fields=["-starts_at"], name="fact_newest"),
        ]


class Proposal(Noun):
    """A change that someone of a partner organisation proposes, for the editor to accept or refuse.

    `changes` holds the new value of each field; without a service it is about a new one, called `slug`.
    """

    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="proposals")
    slug = models.SlugField(max_length=60)
    changes = models.JSONField()
    source = models.CharField(max_length=500)
    checked_on = models.DateField(help_text="When whoever proposes it looked at the source.")
    why = models.CharField(max_length=500, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            both_or_neither("decided_at", "decided_by", "accepted", name="proposal_decided"),
            models.CheckConstraint(condition=~models.Q(source=""), name="proposal_has_source"),
            models.CheckConstraint(
                condition=~models.Q(accepted=False) | ~models.Q(answer=""), name="proposal_refused_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_at"], condition=models.Q(decided_at__isnull=True), name="proposal_waits"
            )
        ]


class Reminder(Noun):
    """The editor was reminded that facts of a service expire, the first on a day; once for each such day."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="reminders", db_index=False)
    first_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "first_on"], name="reminded_once_a_day")]


class Referred(Noun):
    """That someone was referred to a service, was taken on there, or was given back, in a month; of whom, nobody can tell.

    No case, person or organisation; the key says no moment, as others do. `days`: how long who was taken on had waited.
    """

    class What(models.TextChoices):
        MADE = "made", _("referred")
        TAKEN_ON = "taken_on", _("taken on")
        GIVEN_BACK = "given_back", _("given back")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="referred", db_index=False)
    what = models.CharField(max_length=10, choices=What)
    month = models.DateField(help_text="Its first day.")
    days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="referred_in_a_month"),
            models.CheckConstraint(
                condition=models.Q(what="taken_on", days__isnull=False)
                | models.Q(what__in=["made", "given_back"], days__isnull=True),
                name="referred_days_of_waiting",
            ),
        ]
        indexes = [models.Index(fields=["service", "month"], name="referred_by_month")]
