"""A page on which a report is typed: what stands on it, and where that comes from."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import Resolver404, resolve

from rondom.core.asked import asked
from rondom.core.db import uuid7
from rondom.core.errors import NotThere
from rondom.core.http import Kept, sent
from rondom.first_contact.actions import drafts
from rondom.first_contact.forms.draft import DraftForm
from rondom.first_contact.models import Draft
from rondom.first_contact.typed import Typed, content_of, unjudged
from rondom.organisations.actor import Actor


@dataclass
class Page:
    """What the form shows, and what is said around it.

    `is_draft`: the page said, or says, of which draft it is. `is_judged`: faults are shown, as it was sent.
    """

    typed: Typed
    data: QueryDict | None = None
    is_draft: bool = True
    is_judged: bool = False
    draft: Draft | None = None
    mine: list[Draft] = field(default_factory=list)
    beyond: list[tuple[str, str]] = field(default_factory=list)

    @property
    def case_id(self) -> UUID | None:
        """The case, when this draft was registered already."""
        return self.draft.case_id if self.draft and self.draft.registered_at else None

    @property
    def beside(self) -> bool:
        """Whether other versions of this draft wait for a choice."""
        mine = self.draft
        return mine is not None and any(
            one.case_id == mine.case_id and one.pk != mine.pk for one in self.mine
        )

    @property
    def offered(self) -> Draft | None:
        """The newest draft, where nothing was typed yet."""
        return self.mine[0] if self.mine and self.data is None else None

    def show(self, forms: Iterable[Any]) -> None:
        """Note what these forms do not show, and what of them is not judged yet."""
        if self.data is not None and not self.is_judged:
            unjudged(forms)
        self.beyond = list(self.typed.beyond(forms))


def page(request: Any) -> Page:
    """The page for this request: sent, kept while someone signed in again, a draft to go on with, or empty."""
    data = sent(request)
    if data is not None:
        typed = DraftForm(data).typed(is_saved=False)
        found = typed or Typed(content=content_of(data), is_saved=False)
        return Page(found, data, is_draft=typed is not None, is_judged=True)
    kept = _kept(request)
    if kept:
        return Page(kept, kept.data)
    mine = [one for one in Draft.objects.of(request.actor).unfinished() if not one.thrown_away_at]
    wanted = request.GET.get("concept")
    if wanted is None:
        return Page(Typed(), mine=mine)
    draft = drafts.go_on(actor=request.actor, key=_key(wanted))
    typed = Typed() if draft.registered_at else Typed.of(draft)
    return Page(typed, typed.data, draft=draft, mine=mine)


def unfinished(actor: Actor) -> list[Draft]:
    """The drafts of someone, last saved first, with those that can be taken back."""
    if actor.organisation_id is None:
        return []
    return _unfinished(user=actor.key, organisation=actor.organisation_id)


@asked
def _unfinished(user: UUID, organisation: UUID) -> QuerySet[Draft]:
    rows = Draft.objects.filter(owner_id=user, organisation_id=organisation)
    return rows.unfinished()  # type: ignore[no-any-return]


def _kept(request: Any) -> Typed | None:
    """What was to be saved when someone had to sign in again first: it goes on, on a page of its own."""
    kept: Kept | None = getattr(request, "kept", None)
    if kept is None:
        return None
    try:
        match = resolve(kept.path)
    except Resolver404:
        return None
    if match.view_name != "first_contact:draft":
        return None
    typed = DraftForm(kept.data, match.kwargs["draft_pk"]).typed(is_saved=False)
    kept.filled = typed is not None
    return replace(typed, page=uuid7(), turn=0) if typed else None


def _key(wanted: str) -> UUID:
    try:
        return UUID(wanted)
    except ValueError:
        raise NotThere("draft") from None
