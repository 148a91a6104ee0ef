"""Coordination: who was asked to be the one contact, and what they answered."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.core.errors import WrongStep
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Assignment(OfCase):
    """Someone's answer to the question to coordinate a case, and until when they did.

    Who coordinated before stays on the case by name until `stays_until`, to hand over warmly, or longer because of `stays_for`,
    as who coordinates now decided. Neither: they are on it for another reason too, or nothing was decided (earlier versions).
    """

    class State(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("ended")

    class EndWhy(models.TextChoices):
        HANDED_OVER = "handed_over", _("handed over to another coordinator")
        REPLACED = "replaced", _("the MDT asked someone else")
        CLOSED = "closed", _("the case was closed")

    class StaysFor(models.TextChoices):
        HELP = "help", _("they go on helping in this case")
        TRUST = "trust", _("the person wants them to stay within reach")
        KNOWS = "knows", _("who coordinates now needs what they know")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    reason = SealedText(max_length=200)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    end_why = models.CharField(max_length=11, choices=EndWhy, blank=True, default="", db_default="")
    stays_until = models.DateTimeField(null=True)
    stays_for = models.CharField(max_length=5, choices=StaysFor, blank=True, default="", db_default="")
    stay_set_at = models.DateTimeField(null=True)
    stay_set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    former: Any = None  # whether they are on the case still, where a page gathered that (formers.of_case)
    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by", name="assignment_ended"),
            models.CheckConstraint(
                condition=models.Q(state="ended") ^ models.Q(ended_at__isnull=True),
                name="assignment_state_and_end",
            ),
            models.CheckConstraint(  # why was not noted from the beginning
                condition=models.Q(state="ended") | models.Q(end_why=""), name="assignment_end_why"
            ),
            both_or_neither("stay_set_at", "stay_set_by", name="assignment_stay_set"),
            models.CheckConstraint(
                condition=models.Q(stay_set_at__isnull=True, stays_until__isnull=True, stays_for="")
                | models.Q(state="ended", stay_set_at__isnull=False)
                & (models.Q(stays_until__isnull=True) ^ models.Q(stays_for="")),
                name="assignment_stays",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="accepted"), name="one_coordinator_a_case"
            ),
        ]
        indexes = [models.Index(fields=["case"], name="assignment_by_case")]

    def move_to(self, state: "Assignment.State") -> None:
        """Set the state, if it may follow the present one. Raises WrongStep."""
        if state not in NEXT[Assignment.State(self.state)]:
            raise WrongStep(_("This coordination has already ended."), case_id=self.case_id)
        self.state = state


NEXT = {
    Assignment.State.ACCEPTED: {Assignment.State.ENDED},
    Assignment.State.DECLINED: set(),
    Assignment.State.ENDED: set(),
}
