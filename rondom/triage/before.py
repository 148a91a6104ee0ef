"""What comes before the decision on a case: who was asked for a view, open questions, what came in."""

from collections.abc import Iterable
from dataclasses import dataclass

from rondom.cases.models import Case, Entry
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
    asked = Inquiry.objects.filter(case=case, round=case.mdt_round).select_related("organisation")
    questions = Question.objects.filter(case=case).select_related("organisation", "asked_by", "answered_by")
    return Before(
        asked=sorted(asked, key=lambda one: one.organisation.name),
        questions=sorted(questions, key=lambda one: (one.answered_at is not None, one.asked_at, one.pk)),
        signals=timeline(case, entries, [] if hidden else views, since),
    )
