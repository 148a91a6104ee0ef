"""The pool of experts by experience."""

import json

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rondom.accounts.models import User
from rondom.core.db import Noun
from rondom.core.sealed import seal, unseal
from rondom.programme.cells import TargetGroup


class Expert(Noun):
    """Someone who went through it themselves and wants to think along, until a day, as was agreed with them.

    That someone stands here says what happened to them. So who they are is sealed, only who works for the programme sees a
    row, and nothing of it stays once it is erased. The groups are what they want to speak about.
    """

    sealed = models.TextField()
    groups = ArrayField(models.CharField(max_length=20, choices=TargetGroup))
    agreed_on = models.DateField()
    until = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("agreed_on")), name="expert_period"
            ),
            models.CheckConstraint(
                condition=models.Q(groups__len__gte=1) & models.Q(groups__contained_by=TargetGroup.values),
                name="expert_groups",
            ),
        ]

    @property
    def told(self) -> dict[str, str]:
        """Who it is: `name`, `contact`, `topics`, `availability`, `agreement`; empty when it was not sealed here."""
        found: dict[str, str] = json.loads(unseal(self.sealed, self._about) or "{}")
        return found

    @told.setter
    def told(self, value: dict[str, str]) -> None:
        self.sealed = seal(json.dumps(value), self._about)

    @property
    def _about(self) -> str:
        return f"expert {self.pk}"
