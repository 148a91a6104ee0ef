"""What comes before the decision on a case: who was asked for a view, open questions, what came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from rondom.cases.models import Case, Entry
from rondom.core.asked import asked
from rondom.organisations.actor import Actor
from rondom.triage.models import Inquiry, Question, View
from rondom.triage.timeline import Signal, timeline


@dataclass(frozen=True)
class Before:
    """Who answered and who not, what is asked, and what was added since the report."""

    asked: list[Inquiry]
    questions: list[Question]
    signals: list[Signal]

    @property
    def answered(self) -> int:
        return sum(one.answered_at is not None for one in self.asked)

    @property
    def open_questions(self) -> int:
        return sum(one.answered_at is None for one in self.questions)

    @property
    def new(self) -> int:
        return sum(one.new for one in self.signals)


def before(actor: Actor, case: Case, entries: Iterable[Entry], views: list[View], *, hidden: bool) -> Before:
    """All that precedes a decision, as far as the actor sees it; while views are `hidden`, only that they are in."""
    own = [view.written_at for view in views if view.organisation_id == actor.organisation_id]
    since = max(own, default=case.reported_at)
    inquiries, questions = _inquiries(case=case.pk), _questions(case=case.pk)
    return Before(
        asked=sorted(inquiries, key=lambda one: one.organisation.name),
        questions=sorted(questions, key=lambda one: (one.answered_at is not None, one.asked_at, one.pk)),
        signals=timeline(case, entries, [] if hidden else views, since),
    )


@asked
def _inquiries(case: UUID) -> QuerySet[Inquiry]:
    """Who was asked in the round that the case is in."""
    return Inquiry.objects.filter(case=case, round=F("case__mdt_round")).select_related("organisation")


@asked
def _questions(case: UUID) -> QuerySet[Question]:
    return Question.objects.filter(case=case).select_related("organisation", "asked_by", "answered_by")
