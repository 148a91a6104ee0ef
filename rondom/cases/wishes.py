"""What the person wishes about their coordinator, as far as the reader may know who it is about."""

from collections.abc import Iterable

from rondom.cases.models import Case, Category, Entry


def wish_of(case: Case) -> Entry | None:
    """The wish that was noted last, for who may see it; a case that was opened (`case.held`)."""
    if not case.held & Category.IDENTITY:
        return None
    return latest(
        Entry.objects.filter(case=case, kind=Entry.Kind.CONTACT_WISH).select_related("organisation")
    )


def latest(entries: Iterable[Entry]) -> Entry | None:
    """The last wish among texts."""
    found = [entry for entry in entries if entry.kind == Entry.Kind.CONTACT_WISH]
    return max(found, key=lambda entry: (entry.written_at, entry.pk), default=None)
