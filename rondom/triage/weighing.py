"""What the MDT has before it when it weighs a case: who sees it, who is there, who can be asked, what the person wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from uuid import UUID

from django.db.models import QuerySet

from rondom.accounts.models import User
from rondom.cases.candidates import Candidate, candidates
from rondom.cases.models import Case, Category, Entry, Grant
from rondom.cases.people import Circle, circle
from rondom.cases.policies import grants_at
from rondom.cases.wishes import latest
from rondom.core.asked import asked
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Seat
from rondom.triage import presence, quorum
from rondom.triage.agenda import Agenda, Item
from rondom.triage.models import Meeting

# Who can be invited: those who can do something in a case.
PARTIES = [
    Organisation.Kind.POLICE, Organisation.Kind.VEILIG_THUIS, Organisation.Kind.VICTIM_SUPPORT, Organisation.Kind.CSG,
    Organisation.Kind.PROSECUTION, Organisation.Kind.MEDIATION, Organisation.Kind.LOCAL_TEAM, Organisation.Kind.CARE,
    Organisation.Kind.SCHOOL,
]  # fmt: skip


@dataclass(frozen=True)
class Weighing:
    """A case on the table of an open MDT, for whoever writes the decision down."""

    actor: Actor
    case: Case
    circle: Circle
    quorum: quorum.Quorum
    said: Sequence[Entry] | None = None  # what was told, where it was read already

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Who can be asked to coordinate, with profile and load: shown, never ranked."""
        return candidates(self.case, self.circle)

    @cached_property
    def _wished(self) -> list[Entry]:
        """What the person said they want, and wishes about their coordinator, the last one last."""
        kinds = [Entry.Kind.WISHES, Entry.Kind.CONTACT_WISH]
        if self.said is None:
            return list(Entry.objects.filter(case=self.case, kind__in=kinds).order_by("written_at", "pk"))
        return sorted((one for one in self.said if one.kind in kinds), key=attrgetter("written_at", "pk"))

    def offers(self, user: User, organisation: Organisation) -> bool:
        """Whether someone is one of those who can be asked to coordinate."""
        chosen = (user.pk, organisation.pk)
        return any((one.member.user_id, one.member.organisation_id) == chosen for one in self.candidates)

    @property
    def contact_wish(self) -> Entry | None:
        """What the person wishes about their coordinator, for who may know who it is about."""
        return latest(self._wished)

    @cached_property
    def parties(self) -> list[Organisation]:
        """Organisations of the region that could be asked to join; whether they may be told is worked out when chosen."""
        found = Organisation.objects.filter(works_in=self.case.region_id, kind__in=PARTIES)
        return sorted(found, key=lambda place: place.name)

    @cached_property
    def wishes(self) -> str:
        """What the person said they want, as it was noted last; empty for who may not read it."""
        if not self.case.held & Category.STORY:
            return ""
        said = [entry for entry in self._wished if entry.kind == Entry.Kind.WISHES]
        return said[-1].text if said else ""

    @property
    def held(self) -> int:
        held: int = self.case.held
        return held


def of(actor: Actor, case: Case, meeting: Meeting) -> Weighing:
    """What is before whoever writes the decision down."""
    return Weighing(actor, case, circle(case, actor), quorum_of(actor, case, meeting))


def at(actor: Actor, agenda: Agenda, item: Item, around: Circle) -> Weighing:
    """The same, from what the page of the item holds already."""
    seated = {seat.organisation_id: seat.organisation for seat in agenda.seats}
    places = [place for key, place in seated.items() if key in around.granted]
    there = presence.there(agenda.present, item.members, actor)
    counted = quorum.count(sorted(places, key=attrgetter("name")), there)
    return Weighing(actor, item.case, around, counted, item.entries)


def seeing(actor: Actor, case: Case) -> list[Organisation]:
    """The organisations with a fixed seat in the MDT of the case that may see it now."""
    found = _seeing(region=case.mdt_region_id or case.region_id, case=case.pk, at=actor.at)
    return sorted(found, key=lambda place: place.name)


@asked
def _seeing(region: UUID, case: UUID, at: datetime) -> QuerySet[Organisation]:
    seated = Seat.objects.in_force(at).filter(region=region, fixed=True)
    granted = Grant.objects.filter(grants_at(case, at))
    return Organisation.objects.filter(pk__in=seated.values("organisation_id")).filter(
        pk__in=granted.values("organisation_id")
    )


def quorum_of(actor: Actor, case: Case, meeting: Meeting) -> quorum.Quorum:
    """Whether everyone is there who must be before this case is decided on; who may not see it cannot be missing."""
    return quorum.count(seeing(actor, case), presence.there_for(meeting, case, actor))
