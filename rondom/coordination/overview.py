"""What the case page shows, gathered in few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from rondom.cases import clock, code, retellings
from rondom.cases.models import (
    ALL_CATEGORIES,
    FOR_THE_MDT,
    OPEN_STATES,
    Case,
    Category,
    Entry,
    Grant,
    Person,
    Status,
    Step,
    StepText,
    any_lane,
)
from rondom.cases.policies import live_grants, parts
from rondom.coordination import around, planned, silence
from rondom.coordination.covering import covering, running
from rondom.coordination.holding import Holding
from rondom.coordination.reminders import settled_with
from rondom.core.asked import asked
from rondom.core.rondomkaart import Map
from rondom.first_contact import watch
from rondom.first_contact.forms.report import NEEDS
from rondom.first_contact.models import SafetyCheck
from rondom.first_contact.recorded import facts
from rondom.first_contact.warnings import Caution, beside_safe_contact
from rondom.organisations import municipalities
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing import ledger
from rondom.sharing.models import Restriction
from rondom.triage.decided import Decided, decided
from rondom.triage.models import Decision, DecisionLine

M = TypeVar("M", bound=Model)
_LANGUAGES = {"dse": _("Dutch Sign Language"), "ti": _("Tigrinya"), "so": _("Somali"), "ps": _("Pashto")}


@dataclass(frozen=True)
class Known:
    """Someone in the case, with what they speak and need in words."""

    person: Person

    @property
    def languages(self) -> list[str]:
        return [language_word(code) for code in self.person.languages]

    @property
    def place(self) -> str:
        """The municipality where they live."""
        found = municipalities.coded(self.person.municipality) if self.person.municipality else None
        return found.name if found else ""

    @property
    def needs(self) -> list[str]:
        words = dict(NEEDS)
        return [str(words.get(need, need.replace("_", " "))) for need in self.person.needs]


def language_word(code: str) -> str:
    """A language in the reader's own; its code when nobody knows its name."""
    try:
        english: str = get_language_info(code)["name"]
        return gettext(english)
    except KeyError:
        return str(_LANGUAGES.get(code, code))


@dataclass
class Party:
    """An organisation that may see the case: which parts, and why."""

    organisation: Organisation
    mask: int = 0
    bases: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[str]:
        """What it sees besides that the case exists, in words."""
        return parts(self.mask & ~Category.CASE)


@dataclass(frozen=True)
class Clock:
    """The 24 hours to the MDT of a case that waits for it."""

    due_at: datetime
    part: float
    late: bool


