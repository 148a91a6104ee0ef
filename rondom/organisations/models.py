"""Organisations, the regions they work in, and who works for them in which role."""

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.core.sealed import seal, unseal


class Periods(models.QuerySet[models.Model]):
    """Rows that hold from `starts_at` until `ends_at`; an empty end is open."""

    def in_force(self, at: datetime) -> Self:
        return self.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=at), starts_at__lte=at)


def period_in_order(name: str) -> models.CheckConstraint:
    """A period ends after it starts."""
    later = models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at"))
    return models.CheckConstraint(condition=later, name=name)


class Municipality(models.Model):
    """A municipality and its safety region (situation 2023, data/municipalities.csv)."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=80)
    safety_region_code = models.CharField(max_length=4)
    safety_region = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


def kinds_that_coordinate() -> list[str]:
    """From which kinds of organisation a coordinator comes in a region that has not chosen."""
    return list(Region.COORDINATE)


class Region(Noun):
    """An area with its own MDT. Regions of different kinds overlap and do not nest (domain.md 3.5)."""

    class Kind(models.TextChoices):
        PILOT = "pilot", _("practice test")
        POLICE_UNIT = "police_unit", _("police unit")
        VEILIG_THUIS = "veilig_thuis", _("Veilig Thuis region")
        CSG = "csg", _("CSG region")
        SAFETY_REGION = "safety_region", _("safety region")

    # Who may stand beside the person: not who investigates, prosecutes, mediates, or gives no help to people.
    MAY_COORDINATE = ("csg", "veilig_thuis", "victim_support", "local_team", "care", "municipality")
    # Seed 003: "Regiehouders zijn medewerkers (in veel gevallen casemanagers) van het CSG, Veilig Thuis en Slachtofferhulp."
    COORDINATE = ("csg", "veilig_thuis", "victim_support")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    coordinating_kinds = ArrayField(
        models.CharField(max_length=20),
        default=kinds_that_coordinate,
        help_text="The kinds of organisation from which a case coordinator comes.",
    )
    meets_on_holidays = models.BooleanField(
        default=True, help_text="Whether its MDT meets on Dutch public holidays."
    )
    # How many minutes its MDT takes for a case, by kind of item; empty is what triage/lengths.toml says.
    minutes_first = models.PositiveSmallIntegerField(null=True)
    minutes_again = models.PositiveSmallIntegerField(null=True)
    minutes_extraordinary = models.PositiveSmallIntegerField(null=True)
    covers = models.ManyToManyField(Municipality, related_name="regions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(coordinating_kinds__len__gte=1)
                & models.Q(
                    coordinating_kinds__contained_by=[
                        "csg", "veilig_thuis", "victim_support", "local_team", "care", "municipality"
                    ]
                ),
                name="region_coordinating_kinds",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__isnull": True})
                    | models.Q(**{f"{name}__gte": 1, f"{name}__lte": 120}),
                    name=f"region_{name}",
                )
                for name in ("minutes_first", "minutes_again", "minutes_extraordinary")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @cached_property
    def week(self) -> "tuple[MeetingTime, ...]":
        """When its MDT meets; a query that finds many regions fills this in (calendar.py)."""
        return tuple(self.meeting_times.order_by("weekday", "at"))


class MeetingTime(Noun):
    """The MDT of a region meets every week on this day, at this time of day here, in a period.

    `weekday` counts from Monday, 0; `capacity` is how many cases it can discuss, `minutes` how long it lasts, empty what
    triage/lengths.toml says. It holds from the day `starts_on` until
    the day `ends_on`, which does not count; an empty end is open.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="meeting_times", db_index=False)
    weekday = models.PositiveSmallIntegerField()
    at = models.TimeField()
    capacity = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "weekday", "at"], name="meeting_time_once"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="meeting_time_weekday"),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1, capacity__lte=99), name="meeting_time_capacity"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True) | models.Q(minutes__gte=5, minutes__lte=480),
                name="meeting_time_minutes",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="meeting_time_period",
            ),
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the MDT meets at this time on a day, holidays apart."""
        return (
            day.weekday() == self.weekday
            and self.starts_on <= day
            and (self.ends_on is None or day < self.ends_on)
        )


class Organisation(Noun):
    """A partner: police, Veilig Thuis, victim support, CSG and others."""

    class Kind(models.TextChoices):
        POLICE = "police", _("police")
        VEILIG_THUIS = "veilig_thuis", _("Veilig Thuis")
        VICTIM_SUPPORT = "victim_support", _("Victim Support")
        CSG = "csg", _("Sexual Assault Centre (CSG)")
        PROSECUTION = "prosecution", _("Public Prosecution Service")
        MEDIATION = "mediation", _("restorative mediation")
        LOCAL_TEAM = "local_team", _("local team")
        CARE = "care", _("care")
        SCHOOL = "school", _("school")
        MUNICIPALITY = "municipality", _("municipality")
        RESEARCH = "research", _("research")
        PLATFORM = "platform", _("maintenance of Rondom")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=Kind)
    phone = models.CharField(max_length=20, blank=True)
    works_in = models.ManyToManyField(Region, related_name="organisations")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What someone does for their organisation."""

    PROFESSIONAL = "professional", _("professional")
    COORDINATOR = "coordinator", _("case coordinator")
    PRIVACY_OFFICER = "privacy_officer", _("privacy officer")
    RESEARCHER = "researcher", _("researcher")
    LANDSCAPE_EDITOR = "landscape_editor", _("editor of the landscape")
    MANAGER = "manager", _("manager of the organisation")
    PROGRAMME = "programme", _("staff of the programme")
    STEERING_GROUP = "steering_group", _("member of the steering group")
    ADMINISTRATOR = "administrator", _("administrator")


