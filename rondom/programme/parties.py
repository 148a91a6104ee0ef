"""Organisations by their identifiers: who takes part, who owns a decision."""

from collections.abc import Iterable
from uuid import UUID

from rondom.organisations.models import Organisation


def named(*several: Iterable[UUID]) -> dict[UUID, Organisation]:
    """The organisations with these identifiers, in one query; in the order of their names."""
    keys = {key for ids in several for key in ids}
    return {one.pk: one for one in Organisation.objects.filter(pk__in=keys).order_by("name")} if keys else {}


def choices() -> list[tuple[str, str]]:
    """Every organisation to choose from."""
    return [(str(one.pk), one.name) for one in Organisation.objects.order_by("name")]
