"""What was seen to when a case closed, and when someone asks afterwards how it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Case, Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Closing(OfCase):
    """One time that a case was closed: safety, what was agreed, whether the person was told, and aftercare."""

    class Safety(models.TextChoices):
        CONFIRMED = "confirmed", _("safe, as far as the person and we know")
        HANDED_OVER = "handed_over", _("not all safe: another organisation keeps watch")
        UNKNOWN = "unknown", _("not known: the person could not be asked")

    class Told(models.TextChoices):
        YES = "yes", _("yes, the person knows")
        NOT_REACHED = "not_reached", _("no, they could not be reached")
        NOT_SAFE = "not_safe", _("no, it was not safe to tell")

    # The person stopped, or contact was lost: why is said in words.
    DROPPED_OUT = (Case.ClosingReason.WISH, Case.ClosingReason.LOST_CONTACT)

    reason = models.CharField(max_length=12, choices=Case.ClosingReason)
    safety = models.CharField(max_length=11, choices=Safety)
    settled = models.BooleanField(help_text="All that was agreed is done, or handed over.")
    told = models.CharField(max_length=11, choices=Told)
    aftercare = models.BooleanField(help_text="Whether moments were set at which someone asks how it is.")
    no_aftercare = SealedText(max_length=300, help_text="Why none were set.")
    drop_out = SealedText(
        max_length=500, help_text="How the person stopped, or what was tried to reach them."
    )
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(aftercare=True) ^ models.Q(no_aftercare__isnull=False),
                name="closing_aftercare_or_why_not",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=["wish", "lost_contact"]) ^ models.Q(drop_out__isnull=True),
                name="closing_drop_out_in_words",
            ),
            models.CheckConstraint(condition=models.Q(settled=True), name="closing_settled"),
            models.UniqueConstraint(fields=["case", "id"], name="closing_of_case"),
        ]


class Aftercare(OfCase):
    """A moment after closing at which an organisation asks how it is. The case stays closed; this comes up by itself."""

    class Outcome(models.TextChoices):
        DONE = "done", _("spoken: nothing more is needed")
        REOPENED = "reopened", _("the case was opened again")
        NOT_REACHED = "not_reached", _("could not be reached")

    MONTHS = (3, 6, 12)  # Our own default; no source says which.

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="moments", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)
    note = SealedText(max_length=500)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("noted_at", "noted_by", name="aftercare_noted"),
            models.CheckConstraint(
                condition=models.Q(outcome="") ^ models.Q(noted_at__isnull=False), name="aftercare_outcome"
            ),
            models.UniqueConstraint(fields=["closing", "due_at"], name="aftercare_once"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_at"],
                name="aftercare_to_come",
                condition=models.Q(noted_at__isnull=True),
            )
        ]