@dataclass(frozen=True)
class Overview:
    """A case as the actor may see it."""

    case: Case
    people: list[Person]
    entries: list[Entry]
    steps: list[Step]
    quarters: list[planned.Quarter]
    parties: list[Party]
    decided: Decided | None
    mine: list[Step]
    clock: Clock | None
    sits: bool
    coordinates: bool
    map: Map
    restriction: Restriction | None
    told: retellings.Count
    safety: SafetyCheck | None = None
    missing: str = ""
    windows: watch.Windows | None = None
    warnings: Sequence[Caution] = ()
    holding: Holding | None = None
    quiet: silence.Quiet | None = None

    @property
    def decision(self) -> Decision | None:
        """What the MDT decided last."""
        return self.decided.decision if self.decided else None

    @property
    def said(self) -> str:
        """The code as one says it over the phone."""
        return code.said(self.case.code)

    @property
    def sees(self) -> dict[str, bool]:
        """Which parts the actor may see, by the name of the category."""
        return {category.name.lower(): bool(self.case.held & category) for category in Category}

    @property
    def waiting(self) -> list[Step]:
        """The open steps, what is due first on top."""
        return [step for step in self.steps if step.state in OPEN_STATES]

    @property
    def next_step(self) -> Step | None:
        """The step that makes someone next; there is none when the coordinator must decide."""
        turn = (self.case.next_kind, self.case.next_due_at)
        return next((step for step in self.waiting if (step.kind, step.due_at) == turn), None)

    @property
    def question(self) -> Step | None:
        """The open question to me whether I will coordinate."""
        return next((step for step in self.mine if step.kind == Case.NextKind.ACCEPT), None)

    @property
    def proposes(self) -> bool:
        """Whether I must find a coordinator."""
        return any(step.kind == Case.NextKind.PROPOSE for step in self.mine)

    @property
    def asked(self) -> Step | None:
        """The open question to anyone whether they will coordinate."""
        return next((step for step in self.waiting if step.kind == Case.NextKind.ACCEPT), None)

    @property
    def overlaps(self) -> list[planned.Same]:
        """Where two organisations do the same, and nobody settled it."""
        return planned.overlaps(self.steps)

    @property
    def open_actions(self) -> int:
        return sum(step.kind == Case.NextKind.ACTION for step in self.waiting)

    @property
    def known(self) -> list[Known]:
        """Everyone in the case: the person first, a possible perpetrator last."""
        others = sorted(self.others, key=lambda person: person.category == Category.PERPETRATOR)
        return [Known(person) for person in [*self.victims, *others]]

    @property
    def victims(self) -> list[Person]:
        return [person for person in self.people if Person.Role.VICTIM in person.roles]

    @property
    def others(self) -> list[Person]:
        return [person for person in self.people if Person.Role.VICTIM not in person.roles]

    @property
    def summary(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.kind == Entry.Kind.SUMMARY), None)

    @property
    def stories(self) -> list[Entry]:
        told = {Entry.Kind.STORY, Entry.Kind.ADDITION}
        return [entry for entry in self.entries if entry.kind in told]

    @property
    def remarks(self) -> list[Entry]:
        kinds = [Entry.Kind.RE_TRIAGE, Entry.Kind.CLOSING, Entry.Kind.NOTE]
        found = [entry for entry in self.entries if entry.kind in kinds]
        for entry in found:
            entry.corrections = self._beside(entry)
        return found

    @property
    def beside_summary(self) -> list[Entry]:
        """What the person says about the sentence on top."""
        return [
            said for entry in self.entries if entry.kind == Entry.Kind.SUMMARY for said in self._beside(entry)
        ]

    def _beside(self, entry: Entry) -> list[Entry]:
        """The person's corrections of a text."""
        return [one for one in self.entries if one.kind == Entry.Kind.CORRECTION and one.about_id == entry.pk]


def overview(actor: Actor, case: Case, *, reach: int | None = None) -> Overview:
    """All that the case page shows: people, texts (not the story itself), plan, organisations and the map.

    `reach`: only what shows to whoever holds these categories by regime; else all that the actor sees.
    """
    people = sorted(_of(_people, case, reach), key=attrgetter("pk"))
    steps = _steps(case, reach)
    grants = _grants(actor, case)
    parties = _parties(grants)
    for_the_mdt = case.status in FOR_THE_MDT
    coordinates = case.coordinator_id is not None and case.coordinator_id == actor.user_id
    entries = _entries(case, reach)
    cover = covering(grants[0].covered, actor) if grants else None
    known = facts(case, people, actor.at) if reach is None and case.status != Status.CLOSED else None
    return Overview(
        case=case,
        people=people,
        entries=entries,
        steps=steps,
        quarters=_quarters(case, steps, reach),
        parties=parties,
        decided=next(
            iter(decided(case, lines=False, seen=ALL_CATEGORIES if reach is None else any_lane(reach))), None
        ),
        mine=[step for step in steps if step.user_id == actor.user_id and step.state in OPEN_STATES],
        clock=_clock(case, actor.at) if for_the_mdt else None,
        sits=for_the_mdt and case.sits,
        told=retellings.of_case(case),
        restriction=_restriction(grants),
        coordinates=coordinates,
        holding=Holding(case, steps, entries, cover, coordinates),
        map=around.drawn(case, people, [party.organisation for party in parties], steps),
        safety=_safety(case, reach),
        missing=ledger.missing(case, actor.at),
        windows=_windows(actor, case) if reach is None else None,
        warnings=beside_safe_contact(known) if known else (),
        quiet=silence.quiet(case, grants[0].heard_at, grants[0].rhythm, actor.at)
        if grants and reach is None
        else None,
    )


def _grants(actor: Actor, case: Case) -> list[Any]:
    """Who may see the case now, with the restriction and who covers, in one statement: whoever registered a case always does."""
    return sorted(_live(case=case.pk, user=actor.key, at=actor.at), key=attrgetter("pk"))


