"""An improvement that organisations make together, in short rounds, and what the steering group decides on it."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.core.errors import WrongStep
from rondom.programme.cells import CELLS


class Stage(models.TextChoices):
    """Where an initiative stands: the three steps of designing, and the steering group (seeds 000, 001)."""

    IDEA = "idea", _("idea")
    SHARPEN = "sharpen", _("sharpen the question")
    MAKE = "make", _("make a new approach together")
    TEST = "test", _("test with experts by experience")
    PROPOSED = "proposed", _("with the steering group")
    ADOPTED = "adopted", _("adopted")
    STOPPED = "stopped", _("stopped")


NEXT = {
    Stage.IDEA: {Stage.SHARPEN, Stage.STOPPED},
    Stage.SHARPEN: {Stage.MAKE, Stage.STOPPED},
    Stage.MAKE: {Stage.SHARPEN, Stage.TEST, Stage.STOPPED},
    Stage.TEST: {Stage.SHARPEN, Stage.MAKE, Stage.PROPOSED, Stage.STOPPED},
    Stage.PROPOSED: {Stage.SHARPEN, Stage.ADOPTED, Stage.STOPPED},
    Stage.ADOPTED: set(),
    Stage.STOPPED: set(),
}
ENDED = {stage for stage, then in NEXT.items() if not then}


class Initiative(Noun):
    """A "speedboot": one goal, for one or more cells of the landscape, by parties that can do it themselves.

    `parties` are organisations here, `others` the names of parties that have no account. `follows`: the initiative whose
    outcome led to this one. From `starts_on` until `ends_on`, as it is planned now.
    """

    title = models.CharField(max_length=120)
    goal = models.CharField(max_length=1000)
    impact = models.CharField(
        max_length=1000, help_text="What becomes better for the person and those around them."
    )
    cells = ArrayField(models.CharField(max_length=50))
    parties = ArrayField(models.UUIDField())
    others = models.CharField(max_length=300, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    starts_on = models.DateField()
    ends_on = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.IDEA)
    moved_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cells__len__gte=1) & models.Q(cells__contained_by=CELLS),
                name="initiative_cells",
            ),
            models.CheckConstraint(
                condition=models.Q(parties__len__gte=1) | ~models.Q(others=""), name="initiative_has_parties"
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(goal="") & ~models.Q(impact=""),
                name="initiative_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="initiative_period"
            ),
        ]

    @property
    def ended(self) -> bool:
        return self.stage in ENDED

    @property
    def version(self) -> str:
        """What it said at a moment, in one word: when it was last changed."""
        return self.changed_at.isoformat()

    def move_to(self, stage: Stage) -> None:
        """Set the stage, if it may follow the present one; saving is the action's. Raises WrongStep."""
        if stage not in NEXT[Stage(self.stage)]:
            raise WrongStep(
                _("From “%(now)s” this initiative cannot go to “%(then)s”.")
                % {"now": Stage(self.stage).label, "then": stage.label},
                instead=_("Look at where it stands now; someone else may have moved it on."),
            )
        self.stage = stage


class Move(Noun):
    """An initiative came into a stage, and what was learned in the one before."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="moves", db_index=False)
    stage = models.CharField(max_length=10, choices=Stage)
    learned = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["initiative", "at"], name="moves_of_initiative")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage="idea") ^ ~models.Q(learned=""), name="move_says_what_was_learned"
            )
        ]


class Proposal(Noun):
    """What the steering group is asked, and its decision: with co-owners and the next step.

    `tested_with` says with whom it was tested, without names. A decision to go on has at least one co-owner.
    """

    class Outcome(models.TextChoices):
        ADOPT = "adopt", _("adopt it")
        AGAIN = "again", _("another round first")
        STOP = "stop", _("stop")

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="proposals", db_index=False)
    asks = models.CharField(max_length=1000)
    tested_with = models.CharField(max_length=500)
    impact = models.CharField(max_length=1000)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=5, choices=Outcome, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    co_owners = ArrayField(models.UUIDField(), default=list)
    next_step = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            both_or_neither("decided_at", "decided_by", name="programme_proposal_decided"),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, outcome="", reason="", next_step="")
                | (models.Q(decided_at__isnull=False) & ~models.Q(outcome="") & ~models.Q(reason="")),
                name="decision_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="adopt")
                | (models.Q(co_owners__len__gte=1) & ~models.Q(next_step="")),
                name="adopted_has_owners_and_a_next_step",
            ),
            models.UniqueConstraint(
                fields=["initiative"], condition=models.Q(decided_at__isnull=True), name="one_open_proposal"
            ),
        ]
        indexes = [models.Index(fields=["initiative", "proposed_at"], name="proposals_of_initiative")]

    def waited(self, at: datetime) -> int:
        """How many whole days it waits for a decision at a moment, or waited for it."""
        return ((self.decided_at or at) - self.proposed_at).days
