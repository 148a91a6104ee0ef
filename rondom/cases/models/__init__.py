"""The case and what belongs to it. Every table here stands behind the one access rule (sql/case_access.sql)."""

from rondom.cases.models.access import Access, Visible
from rondom.cases.models.case import FOR_THE_MDT, NEXT, Case, OfCase, Status
from rondom.cases.models.category import (
    ALL_BY_REGIME,
    ALL_CATEGORIES,
    Category,
    Domain,
    Regime,
    any_lane,
    by_categories,
    every_lane,
    in_mask,
)
from rondom.cases.models.dossier import Entry, Person
from rondom.cases.models.emergency import Emergency, Shield
from rondom.cases.models.link import CaseLink
from rondom.cases.models.sharing import Grant, Naming
from rondom.cases.models.step import NEXT_STEP_STATE, OPEN_STATES, Step, StepText

__all__ = [
    "ALL_BY_REGIME",
    "ALL_CATEGORIES",
    "FOR_THE_MDT",
    "NEXT",
    "NEXT_STEP_STATE",
    "OPEN_STATES",
    "Access",
    "Case",
    "CaseLink",
    "Category",
    "Domain",
    "Emergency",
    "Entry",
    "Grant",
    "Naming",
    "OfCase",
    "Person",
    "Regime",
    "Shield",
    "Status",
    "Step",
    "StepText",
    "Visible",
    "any_lane",
    "by_categories",
    "every_lane",
    "in_mask",
]
