"""Ask an open question about a case, and answer it."""

from django.db import transaction

from rondom.audit.log import record
from rondom.cases import policies as case_policies
from rondom.cases.models import Case, Category
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation
from rondom.sharing import policies as sharing_policies
from rondom.triage import policies
from rondom.triage.models import Question
from rondom.triage.questions import may_answer
from rondom.triage.verbs import TriageVerb


@transaction.atomic
def ask_question(
    *, actor: Actor, case: Case, category: Category, text: str, organisation: Organisation | None = None
) -> Question:
    """Ask an open question about a case on the agenda: of an organisation that may see that part, or of the person.

    The case must be locked. Raises Denied.
    """
    policies.may_take_part(actor, case)
    sharing_policies.may_bring_in(actor, case)
    case_policies.must_hold(case.held, [category], case)
    if organisation:
        case_policies.may_take_part(organisation, case, category, actor)
    question = Question(
        case=case,
        round=case.mdt_round,
        category=category,
        organisation=organisation,
        text=text.strip(),
        asked_at=actor.at,
        asked_by=actor.user,
    )
    question.save(force_insert=True)
    record(actor, TriageVerb.QUESTION_ASKED, case_id=case.pk, subject=("question", question.pk))
    return question


@transaction.atomic
def answer_question(*, actor: Actor, case: Case, question: Question, answer: str) -> None:
    """Answer an open question, once. The case must be locked. Raises Denied or WrongStep."""
    may_answer(actor, case, question)
    question.answer, question.answered_at, question.answered_by = answer.strip(), actor.at, actor.user
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    record(actor, TriageVerb.QUESTION_ANSWERED, case_id=case.pk, subject=("question", question.pk))
