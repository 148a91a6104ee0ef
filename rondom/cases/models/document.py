"""Files of a case: photographs, letters and recordings."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models.access import Visible
from rondom.cases.models.case import OfCase
from rondom.cases.models.category import Category, Regime
from rondom.cases.models.telling import Teller
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedBytes, SealedText
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation


class Documents(Visible):
    """Files, of which others see only what may be shared with them."""

    def visible_to(self, actor: Actor) -> Self:
        works = Membership.objects.filter(
            user_id=actor.key, organisation_id=models.OuterRef("organisation_id"), starts_at__lte=actor.at
        ).filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=actor.at))
        own = models.Exists(works)
        return super().visible_to(actor).filter(models.Q(shareable=Document.Shareable.YES) | own)

    def within(self, by_regime: int) -> Self:
        return super().within(by_regime).filter(shareable=Document.Shareable.YES)

    def without_content(self) -> Self:
        """For lists: the file itself stays in the database, and what is said about it comes along."""
        return self.defer("content").select_related("added_by", "organisation", "withdrawn_by")


class Document(OfCase):
    """A file of a case, made safe (core/uploads.py) and sealed, in one category and under one law.

    Only what may be shared is seen by other organisations than the one that added it, whatever else is shared with
    them; nobody sees it past that, not even in an emergency. Withdrawing destroys the content and leaves that it was
    there.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photograph")
        LETTER = "letter", _("letter")
        AUDIO = "audio", _("recording")

    class Shareable(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        NOT_ASKED = "not_asked", _("not asked yet")

    category = models.SmallIntegerField(choices=Category)
    regime = models.SmallIntegerField(choices=Regime, default=Regime.AVG)
    kind = models.CharField(max_length=6, choices=Kind)
    media = models.CharField(max_length=6, help_text="The name of its kind in core/uploads.py.")
    size = models.PositiveIntegerField(help_text="Bytes, once made safe.")
    name = SealedText(max_length=120, null=False)
    description = SealedText(max_length=500)
    content = SealedBytes()
    given_by = models.CharField(max_length=15, choices=Teller)
    shareable = models.CharField(max_length=10, choices=Shareable, default=Shareable.NOT_ASKED)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", "category", "regime")
    objects = Documents.as_manager()

    class Meta:
        constraints = [
            both_or_neither("withdrawn_at", "withdrawn_by", name="document_withdrawn"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=False, content__isnull=True, description__isnull=True)
                | models.Q(withdrawn_at__isnull=True, content__isnull=False),
                name="document_content_until_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="document_by_case")]

    def is_of(self, actor: Actor) -> bool:
        """Whether the actor's organisation added it."""
        return bool(self.organisation_id == actor.organisation_id)
