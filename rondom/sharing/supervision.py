"""What a privacy officer sees: emergencies of the organisations they watch over, with the code and without the case."""

from uuid import UUID

from django.db.models import CharField, F, Func, QuerySet

from rondom.cases.models import Emergency

SHOWN = 50


def queue() -> list[Emergency]:
    """The emergencies still to be reviewed, what is due first on top."""
    return list(_supervised().filter(reviewed_at__isnull=True).order_by("review_due_at", "pk"))


def history() -> list[Emergency]:
    """The emergencies that were reviewed, last first."""
    return list(_supervised().filter(reviewed_at__isnull=False).order_by("-reviewed_at", "-pk")[:SHOWN])


def one(pk: UUID) -> Emergency | None:
    """One of them."""
    return next(iter(_supervised().filter(pk=pk)), None)


def _supervised() -> QuerySet[Emergency]:
    """The database gives the code of an emergency only to who watches over it (cases/sql/emergency.sql)."""
    code = Func(F("pk"), function="code_of_emergency", output_field=CharField())
    found = Emergency.objects.annotate(code=code).filter(code__isnull=False)
    return found.select_related("user", "organisation", "reviewed_by")
