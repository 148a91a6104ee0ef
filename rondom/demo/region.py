"""The two fictional regions, set up by the administrator through the ordinary actions."""

from datetime import time, timedelta

from django.utils import timezone

from rondom.accounts.models import User
from rondom.cases.models import ALL_CATEGORIES, Regime
from rondom.demo.personas import REGIONS, SHORT, Persona, Place, personas, places
from rondom.organisations import actions
from rondom.organisations.actor import Actor
from rondom.organisations.models import Municipality, Organisation, Region, Role
from rondom.sharing.actions import decisions

_MDT_TIME = time(10, 30)
LONG_AGO = timedelta(days=365)
OUTSIDE = {Organisation.Kind.RESEARCH, Organisation.Kind.PLATFORM, Organisation.Kind.MUNICIPALITY}


def build(actor: Actor) -> dict[str, User]:
    """Regions, organisations, people and seats; gives the people by their key."""
    regions = {
        slug: actions.add_region(
            actor=actor,
            slug=slug,
            name=name,
            kind=Region.Kind.PILOT,
            mdt_time=_MDT_TIME,
            municipalities=Municipality.objects.filter(safety_region_code__in=covered).values_list(
                "code", flat=True
            ),
        )
        for slug, (name, covered) in REGIONS.items()
    }
    organisations = {place.slug: _organisation(actor, place, regions) for place in places()}
    organisations["rondom"] = Organisation.objects.get(slug="rondom")
    for region in regions.values():
        decisions.take_up(actor=actor, region=region, parts=_decision(actor, region))
    return {persona.key: _person(actor, persona, organisations, regions) for persona in personas()}


def _decision(actor: Actor, region: Region) -> decisions.Parts:
    """A decision under Wpg article 20, as made up as the region: no such decision is known."""
    return decisions.Parts(
        interest="Verzonnen voor de demo: samen zorgen voor de veiligheid en het herstel van het slachtoffer.",
        body=f"Verzonnen voor de demo: het MDT van {region.name}.",
        purpose="Verzonnen voor de demo: wegen in het MDT en samen helpen.",
        by_regime=Regime.WPG_8.lane(ALL_CATEGORIES),
        conditions="Verzonnen voor de demo: alleen wat nodig is, en niets wanneer de persoon nee zegt.",
        recipients=tuple(kind for kind in Organisation.Kind if kind not in OUTSIDE),
        decided_by="Verzonnen voor de demo: de korpschef",
        decided_on=timezone.localdate(actor.at),
        starts_at=actor.at - LONG_AGO,
        ends_at=actor.at + LONG_AGO,
    )


def _organisation(actor: Actor, place: Place, regions: dict[str, Region]) -> Organisation:
    return actions.add_organisation(
        actor=actor,
        slug=place.slug,
        name=place.name,
        short_name=place.short_name,
        kind=place.kind,
        regions=[regions[slug] for slug in place.regions],
        phone="070 555 01 00" if place.slug.endswith(SHORT["den-haag"]) else "040 555 01 00",
    )


def _person(
    actor: Actor, persona: Persona, organisations: dict[str, Organisation], regions: dict[str, Region]
) -> User:
    if persona.role == Role.ADMINISTRATOR:
        return User.objects.get(username=persona.key)
    user = actions.add_account(actor=actor, username=persona.key, display_name=persona.name)
    organisation = organisations[persona.place]
    actions.add_member(actor=actor, user=user, organisation=organisation, role=persona.role)
    for slug in persona.seats:
        actions.give_seat(
            actor=actor,
            region=regions[slug],
            organisation=organisation,
            user=user,
            fixed=persona.fixed,
            chair=persona.chair,
            lead=persona.lead,
        )
    return user
