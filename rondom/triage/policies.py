"""Who may do what in the MDT, now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.cases import policies as case_policies
from rondom.cases.models import FOR_THE_MDT, Case, Category, Status
from rondom.core.asked import asked
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations import calendar
from rondom.organisations.actor import Actor
from rondom.organisations.models import Membership, Organisation, Region, Role, Seat
from rondom.sharing import policies as sharing_policies
from rondom.triage.models import (
    Decision,
    DecisionLine,
    Escalation,
    ItemMember,
    ItemTime,
    Meeting,
    Minutes,
    NotDiscussed,
)

AHEAD = timedelta(days=14)  # How far ahead the calendar shows and an item can be moved; our own default.


def seats_of(actor: Actor) -> list[Seat]:
    """The seats the actor holds now, with their regions, when these meet, and whether one is open (`opened`)."""
    seats: list[Any] = [*_seats(user=actor.key, at=actor.at)]
    for seat in seats:
        calendar.take(seat.region, seat.week)
    return sorted(seats, key=attrgetter("region.name"))


@asked
def _seats(user: UUID, at: datetime) -> QuerySet[Seat]:
    opened = Meeting.objects.filter(region=OuterRef("region"), closed_at__isnull=True)
    return (
        Seat.objects.in_force(at)
        .filter(user_id=user)
        .select_related("region")
        .annotate(week=calendar.weeks("region"), opened=Exists(opened))
    )


def must_chair(actor: Actor, region: Region) -> None:
    """Only the chair opens and closes the MDT."""
    if not Seat.objects.in_force(actor.at).filter(user_id=actor.key, region=region, chair=True).exists():
        raise Denied(_("Only the chair opens and closes the MDT of %(region)s.") % {"region": region.name})


def runs(actor: Actor, region: Region | None) -> bool:
    """Whether the actor goes through the agenda of a region's MDT: its chair does."""
    return Seat.objects.in_force(actor.at).filter(user_id=actor.key, region=region, chair=True).exists()


def must_run(actor: Actor, case: Case) -> None:
    """Only the chair of the MDT that holds the case goes through its agenda."""
    if not runs(actor, case.mdt_region):
        raise Denied(_("Only the chair goes through the agenda of this MDT."), case_id=case.pk)


def must_sit(actor: Actor, case: Case) -> bool:
    """Only who has a seat in the MDT that holds the case takes part. Gives whether they chair it."""
    chairs: list[bool] = []
    if case.mdt_region_id is not None:
        sits = Seat.objects.in_force(actor.at).filter(user_id=actor.key, region_id=case.mdt_region_id)
        chairs = list(sits.values_list("chair", flat=True))
    if not chairs:
        raise Denied(_("Only members of this MDT can do this."), case_id=case.pk)
    return any(chairs)


def may_take_part(actor: Actor, case: Case) -> bool:
    """The case is on the agenda, and the actor has a seat in the MDT that holds it. Gives whether they chair it."""
    must_wait_for_the_mdt(case)
    return must_sit(actor, case)


def may_be_called(actor: Actor, case: Case, seat: Seat) -> None:
    """Who is on call in the region of the case is called once, when their organisation may see it."""
    if seat.fixed or seat.region_id != case.mdt_region_id or not seat.holds(actor.at):
        raise WrongStep(_("Only who is on call in this MDT can be called."), case_id=case.pk)
    case_policies.may_take_part(seat.organisation, case, Category.CASE, actor)
    there = ItemMember.objects.filter(case=case, user=seat.user_id, ended_at__isnull=True)
    if there.exists():
        raise WrongStep(
            _("%(name)s has been called for this case already.") % {"name": seat.user.display_name},
            case_id=case.pk,
        )


def may_end_call(actor: Actor, case: Case, called: ItemMember) -> None:
    """A call ends once; who stepped back does not come back by this."""
    must_sit(actor, case)
    if called.kind != ItemMember.Kind.CALLED or called.ended_at is not None:
        raise WrongStep(_("This call has ended already."), case_id=case.pk)


