"""Ask afterwards how it is."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.models import Case
from rondom.coordination import policies
from rondom.coordination.actions import closing
from rondom.coordination.models import Aftercare
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def note(*, actor: Actor, case: Case, moment: Aftercare, outcome: Aftercare.Outcome, note: str = "") -> None:
    """Note how a moment of aftercare went: done, not reached, or the case is opened again, for which the note says why.

    By the organisation that took it on, who is on the case. The case stays closed otherwise; it must be locked.
    Raises Denied or WrongStep.
    """
    policies.may_note_aftercare(actor, case, moment)
    policies.must_say_how_it_went(case, outcome, note)
    moment.outcome, moment.note = outcome, note.strip() or None
    moment.noted_at, moment.noted_by = actor.at, actor.user
    moment.save(update_fields=["outcome", "note", "noted_at", "noted_by"])
    if outcome == Aftercare.Outcome.REOPENED:
        closing.reopen(actor=actor, case=case, reason=note.strip())
    record(
        actor,
        CoordinationVerb.AFTERCARE_NOTED,
        case_id=case.pk,
        subject=("aftercare", moment.pk),
        data={"outcome": outcome.value},
    )
