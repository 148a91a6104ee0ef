"""Begin a case, open it to look, read its story, write in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import BitOr
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from rondom.audit.log import record
from rondom.cases import clock, linked, live, planning, policies
from rondom.cases.models import (
    ALL_BY_REGIME,
    ALL_CATEGORIES,
    Access,
    Case,
    Category,
    Emergency,
    Entry,
    Grant,
    Naming,
    Person,
    Regime,
    Retelling,
    Shield,
    Teller,
)
from rondom.cases.verbs import CaseVerb
from rondom.core.asked import asked
from rondom.core.db import uuid7
from rondom.core.errors import NotThere
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Seat
from rondom.organisations.partners import Partnership


@dataclass(frozen=True)
class Opened:
    """Someone sees a case in an emergency, until a moment."""

    user_id: UUID
    name: str
    place: str
    until: datetime


OWN_REGISTRATION = "own-registration"  # the row of the privacy protocol


@dataclass(frozen=True)
class Opening:
    """All that is known when a case begins; only the partnership of the region and the moment are needed."""

    partnership: Partnership
    reported_at: datetime
    case_id: UUID = field(default_factory=uuid7)  # known before it begins when there was a draft
    shielded: Sequence[Organisation] = ()
    people: Sequence[dict[str, Any]] = ()
    entries: Sequence[dict[str, Any]] = field(default_factory=list)


def begin(*, actor: Actor, opening: Opening) -> Case:
    """Lay down a case, as the lower half of registering a report, which records it.

    It stands on the agenda of the region's next MDT, and the clock of 24 hours runs. The organisation that registers
    sees all of it; what others see is written by the room above (`sharing`). From whom it is shielded, because the person
    works there, learns nothing from the start, be it the organisation that chairs; of the registering organisation
    itself only who registers is let in.
    """
    assert actor.user is not None
    assert actor.organisation is not None
    region = opening.partnership.region
    due_at = clock.mdt_due(opening.reported_at)
    kept_from = {organisation.pk for organisation in opening.shielded}
    chair = opening.partnership.chair
    if chair and chair.organisation.pk in kept_from:
        chair = None
    case = Case(
        pk=opening.case_id,
        region=region,
        reported_at=opening.reported_at,
        registered_by=actor.user,
        registered_for=actor.organisation,
        mdt_due_at=due_at,
        mdt_region=region,
        next_kind=Case.NextKind.MDT,
        next_organisation=chair.organisation if chair else actor.organisation,
        next_user_id=chair.chair_id if chair else actor.user.pk,
        next_due_at=due_at,
    )
    case.mdt_at = planning.meeting_for(case, region, actor.at)
    case.save(force_insert=True)
    _keep_own(actor, case)
    Shield.objects.bulk_create(
        Shield(
            case=case,
            organisation=organisation,
            cleared=[actor.key] if organisation == actor.organisation else [],
            reason=Shield.Reason.WORKS_THERE,
            set_at=actor.at,
            set_by=actor.user,
        )
        for organisation in opening.shielded
    )
    Person.objects.bulk_create(
        Person(case=case, category=Person.category_for(person["roles"]), **person)
        for person in opening.people
    )
    Entry.objects.bulk_create(_entry(actor, actor.organisation, case, **entry) for entry in opening.entries)
    _told_first(actor, case, opening)
    live.on_the_agenda(case)
    return case


def _told_first(actor: Actor, case: Case, opening: Opening) -> None:
    """What the person tells first is the first time; what someone else tells of them is none."""
    first = [
        Retelling(
            case=case,
            asked_by=actor.organisation,
            asked_at=opening.reported_at,
            need=Retelling.Need.FIRST,
            recorded_by=actor.user,
            recorded_for=actor.organisation,
            recorded_at=max(actor.at, opening.reported_at),
        )
        for entry in opening.entries
        if entry["kind"] == Entry.Kind.STORY and entry.get("told_by") == Teller.VICTIM
    ]
    Retelling.objects.bulk_create(first[:1])


def _keep_own(actor: Actor, case: Case) -> None:
    """An organisation sees what it registered itself, all of it; and who registered is on it."""
    named = Naming(
        case=case,
        organisation=actor.organisation,
        user=actor.user,
        named_by=actor.user,
        starts_at=actor.at,
    )
    Naming.objects.bulk_create([named])
    own = Grant(
        case=case,
        organisation=actor.organisation,
        categories=ALL_CATEGORIES,
        by_regime=ALL_BY_REGIME,
        purpose="first_contact",
        basis=Grant.Basis.REGISTRATION,
        rows=[OWN_REGISTRATION],
        granted_by=actor.user,
        starts_at=actor.at,
    )
    own.save(force_insert=True)


def _entry(actor: Actor, organisation: Organisation, case: Case, **fields: Any) -> Entry:
    regime = Regime.of(organisation.kind, fields["category"])
    return Entry(
        case=case,
        author=actor.user,
        organisation=organisation,
        written_at=actor.at,
        regime=regime,
        **fields,
    )


def held_by(actor: Actor) -> Subquery:
    """An annotation for cases: the categories that the actor sees of each now, as a bit mask."""
    access = Access.objects.filter(
        user_id=actor.key, case_id=OuterRef("pk"), starts_at__lte=actor.at, ends_at__gt=actor.at
    )
    return Subquery(access.values("case_id").annotate(mask=BitOr("categories")).values("mask"))


@asked
def _looked_at(user: UUID, at: datetime, pk: UUID) -> QuerySet[Case]:
    """A case with all that its page says of it, and the cases that it is linked to."""
    cases = Case.objects.annotate(linked=linked.with_links())  # type: ignore[no-redef]
    return _around(Actor.in_query(user, at), cases, pk)


@asked
def _locked(user: UUID, at: datetime, pk: UUID) -> QuerySet[Case]:
    """The same, for who changes something in it."""
    return _around(Actor.in_query(user, at), Case.objects.select_for_update(of=("self",)), pk)


@asked
def _bare(user: UUID, at: datetime, pk: UUID) -> QuerySet[Case]:
    """A case without what stands around it."""
    rows: QuerySet[Case] = Case.objects.filter(pk=pk).annotate(held=held_by(Actor.in_query(user, at)))  # type: ignore[no-redef]
    return rows


def _around(actor: Actor, cases: "QuerySet[Case]", pk: UUID) -> "QuerySet[Case]":
    rows: QuerySet[Case] = cases.annotate(
        opened=_emergencies(actor), sits=_sits(actor), retold=_retold()  # type: ignore[no-redef]
    ).select_related(
        "region", "registered_by", "registered_for", "coordinator", "coordinator_organisation",
        "next_organisation", "next_user", "mdt_region", "closed_by",
    )  # fmt: skip
    return rows.filter(pk=pk).annotate(held=held_by(actor))  # type: ignore[no-redef]


def _seen(actor: Actor, cases: asked[Case], pk: UUID) -> Any:
    """The case as one may see it, with who opened it in an emergency. Raises NotThere."""
    found = _one(actor, cases, pk)
    found.emergencies = [
        Opened(UUID(one["user"]), one["name"], one["place"], datetime.fromisoformat(one["until"]))
        for one in found.opened
    ]
    return found


def _one(actor: Actor, cases: asked[Case], pk: UUID) -> Any:
    """The one case with what the actor sees of it. Raises NotThere."""
    rows: list[Any] = [*cases(user=actor.key, at=actor.at, pk=pk)]
    if not rows or not rows[0].held:
        raise NotThere("case", pk, case_id=pk)
    return rows[0]


def _sits(actor: Actor) -> Exists:
    """An annotation for cases: whether the actor sits in the MDT whose agenda holds each."""
    return Exists(Seat.objects.in_force(actor.at).filter(user_id=actor.key, region=OuterRef("mdt_region")))


def _retold() -> ArraySubquery:
    """An annotation for cases: of each time that the story was told, whether it was needed."""
    return ArraySubquery(Retelling.objects.filter(case=OuterRef("pk")).values("need"))


def _emergencies(actor: Actor) -> ArraySubquery:
    """An annotation for cases: who sees each in an emergency now, and until when."""
    running = Emergency.objects.filter(case=OuterRef("pk"), starts_at__lte=actor.at, ends_at__gt=actor.at)
    said = JSONObject(user="user_id", name="user__display_name", place="organisation__name", until="ends_at")
    return ArraySubquery(running.order_by("ends_at").values(said=said))


@transaction.atomic
def open_case(*, actor: Actor, pk: UUID, purpose: str = "coordination") -> Case:
    """The case, when the actor may see it; the viewing is recorded with its purpose.

    `case.held` is the bit mask of the categories the actor sees, `case.links` to which other cases of theirs. Raises NotThere, the same for "not there" and
    "not yours".
    """
    case: Case = _seen(actor, _looked_at, pk)
    case.links = linked.read(case, case.linked)
    record(actor, CaseVerb.VIEWED, case_id=case.pk, purpose=purpose)
    return case


@transaction.atomic
def open_part(*, actor: Actor, pk: UUID, purpose: str) -> Case:
    """The case for a part of its page that others changed, without what stands around it; recorded as a look like any other.

    Raises NotThere as `open_case` does.
    """
    case: Case = _one(actor, _bare, pk)
    record(actor, CaseVerb.VIEWED, case_id=case.pk, purpose=purpose)
    return case


def open_form(*, actor: Actor, pk: UUID, changes: bool) -> Case:
    """The case of a form: a recorded look while it is filled in, locked once it `changes` something."""
    return locked(actor, pk) if changes else open_case(actor=actor, pk=pk)


def locked(actor: Actor, pk: UUID) -> Case:
    """The case, visible and locked until the transaction ends, for an action that changes it. Raises NotThere."""
    case: Case = _seen(actor, _locked, pk)
    return case


@transaction.atomic
def read_story(*, actor: Actor, case: Case, purpose: str) -> list[Entry]:
    """The story as it was told, oldest first: a deliberate step, recorded with its purpose. Raises Denied."""
    policies.must_hold(case.held, [Category.STORY], case)
    kinds = [Entry.Kind.STORY, Entry.Kind.ADDITION, Entry.Kind.WISHES, Entry.Kind.REPORTER_NOTE]
    beside = Entry.objects.filter(case=case, kind=Entry.Kind.CORRECTION).order_by("written_at")
    said: dict[UUID | None, list[Entry]] = {}
    for correction in beside:
        said.setdefault(correction.about_id, []).append(correction)
    entries = list(
        Entry.objects.filter(case=case, kind__in=kinds)
        .select_related("author", "organisation")
        .order_by("written_at", "kind")
    )
    for entry in entries:
        entry.corrections = said.get(entry.pk, [])
    record(actor, CaseVerb.STORY_READ, case_id=case.pk, purpose=purpose)
    return entries


def widest(case: Case) -> Category:
    """The category for words about how a case goes on: with the story where the writer sees that, else the case."""
    return Category.STORY if case.held & Category.STORY else Category.CASE


@transaction.atomic
def relabel(*, actor: Actor, case: Case, entry: Entry, regime: Regime) -> None:
    """Say under which law a text of the own organisation falls; who may not see that sees it no more, at once.

    Raises Denied for a text of another organisation, or a law that is not one of its own.
    """
    policies.must_be_own(entry, actor, case)
    policies.may_fall_under(entry, regime, case)
    entry.regime = regime
    entry.save(update_fields=["regime"])
    record(
        actor,
        CaseVerb.RELABELLED,
        case_id=case.pk,
        subject=("entry", entry.pk),
        data={"regime": regime.name.lower()},
    )


@transaction.atomic
def write(
    *,
    actor: Actor,
    case: Case,
    kind: Entry.Kind,
    category: Category,
    text: str,
    about_id: UUID | None = None,
    regime: Regime | None = None,
) -> Entry:
    """Add a text to the dossier, for the actor's organisation, in a category they hold themselves.

    `about_id` is the row it is about, such as a consent; `regime` another law than that of the organisation, for what
    stands beside a text that falls under it.
    """
    policies.must_hold(case.held, [category], case)
    assert actor.organisation is not None
    entry = _entry(
        actor, actor.organisation, case, kind=kind, category=category, text=text, about_id=about_id
    )
    if regime is not None:
        entry.regime = regime
    entry.save(force_insert=True)
    record(actor, CaseVerb.NOTED, case_id=case.pk, subject=("entry", entry.pk), data={"kind": kind.value})
    return entry
