"""The case and what belongs to it. Every table here stands behind the one access rule (sql/case_access.sql)."""

from rondom.cases.models.access import Access, Visible
from rondom.cases.models.case import FOR_THE_MDT, NEXT, Case, OfCase, Status
from rondom.cases.models.category import (
    ALL_BY_REGIME,
    ALL_CATEGORIES,
    FOUR,
    IN_FOUR,
    Category,
    Domain,
    Regime,
    any_lane,
    by_categories,
    every_lane,
    in_mask,
)
from rondom.cases.models.document import Document
from rondom.cases.models.dossier import Entry, Person
from rondom.cases.models.emergency import Emergency, Shield
from rondom.cases.models.goal import NEXT_GOAL_STATE, Goal
from rondom.cases.models.link import CaseLink
from rondom.cases.models.person_change import PersonChange
from rondom.cases.models.sharing import Grant, Naming
from rondom.cases.models.step import NEEDS_A_REASON, NEXT_STEP_STATE, OPEN_STATES, Step, StepChange, StepText
from rondom.cases.models.telling import Interpreter, Retelling, Teller

__all__ = [
    "ALL_BY_REGIME",
    "ALL_CATEGORIES",
    "FOR_THE_MDT",
    "FOUR",
    "IN_FOUR",
    "NEEDS_A_REASON",
    "NEXT",
    "NEXT_GOAL_STATE",
    "NEXT_STEP_STATE",
    "OPEN_STATES",
    "Access",
    "Case",
    "CaseLink",
    "Category",
    "Document",
    "Domain",
    "Emergency",
    "Entry",
    "Goal",
    "Grant",
    "Interpreter",
    "Naming",
    "OfCase",
    "Person",
    "PersonChange",
    "Regime",
    "Retelling",
    "Shield",
    "Status",
    "Step",
    "StepChange",
    "StepText",
    "Teller",
    "Visible",
    "any_lane",
    "by_categories",
    "every_lane",
    "in_mask",
]
