"""The fictional people of the demo: two regions with the same seats, and six who work for both."""

from dataclasses import dataclass

from rondom.organisations.models import Organisation, Role

Kind = Organisation.Kind


@dataclass(frozen=True)
class Place:
    """An organisation of the demo."""

    slug: str
    name: str
    short_name: str
    kind: Organisation.Kind
    regions: tuple[str, ...]


@dataclass(frozen=True)
class Persona:
    """Someone of the demo: the key to sign in with, a made-up name, and what they do."""

    key: str
    name: str
    place: str
    role: Role = Role.PROFESSIONAL
    seats: tuple[str, ...] = ()
    fixed: bool = True
    chair: bool = False
    lead: bool = False


REGIONS = {
    "den-haag": ("Den Haag", ["VR15", "VR16"]),
    "oost-brabant": ("Oost-Brabant", ["VR21", "VR22"]),
}
SHORT = {"den-haag": "dh", "oost-brabant": "ob"}
_NAMES = {
    "dh": {
        "politie": "Joris Smit", "vt": "Rachid Amrani", "shn": "Dewi Pinas", "csg": "Esra Demir",
        "om": "Hanna Visser", "voorzitter": "Els de Vos", "regie-csg": "Anne Brouwer", "regie-vt": "Fatima Idrissi",
        "regie-shn": "Tom Hendriks", "beheer": "Nadia Vermeer",
    },
    "ob": {
        "politie": "Bram van Gestel", "vt": "Lieke Maas", "shn": "Karim Bouali", "csg": "Sanne Wouters",
        "om": "Pieter Goossens", "voorzitter": "Marieke Jansen", "regie-csg": "Imke Verhoeven",
        "regie-vt": "Ruben Claes", "regie-shn": "Noor Peeters", "beheer": "Joost Wijnen",
    },
}  # fmt: skip


def places() -> list[Place]:
    """The organisations, region by region."""
    both = tuple(REGIONS)
    found = [
        Place("perspectief", "Perspectief Herstelbemiddeling", "Perspectief", Kind.MEDIATION, both),
        Place("onderzoek", "Onderzoek praktijktest", "Onderzoek", Kind.RESEARCH, both),
    ]
    for slug, (name, _) in REGIONS.items():
        short = SHORT[slug]
        kinds = [
            ("politie", "Politie", "Politie", Kind.POLICE),
            ("vt", "Veilig Thuis", "Veilig Thuis", Kind.VEILIG_THUIS),
            ("shn", "Slachtofferhulp", "Slachtofferhulp", Kind.VICTIM_SUPPORT),
            ("csg", "CSG", "CSG", Kind.CSG),
            ("om", "Openbaar Ministerie", "OM", Kind.PROSECUTION),
        ]
        found += [
            Place(f"{key}-{short}", f"{title} {name}", brief, kind, (slug,))
            for key, title, brief, kind in kinds
        ]
    return found


def personas() -> list[Persona]:
    """Everyone who can be tried in the demo, in the order of the list."""
    found = []
    for slug in REGIONS:
        short = SHORT[slug]
        names = _NAMES[short]
        found += [
            Persona(f"{key}-{short}", names[key], f"{key}-{short}", seats=(slug,), lead=key == "vt")
            for key in ("politie", "vt", "shn", "csg")
        ]
        found.append(Persona(f"om-{short}", names["om"], f"om-{short}", seats=(slug,), fixed=False))
        found.append(
            Persona(f"voorzitter-{short}", names["voorzitter"], f"csg-{short}", seats=(slug,), chair=True)
        )
        found.append(Persona(f"beheer-csg-{short}", names["beheer"], f"csg-{short}", Role.MANAGER))
        for key in ("csg", "vt", "shn"):
            persona = Persona(
                f"regie-{key}-{short}", names[f"regie-{key}"], f"{key}-{short}", Role.COORDINATOR
            )
            found.append(persona)
    found += [
        Persona("perspectief", "Wim Kuipers", "perspectief", seats=tuple(REGIONS), fixed=False),
        Persona("fg", "Judith van Rijn", "rondom", Role.PRIVACY_OFFICER),
        Persona("programma", "Samira el Khatib", "rondom", Role.PROGRAMME),
        Persona("stuurgroep", "Henk-Jan Postma", "rondom", Role.STEERING_GROUP),
        Persona("onderzoeker", "Maud Schouten", "onderzoek", Role.RESEARCHER),
        Persona("redactie", "Tess Molenaar", "rondom", Role.LANDSCAPE_EDITOR),
        Persona("beheerder", "Ivo Bakker", "rondom", Role.ADMINISTRATOR),
    ]
    return found
