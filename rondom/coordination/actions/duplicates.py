"""Close a case as the same as another, and put it back as it was."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import live, planning, turn
from rondom.cases.actions import links
from rondom.cases.models import FOR_THE_MDT, OPEN_STATES, Case, CaseLink, Status, Step
from rondom.coordination import policies
from rondom.coordination.actions.coordinator import end_present
from rondom.coordination.models import Assignment
from rondom.coordination.verbs import CoordinationVerb
from rondom.core.errors import Denied, WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing.actions import retention
from rondom.triage import policies as triage_policies


@transaction.atomic
def fold(*, actor: Actor, case: Case, into: Case, grounds: Sequence[str]) -> CaseLink:
    """Close `case` because `into` is about the same: its texts stay where they are, under their own grants.

    Questions that are open in it are withdrawn and its coordination ends; of two that wait for the MDT the earlier moment
    counts. Both must be locked. Raises Denied or WrongStep.
    """
    policies.may_fold(actor, case, into)
    due_at = min(case.mdt_due_at, into.mdt_due_at)
    moved = case.status in FOR_THE_MDT and due_at < into.mdt_due_at
    into_due = [into.mdt_due_at.isoformat(), due_at.isoformat()] if moved else None
    if moved:
        into.mdt_due_at = due_at
        _plan_again(into, actor)
    into_at = into.mdt_at.isoformat() if moved and into.mdt_at else ""
    before = {**_stands(case), "into_due": into_due, "into_at": into_at}
    kind = CaseLink.Kind.DUPLICATE
    link = links.add(actor=actor, case=case, other=into, kind=kind, grounds=grounds, before=before)
    Step.objects.filter(case=case, state__in=OPEN_STATES).update(
        state=Step.State.WITHDRAWN, ended_at=actor.at, ended_by=actor.user
    )
    end_present(actor, case, Assignment.EndWhy.CLOSED)
    case.fold()
    case.closed_at, case.closed_by = actor.at, actor.user
    live.changed(case.mdt_region)
    case.coordinator = case.coordinator_organisation = case.mdt_region = None
    turn.settle(case, actor.at)
    if moved:
        turn.settle(into, actor.at)
        live.on_the_agenda(into)
    retention.lay(actor=actor, case=case)
    record(actor, CoordinationVerb.CLOSED, case_id=case.pk, data={"reason": case.closing_reason})
    return link


@transaction.atomic
def unfold(*, actor: Actor, link: CaseLink, case: Case, into: Case) -> None:
    """Put a case that closed as a duplicate back exactly where it stood: turn, coordinator, questions, clock.

    `case` and `into` are the two of the link, locked. Raises Denied, or WrongStep when that cannot be any more.
    """
    policies.may_unfold(actor, link, case)
    before: dict[str, Any] = link.before or {}
    links.undo(actor=actor, link=link)
    _coordinate_again(actor, case, before)
    for key, state in before["steps"].items():
        Step.objects.filter(case=case, pk=key, state=Step.State.WITHDRAWN, ended_at=link.made_at).update(
            state=state, ended_at=None, ended_by=None
        )
    case.unfold(Status(before["status"]))
    if case.status in FOR_THE_MDT:
        case.mdt_region_id = UUID(before["mdt_region"])
        _plan_again(case, actor)
        live.on_the_agenda(case)
    turn.settle(case, actor.at)
    if [str(case.next_kind), str(case.next_user_id)] == before["next"][:2]:
        case.next_due_at = parse_datetime(before["next"][2])
        case.save(update_fields=["next_due_at"])
    _give_back_the_time(actor, into, before)
    retention.end(actor=actor, case=case)
    record(actor, CoordinationVerb.REOPENED, case_id=case.pk, data={"undone": "duplicate"})


def _plan_again(case: Case, actor: Actor) -> None:
    """A meeting that has been, or comes too late now, becomes another."""
    if case.mdt_region and case.mdt_at and not actor.at < case.mdt_at <= case.mdt_due_at:
        case.mdt_at = planning.meeting_for(case, case.mdt_region, actor.at)


def _stands(case: Case) -> dict[str, Any]:
    """Where a case stands, as identifiers, codes and moments. What is not here, closing leaves as it is."""
    open_steps = Step.objects.filter(case=case, state__in=OPEN_STATES).values_list("pk", "state")
    present = Assignment.objects.filter(case=case, state=Assignment.State.ACCEPTED).first()
    return {
        "status": case.status,
        "mdt_region": str(case.mdt_region_id) if case.mdt_region_id else None,
        "coordinator": str(case.coordinator_id) if case.coordinator_id else None,
        "coordinator_organisation": str(case.coordinator_organisation_id) if case.coordinator_id else None,
        "assignment": str(present.pk) if present else None,
        "steps": {str(key): state for key, state in open_steps},
        "next": [
            case.next_kind,
            str(case.next_user_id),
            case.next_due_at.isoformat() if case.next_due_at else "",
        ],
    }


def _coordinate_again(actor: Actor, case: Case, before: dict[str, Any]) -> None:
    """Who coordinated does so again; who can no longer, does not."""
    if before["coordinator"] is None:
        return
    user = User.objects.get(pk=before["coordinator"])
    organisation = Organisation.objects.get(pk=before["coordinator_organisation"])
    try:
        triage_policies.may_coordinate(user, organisation, case, actor)
    except Denied as why:
        raise WrongStep(
            why.reason, instead=_("Open the case again instead: the MDT then asks someone to coordinate.")
        ) from why
    Assignment.objects.filter(pk=before["assignment"]).update(
        state=Assignment.State.ACCEPTED, ended_at=None, ended_by=None, end_why=""
    )
    case.coordinator, case.coordinator_organisation = user, organisation


def _give_back_the_time(actor: Actor, into: Case, before: dict[str, Any]) -> None:
    """The case that went on gets its own moment for the MDT back, and its meeting, when it still waits at those it was given."""
    if before["into_due"] and into.status in FOR_THE_MDT:
        was, became = map(parse_datetime, before["into_due"])
        if was and into.mdt_due_at == became:
            into.mdt_due_at = was
            given = parse_datetime(before.get("into_at") or "")
            if into.mdt_region and given and into.mdt_at == given:
                into.mdt_at = planning.meeting_for(into, into.mdt_region, actor.at)
            turn.settle(into, actor.at)
