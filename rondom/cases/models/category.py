"""What a row of a case tells: the categories by which access is given, and the four domains of a plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.IntegerChoices):
    """What a row of a case tells; access is given by category, as a bit mask (design/privacy.md)."""

    CASE = 1, _("the case itself")
    IDENTITY = 2, _("who it is and safe contact")
    STORY = 4, _("the story")
    SAFETY = 8, _("safety")
    LEGAL = 16, _("law")
    MEDICAL = 32, _("medical care")
    RECOVERY = 64, _("recovery")
    PERPETRATOR = 128, _("possible perpetrator")


ALL_CATEGORIES = sum(Category)


def in_mask(mask: int) -> list[Category]:
    """The categories that a bit mask holds, in order."""
    return [category for category in Category if category & mask]


class Domain(models.TextChoices):
    """The four domains of every plan (seed 003); each has the category that protects its text."""

    SAFETY = "safety", _("Safety")
    LAW = "law", _("Law")
    CARE = "care", _("Care")
    RECOVERY = "recovery", _("Recovery")

    @property
    def category(self) -> Category:
        return _CATEGORY_OF[self]


_CATEGORY_OF = {
    Domain.SAFETY: Category.SAFETY,
    Domain.LAW: Category.LEGAL,
    Domain.CARE: Category.MEDICAL,
    Domain.RECOVERY: Category.RECOVERY,
}
