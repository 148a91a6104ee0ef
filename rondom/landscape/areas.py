"""The parts of the country of which there is a matrix: every region, and the whole."""

from collections import defaultdict

from django.http import Http404

from rondom.landscape.coverage import Area, country
from rondom.organisations.models import Region


def areas() -> list[Area]:
    """Every region with its municipalities, by name."""
    codes: dict[object, set[str]] = defaultdict(set)
    for link in Region.covers.through.objects.all():
        codes[link.region_id] |= {link.municipality_id}
    return [
        Area(region.slug, region.name, frozenset(codes[region.pk]))
        for region in Region.objects.order_by("name", "slug")
    ]


def area(slug: str, known: list[Area]) -> Area:
    """The region of this slug, or without one the whole country. Raises Http404."""
    if not slug:
        return country()
    found = next((one for one in known if one.slug == slug), None)
    if found is None:
        raise Http404
    return found