def may_step_back(actor: Actor, case: Case) -> Seat:
    """A member steps back from a case that waits, unless it would be left without who does it; gives their seat."""
    may_take_part(actor, case)
    if actor.key in {case.coordinator_id, case.registered_by_id}:
        raise WrongStep(
            _("You registered this case, or coordinate it."),
            instead=_("Let someone else take over the case first, and tell the chair."),
            case_id=case.pk,
        )
    seats = Seat.objects.in_force(actor.at).filter(user_id=actor.key, region=case.mdt_region)
    return seats.select_related("organisation").order_by("-fixed", "pk")[0]


def must_have_a_seat(actor: Actor, case: Case) -> None:
    """The same for a case that may have left the agenda: a seat in the MDT of its region."""
    region = case.mdt_region or case.region
    if not Seat.objects.in_force(actor.at).filter(user_id=actor.key, region=region).exists():
        raise Denied(_("Only members of this MDT can do this."), case_id=case.pk)


def may_move(actor: Actor, case: Case, to_at: datetime, *, late_is_meant: bool) -> None:
    """An item goes to another meeting that is still to come, and past its last moment only when that is meant."""
    if not actor.at < to_at <= actor.at + AHEAD or to_at == case.mdt_at:
        raise WrongStep(
            _("An item goes to another meeting that is still to come, within two weeks."), case_id=case.pk
        )
    if to_at > case.mdt_due_at and not late_is_meant:
        raise WrongStep(
            _("That is past the last moment for this case."),
            instead=_("Choose an earlier meeting, or say that it is meant."),
            case_id=case.pk,
        )


def must_not_be_discussed(case: Case) -> None:
    """The open meeting is not at this case now."""
    if ItemTime.objects.filter(case=case, ended_at__isnull=True).exists():
        raise WrongStep(
            _("The MDT discusses this case now."),
            instead=_("How long it takes is kept by itself, beside what was planned."),
            case_id=case.pk,
        )


def breaches_without_reason(case: Case) -> list[Escalation]:
    """The times that a case was not discussed before its last moment, and nobody said yet why."""
    breaches = Escalation.objects.filter(case=case, level__in=Escalation.BREACHES, reason="")
    found = list(breaches.order_by("raised_at", "pk"))
    if not found:
        raise WrongStep(_("No reason is asked for this case."), case_id=case.pk)
    return found


def plans(actor: Actor, region: Region) -> bool:
    """Whether the actor says when the MDT of a region meets: its chair, or an administrator."""
    chairs = Seat.objects.in_force(actor.at).filter(user_id=actor.key, region=region, chair=True)
    return actor.has_role(Role.ADMINISTRATOR) or chairs.exists()


def must_plan(actor: Actor, region: Region) -> None:
    """The same, or nothing happens."""
    if not plans(actor, region):
        raise Denied(
            _("Only the chair of %(region)s, or an administrator, changes when the MDT meets.")
            % {"region": region.name}
        )


def may_bring_back(case: Case) -> None:
    """A case that was decided may come back; one that waits is there already, a closed one is reopened."""
    if case.status in FOR_THE_MDT:
        raise WrongStep(_("This case is on the agenda of the MDT already."), case_id=case.pk)
    if case.status == Status.CLOSED:
        raise WrongStep(
            _("This case is closed."), instead=_("Whoever is on the case can reopen it."), case_id=case.pk
        )


def must_wait_for_the_mdt(case: Case) -> None:
    """The case stands on the agenda now."""
    if case.status not in FOR_THE_MDT:
        raise WrongStep(
            _("This case is not on the agenda of the MDT: it is '%(now)s'.")
            % {"now": Status(case.status).label},
            instead=_("Bring it back to the MDT if something has changed."),
            case_id=case.pk,
        )


def open_meeting_of(region: Region | None, case: Case) -> Meeting:
    """The meeting that is open now, in which decisions are recorded."""
    meeting = must_be_open(Meeting.objects.filter(region=region, closed_at__isnull=True).first(), case)
    meeting.region = region  # type: ignore[assignment] # found by it, so that it need not be looked up
    return meeting


def must_be_open(meeting: Meeting | None, case: Case) -> Meeting:
    """A meeting was found that is open."""
    if meeting is None:
        raise WrongStep(
            _("The MDT is not open."), instead=_("The chair opens the MDT first."), case_id=case.pk
        )
    return meeting