@asked
def _live(case: UUID, user: UUID, at: datetime) -> QuerySet[Grant]:
    told = JSONObject(ground="ground", ends_at="ends_at")
    held = Restriction.objects.of(Case(pk=case), at).order_by("pk").values(told=told)
    found = Grant.objects.filter(live_grants(Case(pk=case), Actor.in_query(user, at)))
    covered = Subquery(running(Value(case), at))
    found = found.annotate(restricted=Subquery(held[:1]), covered=covered, **silence.annotations("case_id"))
    return found.select_related("organisation")


def _restriction(grants: list[Any]) -> Restriction | None:
    row = grants[0].restricted if grants else None
    return row and Restriction(ground=row["ground"], ends_at=datetime.fromisoformat(row["ends_at"]))


def _windows(actor: Actor, case: Case) -> watch.Windows | None:
    """The acute windows, for who may see when it happened."""
    found = watch.of_case(case, actor.at) if case.held & Category.STORY else []
    return watch.Windows(found) if found else None


def _of(rows: asked[M], case: Case, reach: int | None) -> list[M]:
    """The rows of a case, all that the database gives the actor or only what lies within reach."""
    if reach is None:
        return rows(case=case.pk)
    return list(rows.query(case=case.pk).within(reach))  # type: ignore[attr-defined]


@asked
def _people(case: UUID) -> QuerySet[Person]:
    return Person.objects.filter(case=case)


@asked
def _checks(case: UUID) -> QuerySet[SafetyCheck]:
    return SafetyCheck.objects.filter(case=case)


@asked
def _texts(case: UUID) -> QuerySet[Entry]:
    return Entry.objects.filter(case=case).select_related("author", "organisation")


@asked
def _lines(case: UUID) -> QuerySet[DecisionLine]:
    return DecisionLine.objects.filter(case=case).select_related("decision")


@asked
def _words(case: UUID) -> QuerySet[StepText]:
    return StepText.objects.filter(case=case).select_related("goal")


def _steps(case: Case, reach: int | None) -> list[Step]:
    """The steps of a case, each with its words when those show."""
    if reach is None:
        return sorted(_with_words(case=case.pk), key=attrgetter("due_at", "pk"))
    steps = Step.objects.filter(case=case).select_related("organisation", "user")
    words = {text.step_id: text for text in _of(_words, case, reach)}
    found = sorted(steps, key=attrgetter("due_at", "pk"))
    for step in found:
        step._state.fields_cache["words"] = words.get(step.pk)  # noqa: SLF001 - what else would be read anew, past the reach
    return found


@asked
def _with_words(case: UUID) -> QuerySet[Step]:
    steps = Step.objects.filter(case=case).select_related("organisation", "user", "words__goal")
    return steps.annotate(overlaps_settled=settled_with())


def _clock(case: Case, at: datetime) -> Clock:
    passed = at - (case.mdt_due_at - clock.MDT_WITHIN)
    return Clock(case.mdt_due_at, passed / clock.MDT_WITHIN, late=at > case.mdt_due_at)


def _parties(grants: Iterable[Grant]) -> list[Party]:
    """Who may see the case now; several grants of one organisation together."""
    found: dict[Any, Party] = {}
    for grant in grants:
        party = found.setdefault(grant.organisation_id, Party(grant.organisation))
        party.mask |= grant.categories
        if grant.get_basis_display() not in party.bases:
            party.bases.append(grant.get_basis_display())
    return sorted(found.values(), key=lambda party: party.organisation.name)


def _safety(case: Case, reach: int | None) -> SafetyCheck | None:
    """What was said about safety last."""
    checks = _of(_checks, case, reach) if case.held & Category.SAFETY else []
    return max(checks, key=attrgetter("asked_at", "pk"), default=None)


def _entries(case: Case, reach: int | None) -> list[Entry]:
    """Every text with who wrote it and when; the story and its like stay sealed, as nothing here reads them."""
    return sorted(_of(_texts, case, reach), key=attrgetter("written_at"), reverse=True)


def _quarters(case: Case, steps: list[Step], reach: int | None) -> list[planned.Quarter]:
    """The plan by domain, with the lines of the latest decision that the actor may read."""
    return planned.quarters(case, steps, _of(_lines, case, reach))
