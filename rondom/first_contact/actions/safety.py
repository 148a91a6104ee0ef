"""Ask about safety, and keep what was said."""

from collections.abc import Mapping

from django.db import transaction

from rondom.audit.log import record
from rondom.cases.models import Case, Category, Regime
from rondom.cases.policies import must_hold
from rondom.first_contact.models import SafetyCheck
from rondom.first_contact.policies import must_know_the_questions
from rondom.first_contact.safety import NO, YES
from rondom.first_contact.verbs import ReportVerb
from rondom.organisations.actor import Actor


@transaction.atomic
def ask(*, actor: Actor, case: Case, answers: Mapping[str, str], note: str = "") -> SafetyCheck:
    """Keep the answers to the questions about safety, beside those of before. Raises Denied for who may not see safety.

    `answers` has "yes" or "no" by question; what is not in it was not discussed. Raises ValueError for another question
    or answer.
    """
    must_hold(case.held, [Category.SAFETY], case)
    check = noted(actor, case, answers, note)
    check.save(force_insert=True)
    record(actor, ReportVerb.SAFETY_ASKED, case_id=case.pk, subject=("safety_check", check.pk))
    return check


def noted(actor: Actor, case: Case, answers: Mapping[str, str], note: str) -> SafetyCheck:
    """The answers as a row, not yet written."""
    must_know_the_questions(answers)
    assert actor.organisation is not None
    return SafetyCheck(
        case=case,
        regime=Regime.of(actor.organisation.kind, Category.SAFETY),
        yes=[key for key, answer in answers.items() if answer == YES],
        no=[key for key, answer in answers.items() if answer == NO],
        note=note.strip(),
        asked_at=actor.at,
        asked_by=actor.user,
        asked_for=actor.organisation,
    )
