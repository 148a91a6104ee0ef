"""Insist on an action that does not come along, step by step (escalation.toml), and answer."""

from dataclasses import dataclass

from django.db import transaction

from rondom.accounts.models import User
from rondom.audit.log import record
from rondom.cases import policies as case_policies
from rondom.cases.models import Case, Step
from rondom.coordination import policies
from rondom.coordination.models import Insistence
from rondom.coordination.verbs import CoordinationVerb
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation


@dataclass(frozen=True)
class Asked:
    """Who must answer: an organisation, and someone of it on the case, or nobody there who may see it."""

    organisation: Organisation
    user: User | None = None


@transaction.atomic
def insist(*, actor: Actor, case: Case, step: Step, whom: Asked, reason: str) -> Insistence:
    """Take the next step of insisting: who must answer, and before when follows from the step. Only the coordinator.

    Nobody sees more of the case by it. The case must be locked. Raises Denied or WrongStep.
    """
    level = policies.level_to_take(actor, case, step)
    policies.may_be_asked(whom.organisation, whom.user, case, step, actor)
    made = Insistence(
        case=case,
        category=case_policies.category_of(case, step),
        step=step,
        level=level.id,
        organisation=whom.organisation,
        user=whom.user,
        reason=reason,
        raised_at=actor.at,
        raised_by=actor.user,
        answer_before=actor.at + level.within,
    )
    made.save(force_insert=True)
    record(
        actor, CoordinationVerb.INSISTED, case_id=case.pk, subject=("step", step.pk), data={"level": level.id}
    )
    return made


@transaction.atomic
def answer(*, actor: Actor, case: Case, insistence: Insistence, words: str) -> None:
    """Say how it goes on: who was asked, or the coordinator who spoke to them. The case must be locked.

    Raises Denied or WrongStep.
    """
    policies.may_answer(actor, case, insistence)
    insistence.answer = words
    insistence.answered_at, insistence.answered_by = actor.at, actor.user
    insistence.save(update_fields=["answer", "answered_at", "answered_by"])
    record(actor, CoordinationVerb.INSISTENCE_ANSWERED, case_id=case.pk, subject=("step", insistence.step_id))
