"""What the programme did in the demo: made up, in the spirit of the papers it was begun with."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from rondom.demo.history import History
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.programme.actions import (
    agreements,
    experts,
    findings,
    gatherings,
    initiatives,
    proposals,
    updates,
)
from rondom.programme.cells import Phase, TargetGroup, cell
from rondom.programme.models import Agreement, Finding, Gathering, Initiative, Proposal, Stage

Outcome, Found, Meets = Proposal.Outcome, Finding.Kind, Gathering.Kind


@dataclass(frozen=True)
class Boat:
    """An initiative of the demo: what it says, from which day of now, and how far it came."""

    title: str
    goal: str
    impact: str
    group: TargetGroup
    phase: Phase
    starts: int
    ends: int
    way: tuple[tuple[Stage, str], ...] = ()
    kinds: tuple[str, ...] = ("csg", "veilig_thuis", "police")


_SHARPENED = "Wij bedoelden met hetzelfde woord iets anders. Dat is nu één zin."
_MADE = "Met drie verzonnen casussen aan tafel werd zichtbaar wat elke organisatie niet zag."
_MADE_TOO = "Een korte lijst werkt beter dan een beslisboom: mensen passen niet in een type."
BOATS = [
    Boat(
        "Eén gezamenlijke entree", "Weten voor wie een gezamenlijke entree helpt, en voor wie niet.",
        "Iemand hoeft niet zelf uit te zoeken bij welke organisatie het begint.", TargetGroup.SEXUAL_VIOLENCE, Phase.TRIAGE,
        -55, -10, ((Stage.SHARPEN, "Begin klein, met één groep."), (Stage.MAKE, _SHARPENED), (Stage.TEST, _MADE)),
        ("csg", "veilig_thuis", "police", "victim_support"),
    ),
    Boat(
        "Wat doet een regiehouder?", "Eén beschrijving van taken, rol en profiel van de regiehouder.",
        "De persoon heeft één gezicht, en hoort van tevoren wat die wel en niet doet.", TargetGroup.SEXUAL_VIOLENCE,
        Phase.TRIAGE, -40, 20, ((Stage.SHARPEN, "De vraag is groter dan één organisatie."), (Stage.MAKE, _SHARPENED), (Stage.TEST, _MADE_TOO)),
    ),
    Boat(
        "Hulproutes naast elkaar", "Samen zien welke routes er zijn en waaraan je merkt welke past.",
        "Wie hulp zoekt, krijgt uitleg over alle routes en kiest zelf.", TargetGroup.DOMESTIC_VIOLENCE, Phase.REPORTING,
        -20, 60, ((Stage.SHARPEN, "Zonder indeling in soorten mensen."), (Stage.MAKE, _SHARPENED)),
    ),
    Boat(
        "Steun op school, de volgende ochtend", "Een school weet dezelfde dag dat een kind steun nodig heeft, en niets meer dan dat.",
        "Een kind hoeft zelf niets uit te leggen.", TargetGroup.CHILD_ABUSE, Phase.EXECUTION, 15, 120,
    ),
]  # fmt: skip
FINDINGS = [
    (
        Found.ASSUMPTION,
        "Wij nemen aan dat mensen het liefst één keer vertellen. Dat is niet met hen besproken.",
    ),
    (Found.MANDATE, "Wie mag namens de organisatie ja zeggen op een casus?"),
    (Found.FUNDING, "De uren van het ontwerpteam zijn tot het eind van het jaar geregeld."),
    (Found.BOTTLENECK, "Niet elke organisatie kan elke dag iemand aan tafel hebben."),
    (
        Found.LESSON,
        "Over de eigen schaduw heen stappen lukt beter met een casus op tafel dan met een schema.",
    ),
    (Found.RELATED, "Toekomstscenario kind- en gezinsbescherming: we houden elkaar op de hoogte."),
]
NEWS = [
    ("De eerste stap is gezet", "Het team legde de eerste verbetering voor aan de stuurgroep. Die zei ja.\n\nWat we leerden: begin bij de persoon, niet bij het schema van de organisaties."),
    ("Leertafel in het najaar", "Aan de leertafel bespreken we verzonnen casussen. Aanmelden kan met uw account."),
]  # fmt: skip


def improve(history: History, now: datetime) -> None:
    """Play it: the programme writes, partners note what they found, the steering group decides."""
    with history.as_person("programma", now - timedelta(days=56)) as actor:
        boats = [_begun(actor, boat, now) for boat in BOATS]
        _proposed(actor, boats[0])
        _proposed(actor, boats[1])
    with history.as_person("csg-dh", now - timedelta(days=30)) as actor:
        for kind, text in FINDINGS:
            findings.note(
                actor=actor, kind=kind, text=text, initiative=boats[1] if kind != Found.LESSON else None
            )
    with history.as_person("stuurgroep", now - timedelta(days=10)) as actor:
        _decided(actor, boats[0], now)
    with history.as_person("programma", now - timedelta(days=9)) as actor:
        _agreed(actor, now)
        _written(actor, boats[0])
        _in_the_pool(actor, now)
        _planned(actor, now)
    with history.as_person("programma", now - timedelta(hours=1)) as actor:
        updates.write(actor=actor, title="Vooruitblik", text="Nog te schrijven: wat we na de leertafel doen.")
        _held(actor, now)
    with history.as_person("beheer-csg-dh", now - timedelta(days=5)) as actor:
        assert actor.organisation
        agreements.designate(actor=actor, organisation=actor.organisation, user=history.people["csg-dh"])


def _parties(kinds: tuple[str, ...]) -> list[UUID]:
    found = Organisation.objects.filter(kind__in=kinds, works_in__slug="den-haag").order_by("name")
    return [one.pk for one in found]


def _begun(actor: Actor, boat: Boat, now: datetime) -> Initiative:
    today = timezone.localdate(now)
    parts = initiatives.Parts(
        title=boat.title,
        goal=boat.goal,
        impact=boat.impact,
        cells=[cell(boat.group, boat.phase)],
        starts_on=today + timedelta(days=boat.starts),
        ends_on=today + timedelta(days=boat.ends),
        parties=_parties(boat.kinds),
    )
    made = initiatives.begin(actor=actor, parts=parts)
    for stage, learned in boat.way:
        initiatives.move(actor=actor, initiative=made, stage=stage, learned=learned)
    return made


def _proposed(actor: Actor, boat: Initiative) -> None:
    proposals.propose(
        actor=actor,
        initiative=boat,
        asks="Ga akkoord met een proef van drie maanden in één regio.",
        tested_with="Verzonnen voor de demo: een gesprek met ervaringsdeskundigen en met medewerkers van drie organisaties.",
        impact=boat.impact,
    )


def _decided(actor: Actor, boat: Initiative, now: datetime) -> None:
    proposal = boat.proposals.get()
    decision = proposals.Decision(
        Outcome.ADOPT,
        "Klein genoeg om te proberen, en getest met de mensen om wie het gaat.",
        "De eerste regio kiest een begindatum.",
        timezone.localdate(now) + timedelta(days=21),
        boat.parties[:2],
    )
    proposals.decide(actor=actor, initiative=boat, proposal=proposal, decision=decision)


def _agreed(actor: Actor, now: datetime) -> None:
    today = timezone.localdate(now)
    said = {
        "about": "Verzonnen voor de demo: hoe organisaties samenwerken, wie wanneer belt, en wanneer dit opnieuw wordt bekeken.",
        "parties": _parties(("veilig_thuis", "police")),
        "others": "Sociaal wijkteam (verzonnen)",
        "starts_on": today - timedelta(days=300),
        "ends_on": None,
        "evaluate_on": today + timedelta(days=30),
    }  # fmt: skip
    kinds = Agreement.Kind
    for kind, title, places in [
        (kinds.COVENANT, "Samenwerking wijkteams en Veilig Thuis", ["GM0518", "GM0503", "GM0603"]),
        (kinds.ALLIANCE, "Lokale alliantie financieel misbruik", ["GM0503"]),
        (kinds.ALLIANCE, "Lokale alliantie financieel misbruik, Brabant", ["GM0796"]),
    ]:
        agreements.add(actor=actor, said=said | {"kind": kind, "title": title, "municipalities": places})


def _written(actor: Actor, boat: Initiative) -> None:
    for title, text in NEWS:
        draft = updates.write(actor=actor, title=title, text=text, initiative=boat)
        updates.publish(actor=actor, update=draft)


def _in_the_pool(actor: Actor, now: datetime) -> None:
    told = experts.Told(
        "Robin (verzonnen)", "Via het programmabureau, dinsdag of donderdag", "Eerste gesprek, taal van brieven",
        "Twee keer per maand, overdag", "Vergoeding per keer. Nooit alleen in een gesprek. Geen vragen over wat er is gebeurd.",
    )  # fmt: skip
    today = timezone.localdate(now)
    groups = [TargetGroup.SEXUAL_VIOLENCE]
    experts.keep(
        actor=actor,
        told=told,
        groups=groups,
        agreed_on=today - timedelta(days=9),
        until=today + timedelta(days=350),
    )


def _planned(actor: Actor, now: datetime) -> None:
    for days, kind, title in [
        (-3, Meets.OUTREACH, "Voorlichting meldcode aan een jeugdteam"),
        (-2, Meets.OUTREACH, "Voorlichting meldcode aan een sociaal team"),
        (20, Meets.LEARNING_TABLE, "Leertafel: veiligheid inschatten"),
        (45, Meets.INFORMATION, "Stand van zaken, voor iedereen"),
    ]:
        day = timezone.localdate(now) + timedelta(days=days)
        begins = timezone.make_aware(datetime.combine(day, time(10)))
        said = {
            "kind": kind, "title": title, "about": "Met verzonnen casussen, in kleine groepen.", "place": "Stadhuis (verzonnen)",
            "material": "De gids voor de meldcode in Rondom.", "starts_at": begins, "ends_at": begins + timedelta(hours=2),
            "seats": 20,
        }  # fmt: skip
        gatherings.plan(actor=actor, said=said)


def _held(actor: Actor, now: datetime) -> None:
    for number, one in enumerate(Gathering.objects.filter(ends_at__lt=now).order_by("starts_at")):
        gatherings.hold(actor=actor, gathering=one, present=set(), others=11 + 3 * number)
