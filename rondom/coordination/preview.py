"""What an organisation will see of a case once something is shared with it, before it is."""

from copy import copy
from dataclasses import dataclass, replace
from functools import reduce
from operator import attrgetter, or_
from typing import Any
from uuid import UUID

from rondom.accounts.models import User
from rondom.cases.models import Case, Category, Document, Entry, Grant, Naming, any_lane
from rondom.cases.policies import lasting, live_grants, parts
from rondom.coordination.overview import Overview, overview
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation, Role
from rondom.sharing.ledger import What, what
from rondom.sharing.proposal import Proposal
from rondom.triage.models import View


@dataclass(frozen=True)
class Preview:
    """The receiver's view of a case: what it sees already, and what comes with a proposal."""

    organisation: Organisation
    proposal: Proposal
    wanted: list[Category]
    overview: Overview
    views: list[View]
    documents: list[Document]
    by_regime: int
    beyond: bool  # it sees already what who shares may not see
    people: list[User]
    named: list[User]

    @property
    def allowed(self) -> list[Category]:
        """What of the wish will be shared."""
        return [category for category in self.wanted if self.proposal.categories & category]

    @property
    def what(self) -> list[What]:
        """What will be shared, by the law under which it came into being."""
        return what(self.proposal.by_regime)

    @property
    def hidden(self) -> list[tuple[Category, str]]:
        """What of the wish will not be shared, and why."""
        reasons = self.proposal.reasons
        return [(one, reasons.get(one, "")) for one in self.wanted if not self.proposal.categories & one]

    @property
    def rest(self) -> list[str]:
        """What the organisation will not see because nobody shares it."""
        unseen = sum(one for one in Category if not any_lane(self.by_regime) & one)
        return parts(unseen & ~sum(one for one, _reason in self.hidden))

    @property
    def told(self) -> list[Entry]:
        """Texts that are read on purpose: the receiver will be able to, and the preview does not open them."""
        kinds = [Entry.Kind.WISHES, Entry.Kind.REPORTER_NOTE, Entry.Kind.CONSENT_WORDS]
        return [entry for entry in self.overview.entries if entry.kind in kinds]

    @property
    def rows(self) -> set[UUID]:
        """The rows that hold content: people, texts, what steps say, lines of the decision, views."""
        steps = [step.words for step in self.overview.steps if getattr(step, "words", None)]
        lines = [quarter.line for quarter in self.overview.quarters if quarter.line]
        found: list[Any] = [
            *self.overview.people,
            *self.overview.entries,
            *steps,
            *lines,
            *self.views,
            *self.documents,
        ]
        return {row.pk for row in found}


def preview(
    actor: Actor, case: Case, organisation: Organisation, wanted: list[Category], proposal: Proposal
) -> Preview:
    """What the organisation will see, as far as the actor sees it too."""
    grants = Grant.objects.filter(live_grants(case, actor), organisation=organisation)
    present = reduce(or_, grants.values_list("by_regime", flat=True), 0)
    mine = lasting(actor, case)
    then = (present | proposal.by_regime) & mine
    theirs = copy(case)
    theirs.held = any_lane(then)
    seen = overview(actor, theirs, reach=then)
    people, named = _people(actor, case, organisation)
    views = View.objects.filter(case=case).within(then).select_related("organisation", "author")
    return Preview(
        organisation=organisation,
        proposal=proposal,
        wanted=wanted,
        overview=replace(seen, mine=[], sits=False, coordinates=False),
        views=sorted(views, key=attrgetter("organisation.name", "written_at")),
        documents=list(
            Document.objects.filter(case=case).within(then).without_content().order_by("added_at", "pk")
        ),
        by_regime=then,
        beyond=bool(present & ~mine),
        people=people,
        named=named,
    )


def _people(actor: Actor, case: Case, organisation: Organisation) -> tuple[list[User], list[User]]:
    """Who helps people there and is not on the case, and who is."""
    members = (
        Membership.objects.in_force(actor.at)
        .filter(
            organisation=organisation,
            user__is_active=True,
            role__in=[Role.PROFESSIONAL, Role.COORDINATOR],
        )
        .select_related("user")
    )
    known = {member.user_id: member.user for member in members}
    on_it = set(
        Naming.objects.filter(case=case, organisation=organisation, ends_at__isnull=True).values_list(
            "user_id", flat=True
        )
    )
    by_name = sorted(known.values(), key=attrgetter("display_name"))
    return [one for one in by_name if one.pk not in on_it], [one for one in by_name if one.pk in on_it]
