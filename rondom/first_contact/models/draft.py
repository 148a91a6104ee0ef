"""A report that is being typed: kept as typed, for who types it, until it is registered or thrown away."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category
from rondom.core.db import Noun, uuid7
from rondom.core.moments import clock_time
from rondom.keys.sealed import SealedRows, SealedText
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation


class Drafts(SealedRows):
    """Drafts, as their owner asks for them."""

    def of(self, actor: Actor) -> Any:
        """What `actor` typed for the organisation they act for: the same rows as row-level security gives."""
        return self.filter(owner_id=actor.key, organisation_id=actor.organisation_id)

    def together(self, key: UUID) -> Any:
        """This draft and the versions that were kept beside it."""
        return self.filter(case_id__in=Draft.objects.filter(pk=key).values("case_id"))

    def unfinished(self) -> Any:
        """What is not registered, last saved first; what was thrown away can still be taken back."""
        beside = Draft.objects.filter(case_id=models.OuterRef("case_id"))
        registered = models.Exists(beside.filter(registered_at__isnull=False))
        found = self.filter(registered_at__isnull=True).annotate(is_of_a_case=registered)
        return found.defer("content").order_by("-saved_at", "-pk")


class Draft(Noun):
    """One version of what someone typed in a report; versions kept beside each other share the case they will become.

    `case_id` is the identifier that the case will get: there is none yet, so no foreign key. `version` counts its saves;
    `page` is the page on which it was last typed and `turn` how far that page had come. `goes_at`: when the worker
    destroys it, with its keys if no case came of it. Once registered, only a digest of what was typed is left, to know
    it again.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    case_id = models.UUIDField(default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    page = models.UUIDField()
    turn = models.PositiveIntegerField(default=0)
    content = SealedText(null=False)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    goes_at = models.DateTimeField()
    thrown_away_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)

    is_of_a_case: bool  # in a list: whether a version beside it was registered
    differences: list[
        tuple[str, str]
    ]  # beside other versions: the questions not answered the same, and its answers

    protection = ("case_id", Category.STORY)
    objects = Drafts.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(thrown_away_at__isnull=True) | models.Q(registered_at__isnull=True),
                name="draft_ends_once",
            ),
            models.CheckConstraint(
                condition=models.Q(goes_at__gt=models.F("saved_at"))
                & models.Q(goes_at__lte=models.F("saved_at") + timedelta(days=60)),
                name="draft_goes",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "saved_at"], name="draft_by_owner"),
            models.Index(fields=["case_id"], name="draft_by_case"),
            models.Index(fields=["goes_at"], name="draft_by_end"),
        ]

    def holds(self, content: str) -> bool:
        """Whether exactly this was typed in it, last."""
        return bool(self.content == (digest(content) if self.registered_at else content))

    @property
    def saved_on(self) -> str:
        """The time of day of the last save, as one says it."""
        return clock_time(self.saved_at)


def digest(content: str) -> str:
    """By what a text is known again when it is not kept."""
    return hashlib.sha256(content.encode()).hexdigest()
