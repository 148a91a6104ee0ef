"""What a row of a case tells: the categories by which access is given, and the four domains of a plan."""

from functools import reduce
from operator import or_

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.organisations.models import Organisation


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


class Regime(models.IntegerChoices):
    """The law under which an item came into being; it travels with the item (design/privacy.md, "Origin regime")."""

    AVG = 0, _("General Data Protection Regulation (AVG)")
    WPG_8 = 1, _("police data, daily police task (Wpg article 8)")
    WPG_9 = 2, _("police data, targeted investigation (Wpg article 9)")
    WJSG = 3, _("criminal law data (Wjsg)")
    MEDICAL_SECRECY = 4, _("medical secrecy (BW 7:457)")

    @classmethod
    def of(cls, kind: str, category: int) -> "Regime":
        """The law under which an organisation of this kind writes something in a category.

        Police and prosecution write under their own law, a centre or doctor about care under medical secrecy
        (design/privacy.md, not yet legally confirmed).
        """
        if kind == Organisation.Kind.POLICE:
            return cls.WPG_8
        if kind == Organisation.Kind.PROSECUTION:
            return cls.WJSG
        if kind in {Organisation.Kind.CSG, Organisation.Kind.CARE} and category == Category.MEDICAL:
            return cls.MEDICAL_SECRECY
        return cls.AVG

    @classmethod
    def of_police(cls) -> set["Regime"]:
        """The regimes of police data, between which the police may choose."""
        return {cls.WPG_8, cls.WPG_9}

    def lane(self, categories: int) -> int:
        """Categories of this regime, as bits of `Grant.by_regime`: eight bits a regime."""
        return categories << (LANE * self.value)


LANE = 8
ALL_BY_REGIME = sum(regime.lane(ALL_CATEGORIES) for regime in Regime)


def every_lane(categories: int) -> int:
    """Categories, whatever their regime."""
    return sum(regime.lane(categories) for regime in Regime)


def any_lane(by_regime: int) -> int:
    """The categories of which at least one regime is held."""
    return reduce(or_, ((by_regime >> (LANE * regime.value)) & ALL_CATEGORIES for regime in Regime))


def by_categories(by_regime: int) -> dict[int, list[Regime]]:
    """The regimes under which something is held, by the categories held under them; the widest first."""
    found: dict[int, list[Regime]] = {}
    for regime in Regime:
        categories = (by_regime >> (LANE * regime.value)) & ALL_CATEGORIES
        if categories:
            found.setdefault(categories, []).append(regime)
    return dict(sorted(found.items(), key=lambda one: -one[0].bit_count()))


class Domain(models.TextChoices):
    """What a plan is about; each has the category that protects its text.

    The first four stand in every plan (seed 003, `FOUR`); the others where they are needed. No organisation sees more
    for them: their category is the narrowest that fits (docs/adr/0026-the-plan.md).
    """

    SAFETY = "safety", _("Safety")
    LAW = "law", _("Law")
    CARE = "care", _("Care")
    RECOVERY = "recovery", _("Recovery")
    EDUCATION = "education", _("Education")
    DEBTS = "debts", _("Debts")
    HOUSING = "housing", _("Housing")

    @property
    def category(self) -> Category:
        return _CATEGORY_OF[self]


_CATEGORY_OF = {
    Domain.SAFETY: Category.SAFETY,
    Domain.LAW: Category.LEGAL,
    Domain.CARE: Category.MEDICAL,
    Domain.RECOVERY: Category.RECOVERY,
    Domain.EDUCATION: Category.RECOVERY,
    Domain.DEBTS: Category.RECOVERY,
    Domain.HOUSING: Category.RECOVERY,
}
FOUR = [Domain.SAFETY, Domain.LAW, Domain.CARE, Domain.RECOVERY]
IN_FOUR = [(domain.value, domain.label) for domain in FOUR]  # as choices of a column or form
