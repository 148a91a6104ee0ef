"""What someone sends, at each address of the access matrix, who tries all the same."""

from typing import Any

from tests.matrix_coordinator import COORDINATOR_FILLED_IN
from tests.matrix_landscape import LANDSCAPE_FILLED_IN
from tests.matrix_partners import PARTNERS_FILLED_IN
from tests.matrix_plan import PLAN_FILLED_IN
from tests.matrix_planning import PLANNING_FILLED_IN
from tests.matrix_programme import PROGRAMME_FILLED_IN
from tests.matrix_rights import RIGHTS_FILLED_IN
from tests.seen_to import SENT

# What someone sends who tries all the same.
FILLED_IN: dict[str, dict[str, Any]] = {
    "first_contact:windows": {"window": "PEP_72H", "kind": "offered"},
    "cases:story": {"purpose": "help"},
    "cases:relabel": {"regime": "2"},
    "cases:add_to_story": {"kind": "addition", "told_by": "victim", "text": "Nog iets.", "day": "2026-01-01"},
    "cases:retold": {
        "asked_by": "other",
        "asked_by_other": "De school",
        "day": "2026-01-01",
        "need": "not_needed",
    },
    "cases:document_add": {"category": "1", "given_by": "victim", "shareable": "no"},
    "cases:document": {"purpose": "help"},
    "cases:document_shareable": {"shareable": "yes"},
    "sharing:emergency": {"code": "R7K-42D", "reason": "danger", "words": "x" * 30, "understood": "on"},
    "sharing:review": {"finding": "justified"},
    "sharing:shields": {"whom": "person:00000000-0000-0000-0000-000000000000", "reason": "asked"},
    "triage:view": {"nothing_known": "1", "category": "1"},
    **PLANNING_FILLED_IN,
    **RIGHTS_FILLED_IN,
    **COORDINATOR_FILLED_IN,
    **PLAN_FILLED_IN,
    **PROGRAMME_FILLED_IN,
    **PARTNERS_FILLED_IN,
    **LANDSCAPE_FILLED_IN,
    "triage:add_to_minutes": {"kind": "addition", "category": "1", "text": "Nog iets."},
    "triage:ask": {
        "question-text": "Kan zij daar blijven?",
        "question-of": "person",
        "question-category": "1",
    },
    "triage:answer": {"answer": "Ja."},
    "triage:differ": {"own-text": "Wij zien dit anders.", "own-category": "1"},
    "triage:call": {"seat": "00000000-0000-0000-0000-000000000000", "why": "Advies."},
    "triage:step_back": {"reason": "relative", "understood": "on"},
    "triage:bring_back": {"reason": "Er is iets veranderd."},
    "triage:hand_over": {"region": "oost-brabant", "agreed": "yes", "reason": "Daar woont de persoon."},
    "first_contact:safety": {"safety-worse": "yes"},
    "answer": {"answer": "accept"},
    "propose": {"coordinator": "00000000-0000-0000-0000-000000000000:00000000-0000-0000-0000-000000000000"},
    "add_action": {"text": "Bellen", "domain": "recovery", "due_at": "2099-01-01T10:00"},
    "advance": {"state": "done"},
    "close": SENT,
    "reopen": {"reason": "Er is iets veranderd."},
    "link": {"code": "R7K-42D", "kind": "same_person", "grounds": "name"},
    "fold": {"keeps": "00000000-0000-0000-0000-000000000000", "told": "on"},
    "first_contact:similar": {"name": "Iemand"},
    "share": {
        "organisation": "00000000-0000-0000-0000-000000000000",
        "categories": "8",
        "purpose": "coordination",
    },
    "sharing:ask": {"receiver": "police", "given": "no", "words": "Liever niet."},
    "sharing:withdraw": {"words": "Liever niet."},
    "sharing:decision_new": {"interest": "Veiligheid.", "decided_by": "De korpschef"},
    "rights:agreed": {"safe": "yes", "asked": "on", "names": "neutral", "language": "nl"},
    "first_contact:new": {"region": "den-haag", "channel": "csg", "sentence": "Iemand vraagt hulp."},
}
