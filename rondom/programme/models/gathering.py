"""Where people come together: meetings, information, training, learning tables, outreach; and who comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.core.sealed import seal, unseal


class Gathering(Noun):
    """People come together at a moment; who has an account says that they come.

    `seats` is how many can come, empty when there is room for all. Once it was held, `others_present` counts those without
    a registration. `moved_at`: when last it came to be at another moment or place, after someone had registered.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        INFORMATION = "information", _("information meeting")
        TRAINING = "training", _("training")
        LEARNING_TABLE = "learning_table", _("learning table")
        OUTREACH = "outreach", _("outreach session")

    kind = models.CharField(max_length=14, choices=Kind)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=1000)
    place = models.CharField(max_length=200, help_text="An address, or how to join from afar.")
    material = models.CharField(
        max_length=1000, blank=True, help_text="What to read or bring, and where it is."
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    others_present = models.PositiveSmallIntegerField(default=0)
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    why_cancelled = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            both_or_neither("held_at", "held_by", name="gathering_held"),
            both_or_neither("cancelled_at", "cancelled_by", name="gathering_cancelled"),
            models.CheckConstraint(
                condition=models.Q(held_at__isnull=True) | models.Q(cancelled_at__isnull=True),
                name="gathering_held_or_cancelled",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True, why_cancelled="")
                | (models.Q(cancelled_at__isnull=False) & ~models.Q(why_cancelled="")),
                name="gathering_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="gathering_period"
            ),
            models.CheckConstraint(
                condition=models.Q(seats__isnull=True) | models.Q(seats__gte=1), name="gathering_seats"
            ),
        ]
        indexes = [models.Index(fields=["-starts_at"], name="gatherings_by_start")]


class Registration(Noun):
    """Someone with an account comes to a gathering; `present` is said once it was held.

    Their address, if they gave one, is sealed and serves to tell them that it is cancelled or moved: `told_at`, when that
    was taken by the mail server last. The row is destroyed some months later (data/keeping.toml).
    """

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="registrations", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    present = models.BooleanField(null=True)
    sealed_address = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "user"], name="registered_once"),
            models.CheckConstraint(
                condition=models.Q(present__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="who_withdrew_was_not_there",
            ),
        ]

    @property
    def address(self) -> str:
        """Where the mail goes; empty when they gave none, or when it was not sealed here, for this row."""
        return (unseal(self.sealed_address, self._about) or "") if self.sealed_address else ""

    @address.setter
    def address(self, value: str) -> None:
        self.sealed_address = seal(value, self._about) if value else ""

    @property
    def _about(self) -> str:
        return f"registration {self.pk}"
