"""Who never sees a case, whatever is shared; and who saw it for a few hours because someone was in danger."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models.access import Visible
from rondom.cases.models.case import OfCase
from rondom.cases.models.category import Category
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Shield(OfCase):
    """A professional, or everyone of an organisation but those in `cleared`, does not see this case, nor that it exists.

    It goes before every grant, naming, seat and emergency.
    """

    class Reason(models.TextChoices):
        WORKS_THERE = "works_there", _("the person works at this organisation")
        COLLEAGUE = "colleague", _("a colleague of someone in the case")
        RELATIVE = "relative", _("a relative or friend of someone in the case")
        INVOLVED = "involved", _("someone in the case themselves")
        ASKED = "asked", _("the person asked for it")

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    cleared = ArrayField(models.UUIDField(), default=list)
    reason = models.CharField(max_length=12, choices=Reason)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    people: list[str]  # the names of who is let in, where a page needs them
    protection = ("case_id", Category.IDENTITY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("lifted_at", "lifted_by", name="shield_lifted"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) ^ models.Q(organisation__isnull=True),
                name="shield_of_a_person_or_an_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | models.Q(cleared__len=0),
                name="shield_clears_people_of_an_organisation",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="shield_by_case", condition=models.Q(lifted_at__isnull=True)),
        ]


class Emergency(OfCase):
    """Break-glass: one professional sees all of one case for four hours, because someone is in danger now.

    Told to the coordinator and the privacy officer at once, and reviewed within two working days.
    """

    class Reason(models.TextChoices):
        DANGER = "danger", _("someone is in danger now")
        MEDICAL = "medical", _("urgent medical care")
        MISSING = "missing", _("the person is missing")
        CHILD = "child", _("a child is in danger")
        UNREACHABLE = "unreachable", _("the coordinator cannot be reached and it cannot wait")

    class Finding(models.TextChoices):
        JUSTIFIED = "justified", _("it was needed")
        CARELESS = "careless", _("it was not needed, and meant well")
        MISUSE = "misuse", _("it was misuse")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    words = SealedText()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_due_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=10, choices=Finding, blank=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("reviewed_at", "reviewed_by", name="emergency_reviewed"),
            models.CheckConstraint(
                condition=models.Q(reviewed_at__isnull=True) ^ ~models.Q(finding=""),
                name="emergency_has_finding_once_reviewed",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="emergency_by_case"),
            models.Index(
                fields=["review_due_at"],
                name="emergency_to_review",
                condition=models.Q(reviewed_at__isnull=True),
            ),
        ]
