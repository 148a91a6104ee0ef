"""News for everyone on the "olietanker", and who gets it by mail."""

from django.conf import settings
from django.db import models

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.core.sealed import seal, unseal
from rondom.programme.models.initiative import Initiative


class Update(Noun):
    """A message about lessons, outcomes and progress. Public once it is published, until it is withdrawn."""

    title = models.CharField(max_length=120)
    text = models.CharField(max_length=4000)
    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="updates")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            both_or_neither("published_at", "published_by", name="update_published"),
            both_or_neither("withdrawn_at", "withdrawn_by", name="update_withdrawn"),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(text=""), name="update_says_something"
            ),
        ]
        indexes = [models.Index(fields=["-published_at"], name="updates_by_day")]

    @property
    def public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None


class Subscription(Noun):
    """Someone gets the news by mail, at an address that is sealed; the row goes when it ends.

    Nothing is sent before the address was confirmed. `told_until` is the moment up to which they were told; `origin` is
    where Rondom stands, for the links in the mail.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    sealed_address = models.TextField()
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    origin = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField()

    @property
    def address(self) -> str:
        """Where the mail goes; nothing when it was not sealed here, for this row."""
        return unseal(self.sealed_address, self._about) or ""

    @address.setter
    def address(self, value: str) -> None:
        self.sealed_address = seal(value, self._about)

    @property
    def _about(self) -> str:
        return f"subscription {self.pk}"
