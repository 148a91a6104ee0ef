"""Add to the story what was told later or by someone else; note that it was asked for again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import policies
from rondom.cases.models import Case, Category, Entry, Regime, Retelling, Teller
from rondom.cases.verbs import CaseVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation


@dataclass(frozen=True)
class Told:
    """How something was told: by whom, when, to whom (empty: who writes it down), who else was there."""

    by: Teller
    at: datetime
    day_only: bool = False
    teller: str = ""
    to: str = ""
    presence: str = ""
    language: str = ""
    interpreter: str = ""


@transaction.atomic
def add(*, actor: Actor, case: Case, kind: Entry.Kind, text: str, told: Told) -> Entry:
    """Add to the story, or to what the person wants; what stood there stays as it is.

    Raises Denied without the story, WrongStep in a closed case.
    """
    policies.must_hold(case.held, [Category.STORY], case)
    policies.must_be_open(case)
    assert actor.organisation is not None
    entry = Entry(
        case=case,
        category=Category.STORY,
        regime=Regime.of(actor.organisation.kind, Category.STORY),
        kind=kind,
        text=text,
        told_by=told.by,
        teller=told.teller,
        told_to=told.to,
        told_at=told.at,
        told_day_only=told.day_only,
        presence=told.presence,
        language=told.language,
        interpreter=told.interpreter,
        author=actor.user,
        organisation=actor.organisation,
        written_at=actor.at,
    )
    entry.save(force_insert=True)
    record(
        actor,
        CaseVerb.STORY_ADDED,
        case_id=case.pk,
        subject=("entry", entry.pk),
        purpose="story",
        data={"kind": kind.value, "told_by": told.by.value},
    )
    return entry


@transaction.atomic
def note_retelling(
    *,
    actor: Actor,
    case: Case,
    asked_by: Organisation | str,
    at: datetime,
    day_only: bool,
    need: Retelling.Need,
    why: str = "",
) -> Retelling:
    """Note that the person told the story again, for an organisation or someone outside. Raises WrongStep once closed."""
    policies.must_be_open(case)
    place, other = (asked_by, "") if isinstance(asked_by, Organisation) else (None, asked_by)
    retelling = Retelling(
        case=case,
        asked_by=place,
        asked_by_other=other,
        asked_at=at,
        day_only=day_only,
        need=need,
        why=why,
        recorded_by=actor.user,
        recorded_for=actor.organisation,
        recorded_at=actor.at,
    )
    retelling.save(force_insert=True)
    case.retold = [*case.retold, need]
    record(
        actor,
        CaseVerb.RETOLD,
        case_id=case.pk,
        subject=("retelling", retelling.pk),
        purpose="story",
        data={"need": need.value, "asked_by": str(place.pk) if place else "outside"},
    )
    return retelling
