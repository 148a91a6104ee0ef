"""What someone must do before a moment, and the words for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models.access import Visible
from rondom.cases.models.case import Case, OfCase
from rondom.cases.models.category import Category, Domain
from rondom.cases.models.goal import Goal
from rondom.core.db import both_or_neither
from rondom.core.errors import WrongStep
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Step(OfCase):
    """Someone must do something before a moment: without content, so that deadlines can be watched.

    What exactly must be done is a `StepText`, seen only by who may see its category.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        IN_PROGRESS = "in_progress", _("in progress")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("not answered in time")

    kind = models.CharField(max_length=10, choices=Case.NextKind)
    domain = models.CharField(max_length=10, choices=Domain, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            # Nobody ends a question that lapses: its moment passed.
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(state="lapsed", kind="accept", ended_at__isnull=False, ended_by__isnull=True)
                | (~models.Q(state="lapsed") & models.Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="step_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "accepted", "in_progress"], ended_at__isnull=True)
                | models.Q(
                    state__in=["done", "declined", "returned", "withdrawn", "lapsed"], ended_at__isnull=False
                ),
                name="step_state_and_end",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="action") ^ models.Q(domain=""), name="step_action_has_domain"
            ),
            models.UniqueConstraint(fields=["case", "id"], name="step_of_case"),
        ]
        indexes = [
            models.Index(
                fields=["user", "due_at"], name="step_my_turn", condition=models.Q(ended_at__isnull=True)
            ),
            models.Index(fields=["due_at"], name="step_deadlines", condition=models.Q(ended_at__isnull=True)),
        ]

    def move_to(self, state: "Step.State") -> None:
        """Set the state, if it may follow the present one; saving is the action's. Raises WrongStep."""
        if state not in NEXT_STEP_STATE[Step.State(self.state)]:
            raise WrongStep(
                _("This action is '%(now)s' and cannot become '%(then)s'.")
                % {"now": Step.State(self.state).label, "then": state.label},
                instead=_("Open the case again: someone may just have changed it."),
                case_id=self.case_id,
            )
        self.state = state


NEXT_STEP_STATE = {
    Step.State.PROPOSED: {
        Step.State.ACCEPTED,
        Step.State.IN_PROGRESS,
        Step.State.DONE,
        Step.State.DECLINED,
        Step.State.WITHDRAWN,
        Step.State.LAPSED,  # a question to coordinate alone, by the worker (coordination/sql/lapse.sql)
    },
    Step.State.ACCEPTED: {Step.State.IN_PROGRESS, Step.State.DONE, Step.State.RETURNED, Step.State.WITHDRAWN},
    Step.State.IN_PROGRESS: {Step.State.DONE, Step.State.RETURNED, Step.State.WITHDRAWN},
    Step.State.DONE: set(),
    Step.State.DECLINED: set(),
    Step.State.RETURNED: set(),
    Step.State.WITHDRAWN: set(),
    Step.State.LAPSED: set(),
}
NEEDS_A_REASON = [Step.State.DECLINED, Step.State.RETURNED, Step.State.WITHDRAWN]
OPEN_STATES = [Step.State.PROPOSED, Step.State.ACCEPTED, Step.State.IN_PROGRESS]


class StepText(OfCase):
    """What must be done in a step, and afterwards what came of it."""

    category = models.SmallIntegerField(choices=Category)
    step = models.OneToOneField(Step, models.PROTECT, related_name="words")
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, related_name="steps", help_text="Of the same case and category."
    )
    text = SealedText(max_length=300, null=False)
    outcome = SealedText(max_length=500)

    protection = ("case_id", "category")
    objects = Visible.as_manager()


class StepChange(OfCase):
    """What happened with an action of the plan: its state, or its last moment; with the reason where there is one.

    Without words it is of the case itself, so that everyone on it sees who is waited for; with a reason, of its domain.
    """

    category = models.SmallIntegerField(choices=Category, default=Category.CASE)
    step = models.ForeignKey(Step, models.PROTECT, related_name="changes")
    state = models.CharField(max_length=12, choices=Step.State, blank=True)
    was_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    reason = SealedText(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("was_due_at", "due_at", name="step_change_of_due"),
            models.CheckConstraint(
                condition=models.Q(state="") ^ models.Q(due_at__isnull=True), name="step_change_of_one_thing"
            ),
            # What ends by itself, because an organisation sees the case no more, is withdrawn without words.
            models.CheckConstraint(
                condition=models.Q(reason__isnull=False)
                | models.Q(due_at__isnull=True) & ~models.Q(state__in=["declined", "returned"]),
                name="step_change_says_why",
            ),
        ]
        indexes = [models.Index(fields=["step", "at"], name="changes_of_step")]
