"""What was found on the way: what is assumed, what is needed first, what is in the way, what was learned."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.organisations.models import Organisation
from rondom.programme.models.initiative import Initiative


class Finding(Noun):
    """One sentence or a few that someone of an organisation noted, about an initiative or about all.

    An assumption is settled when it was looked into, a precondition when it is arranged, a bottleneck when it is solved;
    what was learned stays. Whoever wrote it can take it back, and its words are gone.
    """

    class Kind(models.TextChoices):
        ASSUMPTION = "assumption", _("assumption")
        MANDATE = "mandate", _("needed first: tasks, powers and roles")
        FUNDING = "funding", _("needed first: funding")
        FORUM = "forum", _("needed first: the place where it is decided")
        BOTTLENECK = "bottleneck", _("bottleneck")
        RELATED = "related", _("related programme")
        PRACTICE = "practice", _("good example")
        LESSON = "lesson", _("lesson")

    OPEN_UNTIL_SETTLED = ("assumption", "mandate", "funding", "forum", "bottleneck")

    initiative = models.ForeignKey(Initiative, models.PROTECT, null=True, related_name="findings")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=600, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=600, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            both_or_neither("settled_at", "settled_by", name="finding_settled"),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True)
                | models.Q(kind__in=["assumption", "mandate", "funding", "forum", "bottleneck"]),
                name="finding_can_be_settled",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True) ^ models.Q(text="", answer=""),
                name="finding_taken_back_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-written_at"], name="findings_by_kind")]

    @property
    def open(self) -> bool:
        """Whether something is still to be looked into, arranged or solved."""
        return self.kind in self.OPEN_UNTIL_SETTLED and self.settled_at is None
