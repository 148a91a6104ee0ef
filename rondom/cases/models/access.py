"""The access rule, worked out, and how a query asks it."""

from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models.functions import Cast

from rondom.cases.models.category import LANE, Category, any_lane
from rondom.keys.sealed import SealedRows
from rondom.organisations.actor import Actor


class Access(models.Model):
    """The access rule, worked out: a user sees these categories of a case in this period.

    Written by the database alone, from memberships, grants, namings, seats, shields and
    emergencies (sql/access.sql).
    """

    pk = models.CompositePrimaryKey("user_id", "case_id", "starts_at", "ends_at")
    user_id: UUID = models.UUIDField()  # type: ignore[assignment]
    case = models.ForeignKey(
        "cases.Case", models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    categories = models.IntegerField()
    by_regime = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    protection = ("case_id", Category.CASE)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="access_by_case"),
        ]


class Visible(SealedRows):
    """Rows that an actor may see: the same answer as row-level security gives, from the actor's side."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of cases of which `actor` sees this row's category at this moment."""
        return self.showing(self.model.protection[0], actor)  # type: ignore[attr-defined]

    def showing(self, case: str, actor: Actor) -> Self:
        """Rows of which `actor` sees the category in the case that this column names."""
        _case, category, *regime = self.model.protection  # type: ignore[attr-defined]
        mask = "by_regime" if regime else "categories"
        bits: Any = category if isinstance(category, int) else models.OuterRef(category)
        if regime:
            shift: Any = models.OuterRef(regime[0]) * LANE
            bits = Cast(bits, models.BigIntegerField()).bitleftshift(shift)
        access = Access.objects.filter(
            user_id=actor.key,
            case_id=models.OuterRef(case),
            starts_at__lte=actor.at,
            ends_at__gt=actor.at,
        ).annotate(
            held=models.ExpressionWrapper(models.F(mask).bitand(bits), output_field=models.BigIntegerField())
        )
        return self.filter(models.Exists(access.exclude(held=0)))

    def within(self, by_regime: int) -> Self:
        """Rows that show to whoever holds these categories by regime (`Grant.by_regime`): what sharing them would show."""
        _case, category, *regime = self.model.protection  # type: ignore[attr-defined]
        if isinstance(category, int):
            return self if any_lane(by_regime) & category else self.none()
        bits: Any = Cast(models.F(category), models.BigIntegerField())
        if regime:
            bits = bits.bitleftshift(models.F(regime[0]) * LANE)
        held = by_regime if regime else any_lane(by_regime)
        reach = models.ExpressionWrapper(bits.bitand(held), output_field=models.BigIntegerField())
        return self.alias(reach=reach).exclude(reach=0)
