"""That an open case has no coordinator, told to who must find one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.cases.models import Category, OfCase, Step, Visible


class Vacancy(OfCase):
    """Nobody coordinates a case in time: the chair of the MDT is told, who holds it meanwhile; then the regional lead.

    Written by the worker alone, once for each question or search that ran out of time (sql/lapse.sql).
    """

    class Level(models.TextChoices):
        CHAIR = "chair", _("nobody answered in time: the chair looks for a coordinator")
        LEAD = "lead", _("no coordinator was found in time: the regional lead was told")
        UNTOLD = "untold", _("no coordinator was found in time, and no regional lead may see this case")

    step = models.ForeignKey(Step, models.PROTECT, related_name="vacancies", db_index=False)
    level = models.CharField(max_length=6, choices=Level)
    raised_at = models.DateTimeField()

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step"], name="vacancy_told_once")]
        indexes = [models.Index(fields=["case"], name="vacancy_by_case")]
