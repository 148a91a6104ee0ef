"""The two sides of the landscape: for whom, and in which phase of looking for help (seed 000, domain.md 92-101)."""

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
    """Where someone stands who may need help: the columns of the landscape, with the codes of its open data."""

    NO_AWARENESS = "P1", _("no question yet")
    INFORMATION = "P2", _("looking for information")
    REPORTING = "P3", _("signalling and reporting")
    TRIAGE = "P4", _("triage and coordination")
    EXECUTION = "P5", _("doing and measuring")


def cell(group: str, phase: str) -> str:
    """The code of a cell, `group:phase`, as an initiative keeps it."""
    return f"{group}:{phase}"


CELLS = [cell(group.value, phase.value) for group in TargetGroup for phase in Phase]


def apart(code: str) -> tuple[TargetGroup, Phase]:
    """The group and the phase of a cell. Raises ValueError for what is no cell."""
    group, _colon, phase = code.partition(":")
    return TargetGroup(group), Phase(phase)
