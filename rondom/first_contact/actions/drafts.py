"""Keep what someone types in a report, go on with it, choose between versions, throw it away and take it back.

A save is no event of its own: the row says when it was saved, and a log in which typing stands would hide what matters.
That a draft began, was gone on with, came to stand in two versions, and how it ended, is.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rondom.audit.log import record
from rondom.core.db import uuid7
from rondom.core.errors import NotThere, WrongStep
from rondom.first_contact import policies, terms
from rondom.first_contact.models import Draft
from rondom.first_contact.models.draft import digest
from rondom.first_contact.typed import Typed
from rondom.first_contact.verbs import DraftVerb
from rondom.keys import ring, store
from rondom.organisations.actor import Actor

_CHANGES = ["version", "page", "turn", "content", "saved_at", "goes_at", "thrown_away_at"]


@dataclass
class Placed:
    """Where what was typed was kept: its draft, the other versions, and whether that is news."""

    draft: Draft
    beside: list[Draft]
    verb: DraftVerb | None = None

    @property
    def case_id(self) -> UUID | None:
        """The case, when a version was registered already."""
        is_case = any(one.registered_at for one in [self.draft, *self.beside])
        return self.draft.case_id if is_case else None

    @property
    def is_one_of_several(self) -> bool:
        """Whether there is another version that still waits for a choice."""
        return any(not one.registered_at and not one.thrown_away_at for one in self.beside)


@transaction.atomic
def keep(*, actor: Actor, typed: Typed) -> Placed:
    """Keep what was typed, as it was typed; what was typed meanwhile on another page stays beside it.

    The same save again changes nothing. Raises NotThere for a draft that is not there or another's.
    """
    policies.may_draft(actor, typed)
    placed = _placed(actor, typed)
    if placed.verb:
        record(actor, placed.verb, subject=("draft", placed.draft.pk), purpose="first_contact")
    return placed


def taken(actor: Actor, typed: Typed) -> Placed | None:
    """The draft that is registered with exactly these words, held until that is done; None when it is gone by now."""
    policies.may_draft(actor, typed)
    try:
        return _placed(actor, typed)
    except NotThere:
        return None


def end(actor: Actor, draft: Draft) -> None:
    """The lower half of registering a report, which records it: what was typed stands in the case from now on."""
    draft.content = digest(draft.content)
    draft.registered_at, draft.thrown_away_at = actor.at, None
    draft.goes_at = actor.at + terms.REGISTERED
    draft.save(update_fields=[*_CHANGES, "registered_at"])


@transaction.atomic
def go_on(*, actor: Actor, key: UUID) -> Draft:
    """Open a draft to go on with it, on whichever device. Raises NotThere, and WrongStep once it was thrown away."""
    draft = _one(actor, key)
    if draft.thrown_away_at:
        raise WrongStep(_("This draft was thrown away."), instead=_("Take it back on the page Today."))
    record(actor, DraftVerb.OPENED, subject=("draft", draft.pk), purpose="first_contact")
    return draft


@transaction.atomic
def compare(*, actor: Actor, key: UUID) -> list[Draft]:
    """The versions of a draft that wait for a choice, oldest first; of one that was chosen, just that."""
    rows = [one for one in _together(actor, key) if not one.registered_at and not one.thrown_away_at]
    if not rows:
        raise NotThere("draft", key)
    record(actor, DraftVerb.COMPARED, subject=("draft", key), purpose="first_contact")
    return rows


@transaction.atomic
def choose(*, actor: Actor, key: UUID) -> Draft:
    """Go on with one version; the others are thrown away, and can be taken back for a day."""
    rows = _together(actor, key)
    chosen = _of(rows, key)
    if chosen.registered_at or chosen.thrown_away_at:
        raise WrongStep(_("This version does not wait for a choice any more."))
    others = [one for one in rows if one.pk != key and not one.registered_at and not one.thrown_away_at]
    for other in others:
        _away(actor, other)
    gone = sorted(str(one.pk) for one in others)
    record(actor, DraftVerb.CHOSEN, subject=("draft", key), purpose="first_contact", data={"others": gone})
    return chosen


@transaction.atomic
def throw_away(*, actor: Actor, key: UUID) -> Draft:
    """Throw a draft away; for a day it can be taken back, and then it and its keys are destroyed."""
    draft = _of(_together(actor, key), key)
    if draft.registered_at:
        raise WrongStep(_("This report was registered already."), instead=_("Open the case."))
    if draft.thrown_away_at:
        raise WrongStep(_("This draft was thrown away already."))
    _away(actor, draft)
    record(actor, DraftVerb.THROWN_AWAY, subject=("draft", key), purpose="first_contact")
    return draft


@transaction.atomic
def take_back(*, actor: Actor, key: UUID) -> Draft:
    """Take back what was thrown away less than a day ago."""
    draft = _of(_together(actor, key), key)
    if not draft.thrown_away_at:
        raise WrongStep(_("This draft was not thrown away."))
    draft.thrown_away_at, draft.goes_at = None, actor.at + terms.UNTOUCHED
    draft.save(update_fields=["thrown_away_at", "goes_at"])
    record(actor, DraftVerb.TAKEN_BACK, subject=("draft", key), purpose="first_contact")
    return draft


@transaction.atomic
def destroy(*, actor: Actor, key: UUID) -> None:
    """Destroy a draft that is over, and its keys when no case came of it; as the worker.

    The database refuses what is not over: ProgrammingError, and nothing happened. Killed between the keys and the row, it
    is done again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_draft(%s)", [key])
        (case_id,) = cursor.fetchone()
    if case_id:
        store.destroy(case_id, ring.PARTS)
    record(actor, DraftVerb.DESTROYED, subject=("draft", key), data={"keys": bool(case_id)})