def must_be_whole(lines: Sequence[object], case: Case) -> None:
    """A decision says something in at least one domain."""
    if not lines:
        raise Denied(
            _("You may not see any domain of this case, so another member must write the decision down."),
            case_id=case.pk,
        )


def must_be_first(case: Case, typed: Sequence[str]) -> None:
    """A decision is made once a round: who comes second gets it beside what they typed, so that no word is lost."""
    if case.status in FOR_THE_MDT:
        return
    made = Decision.objects.filter(case=case, round=case.mdt_round).select_related("decided_by")
    decision = made.prefetch_related(Prefetch("lines", DecisionLine.objects.order_by("category"))).first()
    if decision is None:
        return
    lines = [
        f"{line.get_domain_display()}: {line.get_need_display()}. {line.text}"
        for line in decision.lines.all()
    ]
    raise WrongStep(
        _("%(name)s has recorded the decision on this case just now.")
        % {"name": decision.decided_by.display_name},
        instead=_("Compare it with what you wrote. Is something missing? Bring the case back to the MDT."),
        case_id=case.pk,
        beside=[(_("What was decided"), lines), (_("What you wrote, which was not recorded"), typed)],
    )


def may_coordinate(user: User, organisation: Organisation, case: Case, actor: Actor) -> None:
    """A coordinator works as such for an organisation of a kind that coordinates in the region, and may know who it is about."""
    works = (
        Membership.objects.in_force(actor.at)
        .filter(user=user, organisation=organisation, role=Role.COORDINATOR)
        .exists()
    )
    if organisation.kind not in case.region.coordinating_kinds or not works:
        raise Denied(
            _("%(name)s is not a case coordinator of %(organisation)s.")
            % {"name": user.display_name, "organisation": organisation.name},
            case_id=case.pk,
        )
    case_policies.may_take_part(organisation, case, Category.IDENTITY, actor)


def may_hand_over(actor: Actor, case: Case, region: Region | None = None) -> None:
    """Who registered a case, or coordinates it, hands it over to another region while it is open."""
    if not sharing_policies.shares(actor, case):
        raise Denied(
            _("Only the coordinator, or the organisation that registered this case, hands it over."),
            case_id=case.pk,
        )
    if case.status == Status.CLOSED:
        raise WrongStep(_("This case is closed."), instead=_("Open it again first."), case_id=case.pk)
    if region is not None and region.pk == case.region_id:
        raise WrongStep(_("This case is in %(region)s already.") % {"region": region.name}, case_id=case.pk)


def sat_in(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor has a seat in the region of a meeting, or had one while it was held."""
    held = Q(starts_at__lt=meeting.closed_at or actor.at, ends_at__gt=meeting.opened_at)
    now = Q(starts_at__lte=actor.at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=actor.at))
    return Seat.objects.filter(now | held, user_id=actor.key, region_id=meeting.region_id).exists()


def may_sign(actor: Actor, meeting: Meeting) -> None:
    """The chair signs the minutes of a meeting once it is closed, and once only: it cannot be undone."""
    seats = Seat.objects.in_force(actor.at)
    if not seats.filter(user_id=actor.key, region_id=meeting.region_id, chair=True).exists():
        raise Denied(_("Only the chair signs the minutes of this MDT."))
    if meeting.closed_at is None:
        raise WrongStep(
            _("This MDT is still open."), instead=_("Close it first; then the minutes are ready.")
        )
    if Minutes.objects.filter(meeting=meeting, signed_at__isnull=False).exists():
        raise WrongStep(
            _("These minutes are signed already."),
            instead=_("Is something missing or wrong? Add it to the minutes of the case."),
        )


def may_add_to_minutes(actor: Actor, case: Case, meeting: Meeting) -> None:
    """Who has or had a seat in a meeting, or works on the case, adds to the minutes of a case that was on its table."""
    decided = Decision.objects.filter(case=case, meeting=meeting).exists()
    if not decided and not NotDiscussed.objects.filter(case=case, meeting=meeting).exists():
        raise NotThere("meeting", meeting.pk, case_id=case.pk)
    if not sat_in(actor, meeting) and not case_policies.is_named(actor, case):
        raise Denied(
            _("Only members of this MDT, and who works on this case, add to its minutes."), case_id=case.pk
        )
