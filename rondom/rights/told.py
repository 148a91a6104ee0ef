"""What a person gets to see of files, of how often they told their story, of who was called, and of added minutes."""

from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases.models import Case, Category, Document, Person, PersonChange, Regime, Retelling, Teller
from rondom.core.moments import absolute, day
from rondom.first_contact.forms.person import Was
from rondom.first_contact.models import EventMoment
from rondom.triage.models import Addition, ItemMember, ItemTime


class Sieve(Protocol):
    """What lets go to the person what may, and notes what was left out (rights/held.py)."""

    def passes(self, kind: str, category: int, regime: int, key: Any = None) -> bool:
        """Whether this goes to the person now."""

    def leave_out(self, why: str) -> bool:
        """Note that something does not."""


def files(case: Case, sieve: Sieve) -> list[dict[str, Any]]:
    """What is kept as a file, also what may not be shared with others; not what someone else gave."""
    found = []
    for one in Document.objects.filter(case=case).without_content().order_by("added_at", "pk"):
        if one.given_by in {Teller.RELATIVE, Teller.BYSTANDER}:
            sieve.leave_out(_("a file that someone else gave: the rights of others (AVG 15(4))"))
        elif sieve.passes(one.organisation.kind, one.category, one.regime, one.pk):
            found.append(
                {
                    "what": f"{one.get_kind_display()}: {one.name}",
                    "category": Category(one.category).name.lower(),
                    "law": Regime(one.regime).name.lower(),
                    "organisation": one.organisation.name,
                    "written": absolute(one.added_at),
                    "shared": str(one.get_shareable_display()),
                    "withdrawn": absolute(one.withdrawn_at) if one.withdrawn_at else "",
                    "text": one.description,
                }
            )
    return found


def known_before(case: Case, sieve: Sieve) -> list[dict[str, Any]]:
    """What was noted about the person before it changed, and each later statement of when it was."""
    kind = case.registered_for.kind
    changes = PersonChange.objects.filter(case=case).select_related("person").order_by("changed_at", "pk")
    changed = [
        {
            "at": absolute(one.changed_at),
            "text": "; ".join(f"{name}: {stood}" for name, stood in Was(one).before),
        }
        for one in changes
        if one.before
        and Person.Role.VICTIM in one.person.roles
        and sieve.passes(kind, one.category, Regime.AVG)
    ]
    stated = [
        {
            "at": absolute(one.noted_at),
            "event_from": absolute(one.earliest) if one.earliest else "",
            "event_until": absolute(one.latest) if one.latest else "",
        }
        for one in EventMoment.objects.filter(case=case).order_by("noted_at", "pk")
        if sieve.passes(kind, Category.STORY, Regime.AVG)
    ]
    return [*changed, *stated]


def retellings(case: Case) -> list[dict[str, Any]]:
    """Each time that the person told it, as it was noted."""
    return [
        {
            "at": day(timezone.localdate(one.asked_at)) if one.day_only else absolute(one.asked_at),
            "organisation": one.asked_by.name if one.asked_by else one.asked_by_other,
            "how": str(one.get_need_display()),
            "text": one.why,
        }
        for one in Retelling.objects.filter(case=case).select_related("asked_by").order_by("asked_at", "pk")
    ]


def table(case: Case) -> list[dict[str, Any]]:
    """Which organisations were called to the meeting for this case, or stepped back from it."""
    found = ItemMember.objects.filter(case=case).select_related("organisation").order_by("noted_at", "pk")
    return [
        {
            "at": absolute(one.noted_at),
            "organisation": one.organisation.name,
            "how": str(one.get_kind_display()),
            "text": one.why,
        }
        for one in found
    ]


def discussed(case: Case) -> list[dict[str, Any]]:
    """When meetings of the MDT talked about it, from and until, and how many minutes were planned."""
    found = ItemTime.objects.filter(case=case).order_by("started_at").select_related("meeting__region")
    return [
        {
            "region": one.meeting.region.name,
            "from": absolute(one.started_at),
            "until": absolute(one.ended_at) if one.ended_at else "",
            "minutes_planned": str(one.planned_minutes or ""),
        }
        for one in found
    ]


def added_to_minutes(case: Case, sieve: Sieve) -> list[dict[str, Any]]:
    """What someone added to what the MDT wrote down, or said to be wrong in it."""
    found = Addition.objects.filter(case=case).select_related("organisation").order_by("written_at", "pk")
    return [
        {
            "what": str(one.get_kind_display()),
            "organisation": one.organisation.name,
            "written": absolute(one.written_at),
            "text": one.text,
        }
        for one in found
        if sieve.passes(
            one.organisation.kind, one.category, Regime.of(one.organisation.kind, one.category), one.pk
        )
    ]
