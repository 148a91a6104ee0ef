"""Call someone to the table for one case, end that, or step back from it oneself."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import live
from rondom.cases.actions import naming
from rondom.cases.models import OPEN_STATES, Case, Naming, Shield, Step
from rondom.organisations.actor import Actor
from rondom.organisations.models import Seat
from rondom.sharing.actions import grants, shields
from rondom.triage import policies
from rondom.triage.models import ItemMember
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def call(*, actor: Actor, case: Case, seat: Seat, why: str) -> ItemMember:
    """Call someone who is on call to the table for this case; from then on they see what their organisation may see.

    The case must be locked. Raises Denied when their organisation may not see it, WrongStep when there is nothing to call.
    """
    policies.may_take_part(actor, case)
    policies.may_be_called(actor, case, seat)
    already = Naming.objects.filter(case=case, user=seat.user_id, ends_at__isnull=True).exists()
    naming.name(actor=actor, case=case, organisation=seat.organisation, user=seat.user)
    called = _noted(actor, case, seat, ItemMember.Kind.CALLED, why=why, was_named=already)
    live.changed(case.mdt_region, "views", case)
    record(
        actor,
        TriageVerb.CALLED,
        case_id=case.pk,
        subject=("item_member", called.pk),
        data={"seat": str(seat.pk), "round": case.mdt_round},
    )
    return called


@transaction.atomic
def end_call(*, actor: Actor, case: Case, called: ItemMember) -> None:
    """Who was called is not needed at the table any more. The case must be locked."""
    policies.may_end_call(actor, case, called)
    end_calls(actor, case, [called])
    live.changed(case.mdt_region, "views", case)
    record(actor, TriageVerb.CALL_ENDED, case_id=case.pk, subject=("item_member", called.pk))


def end_calls(actor: Actor, case: Case, calls: list[ItemMember] | None = None) -> None:
    """End calls, all by default; who does something in the case, or was on it before, stays on it."""
    if calls is None:
        found = ItemMember.objects.filter(case=case, kind=ItemMember.Kind.CALLED, ended_at__isnull=True)
        calls = list(found)
    for one in calls:
        one.ended_at, one.ended_by = actor.at, actor.user
        one.save(update_fields=["ended_at", "ended_by"])
    only_called = {one.user_id for one in calls if not one.was_named} - {case.coordinator_id}
    doing = Step.objects.filter(case=case, user__in=only_called, state__in=OPEN_STATES)
    leaving = only_called - set(doing.values_list("user_id", flat=True))
    if leaving:
        Naming.objects.filter(case=case, user__in=leaving, ends_at__isnull=True).update(ends_at=actor.at)


@transaction.atomic
def step_back(*, actor: Actor, case: Case, reason: Shield.Reason) -> None:
    """Step back from a case because of a conflict of interest: from then on one sees nothing of it, for good.

    What waited for oneself is withdrawn. The case must be locked. Raises WrongStep for its coordinator and who registered it.
    """
    seat = policies.may_step_back(actor, case)
    member = _noted(actor, case, seat, ItemMember.Kind.STEPPED_BACK)
    named = Naming.objects.filter(case=case, user=actor.user, ends_at__isnull=True)
    grants.let_go(actor, case, set(named.values_list("organisation_id", flat=True)), {actor.key})
    live.changed(case.mdt_region)
    live.changed(case.mdt_region, "views", case)
    shields.from_oneself(actor, case, reason)  # last: after it, the case is out of sight
    record(
        actor,
        TriageVerb.STEPPED_BACK,
        case_id=case.pk,
        subject=("item_member", member.pk),
        data={"reason": reason.value},
    )


def _noted(
    actor: Actor, case: Case, seat: Seat, kind: ItemMember.Kind, *, why: str = "", was_named: bool = False
) -> ItemMember:
    member = ItemMember(
        case=case,
        round=case.mdt_round,
        kind=kind,
        seat=seat,
        organisation=seat.organisation,
        user_id=seat.user_id,
        why=why,
        noted_at=actor.at,
        noted_by=actor.user,
        was_named=was_named,
    )
    member.save(force_insert=True)
    return member
