"""The two sides of the landscape: for whom, and in which phase of looking for help (seed 000, domain.md 92-101)."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class TargetGroup(models.TextChoices):
    """For whom: the rows of the landscape."""

    SEXUAL_VIOLENCE = "sexual_violence", _("sexual abuse and violence")
    DOMESTIC_VIOLENCE = "domestic_violence", _("domestic violence")
    CHILD_ABUSE = "child_abuse", _("child abuse")
    HUMAN_TRAFFICKING = "human_trafficking", _("human trafficking")
    OTHER = "other", _("other")


class Phase(models.TextChoices):
    """Where someone stands who may need help: the columns of the landscape."""

    NO_AWARENESS = "no_awareness", _("no question for help yet")
    INFORMATION = "information", _("looking for information")
    REPORTING = "signalling_reporting", _("signalling and reporting")
    TRIAGE = "triage_coordination", _("triage and coordination")
    EXECUTION = "execution_measurement", _("carrying out and measuring")

    @classmethod
    def numbered(cls, code: str) -> Self:
        """The phase that lists of services call P1 to P5. Raises KeyError."""
        return dict(zip(("P1", "P2", "P3", "P4", "P5"), cls, strict=True))[code]


def cell(group: str, phase: str) -> str:
    """The code of a cell, `group:phase`, as an initiative keeps it."""
    return f"{group}:{phase}"


CELLS = [cell(group.value, phase.value) for group in TargetGroup for phase in Phase]


def apart(code: str) -> tuple[TargetGroup, Phase]:
    """The group and the phase of a cell. Raises ValueError for what is no cell."""
    group, _colon, phase = code.partition(":")
    return TargetGroup(group), Phase(phase)
