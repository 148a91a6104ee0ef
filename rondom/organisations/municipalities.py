"""Municipalities by the name people give them, and the regions that cover one."""

from functools import lru_cache

from rondom.organisations.models import Municipality, Region

# Two cities that everyone calls otherwise than the register does.
_ALSO = {"den haag": "'s-gravenhage", "den bosch": "'s-hertogenbosch"}


@lru_cache(maxsize=1)
def by_name() -> dict[str, Municipality]:
    """Every municipality by its name in small letters; they come with a migration and do not change while Rondom runs."""
    found = {_plain(one.name): one for one in Municipality.objects.order_by("name")}
    return found | {also: found[name] for also, name in _ALSO.items() if name in found}


def named(text: str) -> Municipality | None:
    """The municipality of this name, in whatever letters and quotation marks; None when there is none."""
    return by_name().get(_plain(text))


def coded(code: str) -> Municipality | None:
    """The municipality with this code."""
    return next((one for one in by_name().values() if one.code == code), None)


def names() -> list[str]:
    """The names to choose from, as they are usually said."""
    return sorted({*(one.name for one in by_name().values()), *(also.title() for also in _ALSO)})


def covering(codes: list[str]) -> dict[str, list[Region]]:
    """The regions that cover each of these municipalities, by name; they may overlap and do not nest (domain.md 3.5)."""
    found: dict[str, list[Region]] = {code: [] for code in codes}
    links = Region.covers.through.objects.filter(municipality__in=codes).select_related("region")
    for link in sorted(links, key=lambda link: link.region.name):
        found[link.municipality_id].append(link.region)
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").replace("‘", "'").split())