class Membership(Noun):
    """A person works for an organisation, in a role, for a period."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = Periods.as_manager()

    class Meta:
        constraints = [period_in_order("membership_period")]
        indexes = [models.Index(fields=["organisation", "user"], name="membership_by_organisation")]

    def in_force(self, at: datetime) -> bool:
        """Whether this membership holds at a moment."""
        return self.starts_at <= at and (self.ends_at is None or self.ends_at > at)


class Profile(Noun):
    """What an organisation writes about someone of theirs who coordinates cases: what they do, languages, days; no score."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    does = models.CharField(max_length=160)
    languages = models.CharField(max_length=80, blank=True)
    days = models.CharField(max_length=80, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_profile_a_place"),
            models.CheckConstraint(condition=~models.Q(does=""), name="profile_says_something"),
        ]


class Seat(Noun):
    """A person sits in a region's MDT for an organisation: fixed or on call, as chair or not, for a period.

    Who is on call sees only the cases for which they are called. `lead`: who answers for the MDT in the region, and hears
    of a case that is nearly late. Who stands in for a seat does so until a moment.
    """

    class Mandate(models.TextChoices):
        DECIDES = "decides", _("may decide for their organisation")
        ASKS_BACK = "asks_back", _("must ask their organisation first")

    region = models.ForeignKey(Region, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="seats")
    fixed = models.BooleanField(default=True)
    chair = models.BooleanField(default=False)
    lead = models.BooleanField(default=False)
    mandate = models.CharField(max_length=10, choices=Mandate, default=Mandate.DECIDES)
    stands_in_for = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="stand_ins", db_index=False
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = Periods.as_manager()

    class Meta:
        constraints = [
            period_in_order("seat_period"),
            models.CheckConstraint(
                condition=models.Q(stands_in_for__isnull=True) | models.Q(ends_at__isnull=False),
                name="seat_stand_in_ends",
            ),
        ]
        indexes = [models.Index(fields=["region", "organisation", "user"], name="seat_by_region")]

    def holds(self, at: datetime) -> bool:
        """Whether it is held at a moment."""
        return self.starts_at <= at and (self.ends_at is None or self.ends_at > at)


class Provider(Noun):
    """Where the people of an organisation sign in: an OpenID Connect provider of its own, for a period.

    `second_factor` says which `acr` and `amr` values of its tokens (OpenID Connect Core 1.0, section 2) mean that it
    asked for two proofs itself: {"acr": [...], "amr": [...]}.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="providers")
    slug = models.SlugField(unique=True)
    issuer = models.CharField(max_length=200)
    client_id = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    second_factor = models.JSONField(default=dict)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = Periods.as_manager()

    class Meta:
        constraints = [period_in_order("provider_period")]

    @property
    def secret(self) -> str:
        """What Rondom shows the provider; nothing when it was not sealed here, for this issuer."""
        return unseal(self.sealed_secret, self._about) or ""

    @secret.setter
    def secret(self, value: str) -> None:
        self.sealed_secret = seal(value, self._about)

    @property
    def _about(self) -> str:
        return f"provider {self.pk} {self.issuer}"


class Identity(Noun):
    """An account is this subject at this issuer, for a period; e-mail addresses play no part."""

    user = models.ForeignKey(User, models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = Periods.as_manager()

    class Meta:
        constraints = [
            period_in_order("identity_period"),
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                condition=models.Q(ends_at__isnull=True),
                name="one_account_per_subject",
            ),
        ]


class Invitation(Noun):
    """With this code someone links, once and before it ends, their account to where they sign in."""

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Review(Noun):
    """Someone went through the people of an organisation: who works there, in which role, with which seats."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reviews")
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-done_at"], name="review_by_organisation")]


class Token(Noun):
    """With this another system does, through an account of an organisation, what its scopes name, until a moment.

    It is shown once; what is kept is a digest, and the prefix by which people recognise it. `minute_at` and
    `minute_count` say how often it was shown in the minute that began then.
    """

    class Scope(models.TextChoices):
        CREATE_REPORTS = "reports:create", _("register reports")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tokens")
    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope), size=4)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    minute_at = models.DateTimeField(null=True)
    minute_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            both_or_neither("revoked_at", "revoked_by", name="token_revoked"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("made_at"))
                & models.Q(ends_at__lte=models.F("made_at") + timedelta(days=366)),
                name="token_at_most_a_year",
            ),
            models.CheckConstraint(condition=models.Q(scopes__len__gte=1), name="token_has_scope"),
        ]
        indexes = [models.Index(fields=["organisation"], name="token_by_organisation")]

    def holds(self, at: datetime) -> bool:
        """Whether it still opens something."""
        return self.revoked_at is None and self.made_at <= at < self.ends_at