def _together(actor: Actor, key: UUID) -> list[Draft]:
    """A draft and its versions, locked in the order in which they began."""
    return list(Draft.objects.of(actor).together(key).order_by("pk").select_for_update())


def _of(rows: list[Draft], key: UUID) -> Draft:
    for one in rows:
        if one.pk == key:
            return one
    raise NotThere("draft", key)


def _one(actor: Actor, key: UUID) -> Draft:
    return _of(list(Draft.objects.of(actor).filter(pk=key)), key)


def _placed(actor: Actor, typed: Typed) -> Placed:
    """Find the version that these words belong to, and write them there."""
    content = typed.content or "[]"
    rows = _together(actor, typed.key)
    if not rows and not typed.version:
        Draft.objects.bulk_create([_new(actor, typed, typed.key, uuid7())], ignore_conflicts=True)
        rows = _together(actor, typed.key)
        if rows and rows[0].started_at == actor.at:
            return Placed(rows[0], [], DraftVerb.STARTED)
    first = _of(rows, typed.key)
    mine = [one for one in rows if one.page == typed.page]
    late = next((one for one in mine if typed.turn < one.turn), None)
    found = late or next((one for one in rows if one.holds(content)), None)
    if found:
        return Placed(found, [one for one in rows if one is not found])
    if first.version == typed.version:
        mine.append(first)
    found = next((one for one in mine if not one.registered_at), None)
    if found:
        _write(actor, found, typed)
        return Placed(found, [one for one in rows if one is not found])
    found = _new(actor, typed, uuid7(), first.case_id)
    found.save(force_insert=True)
    return Placed(found, rows, DraftVerb.KEPT_BESIDE)


def _new(actor: Actor, typed: Typed, key: UUID, case_id: UUID) -> Draft:
    return Draft(
        pk=key,
        owner=actor.user,
        organisation=actor.organisation,
        case_id=case_id,
        page=typed.page,
        turn=typed.turn,
        content=typed.content or "[]",
        started_at=actor.at,
        saved_at=actor.at,
        goes_at=actor.at + terms.UNTOUCHED,
    )


def _write(actor: Actor, draft: Draft, typed: Typed) -> None:
    draft.content, draft.page, draft.turn = typed.content or "[]", typed.page, typed.turn
    draft.version += 1
    draft.saved_at, draft.goes_at = actor.at, actor.at + terms.UNTOUCHED
    draft.thrown_away_at = None
    draft.save(update_fields=_CHANGES)


def _away(actor: Actor, draft: Draft) -> None:
    draft.thrown_away_at, draft.goes_at = actor.at, actor.at + terms.THROWN_AWAY
    draft.save(update_fields=["thrown_away_at", "goes_at"])
