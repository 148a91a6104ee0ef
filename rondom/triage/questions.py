"""Open questions about a case: who answers them, and when."""

from uuid import UUID

from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.models import Case
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.organisations.actor import Actor
from rondom.sharing import policies as sharing_policies
from rondom.triage.models import Question


def may_answer(actor: Actor, case: Case, question: Question) -> None:
    """Whoever sees a question of the case and helps people answers it, once, while the case is open.

    A question for an organisation is answered by that organisation; one for the person by whoever spoke with them.
    """
    case_policies.must_be_open(case)
    case_policies.must_give_help(actor)
    sharing_policies.may_bring_in(actor, case)
    if question.case_id != case.pk:
        raise Denied(_("This question belongs to another case."), case_id=case.pk)
    if question.answered_at:
        raise WrongStep(_("This question was answered already."), case_id=case.pk)
    if question.organisation_id and question.organisation_id != actor.organisation_id:
        raise Denied(_("This question is for another organisation."), case_id=case.pk)


def one(case: Case, pk: UUID) -> Question:
    """A question of this case, as far as the actor sees it. Raises NotThere."""
    found = Question.objects.filter(case=case, pk=pk).select_related("organisation").first()
    if found is None:
        raise NotThere("question", pk, case_id=case.pk)
    return found
