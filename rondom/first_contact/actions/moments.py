"""When it happened becomes better known after the report."""

from datetime import datetime

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.models import Case, Teller
from rondom.first_contact import policies, watch
from rondom.first_contact.models import EventMoment
from rondom.first_contact.verbs import WindowVerb
from rondom.first_contact.windows import State
from rondom.organisations.actor import Actor
from rondom.sharing.actions import grants
from rondom.sharing.models import Notice


@transaction.atomic
def state(
    *, actor: Actor, case: Case, earliest: datetime | None, latest: datetime | None, told_by: Teller
) -> EventMoment:
    """Note when it was, as it is known now; the acute windows are worked out again. The case must be locked.

    When a window opens by it, who coordinates is told. Raises Denied, or WrongStep for a moment that is still to come.
    """
    policies.may_state_moment(actor, case)
    policies.must_be_moments(earliest, latest, actor, case)
    before = _open(case, actor.at)
    moment = EventMoment(
        case=case, earliest=earliest, latest=latest, told_by=told_by, noted_at=actor.at, noted_by=actor.user,
        organisation=actor.organisation,
    )  # fmt: skip
    moment.save(force_insert=True)
    if _open(case, actor.at) - before and case.coordinator_id != actor.user_id:
        grants.tell(actor, case, case.coordinator_id, Notice.Kind.WINDOW)
    record(actor, WindowVerb.MOMENT, case_id=case.pk, subject=("moment", moment.pk))
    return moment


def _open(case: Case, at: datetime) -> set[str]:
    return {one.window.key for one in watch.of_case(case, at) if one.state in {State.OPEN, State.DOUBTFUL}}
