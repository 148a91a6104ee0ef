"""Who coordinated a case: who, when, why, what the person wished, and who covered."""

from dataclasses import dataclass, field
from datetime import datetime

from rondom.cases.models import Case, Entry, Step
from rondom.cases.wishes import latest
from rondom.coordination import formers
from rondom.coordination.models import Assignment, Closing, Cover, Vacancy


@dataclass(frozen=True)
class History:
    """All that is known of who coordinated, the first first; what the reader may not see is not in it."""

    answers: list[Assignment]
    lapsed: list[Step]
    covers: list[Cover]
    vacancies: list[Vacancy]
    closings: list[Closing]
    notes: list[Entry] = field(default_factory=list)

    @property
    def wishes(self) -> list[Entry]:
        return [one for one in self.notes if one.kind == Entry.Kind.CONTACT_WISH]

    @property
    def wish(self) -> Entry | None:
        """What the person wishes about their coordinator now."""
        return latest(self.notes)

    @property
    def weighed(self) -> list[Entry]:
        return [one for one in self.notes if one.kind == Entry.Kind.WISH_WEIGHED]

    @property
    def handed(self) -> list[Entry]:
        """The notes that went along when the case was handed over."""
        return [one for one in self.notes if one.kind == Entry.Kind.HANDING_OVER]


def history(case: Case, at: datetime) -> History:
    """Everyone who coordinated a case or was asked to, and covered until now."""
    people = ("user", "organisation")
    kinds = [Entry.Kind.CONTACT_WISH, Entry.Kind.WISH_WEIGHED, Entry.Kind.HANDING_OVER]
    notes = Entry.objects.filter(case=case, kind__in=kinds).select_related("author", "organisation")
    lapsed = Step.objects.filter(case=case, state=Step.State.LAPSED).select_related(*people)
    covers = Cover.objects.filter(case=case, starts_at__lte=at).select_related(*people, "stands_for")
    answers = list(
        Assignment.objects.filter(case=case)
        .select_related(*people, "ended_by", "stay_set_by")
        .order_by("answered_at", "pk")
    )
    found = formers.of_case(case, answers, at)
    for one in answers:
        one.former = found.get(one.pk)
    return History(
        answers=answers,
        lapsed=list(lapsed.order_by("ended_at", "pk")),
        covers=list(covers.order_by("starts_at", "pk")),
        vacancies=list(Vacancy.objects.filter(case=case).order_by("raised_at", "pk")),
        closings=list(
            Closing.objects.filter(case=case)
            .select_related("closed_by", "organisation")
            .order_by("closed_at", "pk")
        ),
        notes=list(notes.order_by("written_at", "pk")),
    )
