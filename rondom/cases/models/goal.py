"""What a plan works towards in a domain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models.access import Visible
from rondom.cases.models.case import OfCase
from rondom.cases.models.category import Category, Domain
from rondom.core.db import both_or_neither
from rondom.core.errors import WrongStep
from rondom.keys.sealed import SealedText


class Goal(OfCase):
    """What the coordinator and the person want to reach in a domain; actions belong to a goal, or to none."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        REACHED = "reached", _("reached")
        DROPPED = "dropped", _("let go")

    category = models.SmallIntegerField(choices=Category)
    domain = models.CharField(max_length=10, choices=Domain)
    text = SealedText(max_length=300, null=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = SealedText(max_length=300, help_text="What was reached, or why it was let go.")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by", name="goal_ended"),
            models.CheckConstraint(
                condition=models.Q(state="open") ^ models.Q(ended_at__isnull=False), name="goal_state_and_end"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | models.Q(reason__isnull=False),
                name="goal_dropped_says_why",
            ),
            models.UniqueConstraint(fields=["case", "category", "id"], name="goal_of_case"),
        ]

    def move_to(self, state: "Goal.State") -> None:
        """Set the state, if it may follow the present one; saving is the action's. Raises WrongStep."""
        if state not in NEXT_GOAL_STATE[Goal.State(self.state)]:
            raise WrongStep(_("This goal has ended already."), case_id=self.case_id)
        self.state = state


NEXT_GOAL_STATE = {
    Goal.State.OPEN: {Goal.State.REACHED, Goal.State.DROPPED},
    Goal.State.REACHED: set(),
    Goal.State.DROPPED: set(),
}
