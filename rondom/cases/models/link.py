"""That two cases have to do with each other: noted by a person, seen only by who sees both."""

from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models.access import Visible
from rondom.cases.models.case import Case, OfCase, Status
from rondom.cases.models.category import Category
from rondom.core.db import both_or_neither
from rondom.organisations.actor import Actor


class Links(Visible):
    """Links, seen from the actor's side: both cases must show."""

    def visible_to(self, actor: Actor) -> Self:
        """Links of which `actor` sees the category in both cases at this moment."""
        near: Any = super().visible_to(actor)
        found: Self = near.showing("other_id", actor)
        return found

    def in_force(self, case: UUID) -> Self:
        """The links of a case that were not undone, from whichever side, the oldest first."""
        sides = models.Q(case=case) | models.Q(other=case)
        found: Self = self.filter(sides, undone_at__isnull=True).order_by("made_at", "pk")
        return found


class CaseLink(OfCase):
    """Two cases have to do with each other, as a person found by comparing them.

    Who does not see both learns nothing of it: the database gives the row only to who sees its category in `case` and
    in `other`. It holds no words, so that nothing told in one case comes to stand in the other. A duplicate is `case`,
    closed because `other` goes on with it; `before` is where it stood then, so that it can be put back.
    """

    class Kind(models.TextChoices):
        MAYBE_SAME_PERSON = "maybe_same", _("perhaps the same person")
        SAME_PERSON = "same_person", _("the same person")
        REPEAT = "repeat", _("a later report about the same person")
        CO_VICTIM = "co_victim", _("two people harmed in the same event")
        SAME_PERPETRATOR = "same_perpetrator", _("the same possible perpetrator")
        DUPLICATE = "duplicate", _("the same case, noted twice")

    class Ground(models.TextChoices):
        NAME = "name", _("the name sounds the same")
        BIRTH_YEAR = "birth_year", _("the same year of birth")
        PHONE = "phone", _("the same phone number")
        EVENT = "event", _("the same place and time")
        PERSON_SAYS = "person_says", _("the person says so themselves")
        PROFESSIONAL_SAYS = "professional_says", _("a professional who knows both says so")
        AT_REGISTRATION = "at_registration", _("said when the report was registered")

    category = models.SmallIntegerField(choices=Category)
    other = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    grounds = ArrayField(models.CharField(max_length=20, choices=Ground))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    before = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    far: Case  # the case at the other end, where a page looks from one of the two
    OF_ONE_PERSON = (Kind.SAME_PERSON, Kind.REPEAT)
    protection = ("case_id", "category")
    objects = Links.as_manager()

    class Meta:
        constraints = [
            both_or_neither("undone_at", "undone_by", name="link_undone"),
            models.CheckConstraint(condition=~models.Q(case=models.F("other")), name="link_between_two_cases"),
            models.CheckConstraint(condition=models.Q(grounds__len__gte=1), name="link_has_a_ground"),
            models.CheckConstraint(
                condition=models.Q(kind="co_victim", category=Category.STORY)
                | models.Q(kind="same_perpetrator", category=Category.PERPETRATOR)
                | (~models.Q(kind__in=["co_victim", "same_perpetrator"]) & models.Q(category=Category.IDENTITY)),
                name="link_category_follows_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="duplicate") ^ models.Q(before__isnull=True),
                name="link_of_a_duplicate_knows_what_was",
            ),
            models.UniqueConstraint(
                Least("case", "other"), Greatest("case", "other"), "kind",
                condition=models.Q(undone_at__isnull=True), name="linked_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["case"], name="link_by_case"),
            models.Index(fields=["other"], name="link_by_other"),
        ]

    @classmethod
    def category_for(cls, kind: str) -> Category:
        """What one must see of both cases to see that they are linked in this way."""
        told = {cls.Kind.CO_VICTIM: Category.STORY, cls.Kind.SAME_PERPETRATOR: Category.PERPETRATOR}
        return told.get(cls.Kind(kind), Category.IDENTITY)

    @property
    def reasons(self) -> list[Any]:
        """On what grounds, in words."""
        return [self.Ground(ground).label for ground in self.grounds]

    @property
    def holds(self) -> bool:
        """Whether this is a duplicate that is closed because of it still, and was not opened again on its own."""
        case = self.case
        duplicate = case.status == Status.CLOSED and case.closing_reason == Case.ClosingReason.DUPLICATE
        return self.kind == self.Kind.DUPLICATE and duplicate and case.closed_at == self.made_at

    @property
    def of_one_person(self) -> bool:
        """Whether a person found that both are about the same person, so that they can be one case."""
        return self.kind in self.OF_ONE_PERSON

    def seen_from(self, case_id: UUID) -> Self:
        """The link with its far end set, as it shows on one of its two cases."""
        self.far = self.other if self.case_id == case_id else self.case
        return self
