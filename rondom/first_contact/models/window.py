"""What happened to an acute window in a case: what a person judged, and what was offered and done."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Regime, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation

INVESTIGATE = {Organisation.Kind.POLICE, Organisation.Kind.PROSECUTION}


class Steps(Visible):
    """What was done with windows, never what others did for the eyes of police and prosecution."""

    def visible_to(self, actor: Actor) -> Self:
        """As every row of a case; police and prosecution see only what they noted themselves."""
        found = super().visible_to(actor)
        place = actor.organisation
        return found.filter(organisation=place) if place and place.kind in INVESTIGATE else found


class WindowStep(OfCase):
    """One step with one window: written once; what was a mistake is undone, and stays.

    Whether a window is open is never kept here: it follows from the report and the clock (first_contact/windows.py).
    `at` is when it happened, `noted_at` when it was written down. Always about care: only who may see medical data of this
    law sees it, and police and prosecution never what others noted, not even in a case that they registered.
    """

    class Kind(models.TextChoices):
        NOT_APPLICABLE = "not_applicable", _("does not apply")
        APPLIES = "applies", _("does apply")
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        DONE = "done", _("done")

    category = models.SmallIntegerField(choices=Category, default=Category.MEDICAL)
    regime = models.SmallIntegerField(choices=Regime)
    code = models.CharField(max_length=20, help_text="The row of windows.toml.")
    kind = models.CharField(max_length=15, choices=Kind)
    reason = SealedText(max_length=500, null=False, help_text="Why it does, or does not, apply.")
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", "category", "regime")
    objects = Steps.as_manager()

    class Meta:
        constraints = [
            both_or_neither("undone_at", "undone_by", name="windowstep_undone"),
            models.CheckConstraint(
                condition=models.Q(category=Category.MEDICAL), name="windowstep_is_medical"
            ),
            models.CheckConstraint(
                condition=models.Q(at__lte=models.F("noted_at")), name="windowstep_not_to_come"
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True) | models.Q(undone_at__gte=models.F("noted_at")),
                name="windowstep_undone_after",
            ),
        ]
        indexes = [models.Index(fields=["case", "code", "noted_at"], name="windowstep_by_case")]


JUDGED = {WindowStep.Kind.NOT_APPLICABLE, WindowStep.Kind.APPLIES}
# What is offered to a person, and what may follow on what; declined is never the last word.
NEXT_OFFER = {
    "": {WindowStep.Kind.OFFERED, WindowStep.Kind.ACCEPTED, WindowStep.Kind.DECLINED, WindowStep.Kind.DONE},
    WindowStep.Kind.OFFERED: {WindowStep.Kind.ACCEPTED, WindowStep.Kind.DECLINED, WindowStep.Kind.DONE},
    WindowStep.Kind.ACCEPTED: {WindowStep.Kind.DECLINED, WindowStep.Kind.DONE},
    WindowStep.Kind.DECLINED: {WindowStep.Kind.OFFERED, WindowStep.Kind.ACCEPTED, WindowStep.Kind.DONE},
    WindowStep.Kind.DONE: set(),
}
