"""The statuses and what may follow what, drawn from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from rondom.cases import models as cases
from rondom.coordination import models as coordination

DRAWN: list[tuple[str, str, Any, Any]] = [
    ("Case", "Where a case stands (`rondom/cases/models/case.py`).", cases.Status, cases.NEXT),
    (
        "Step",
        "What someone was asked (`rondom/cases/models/step.py`).",
        cases.Step.State,
        cases.NEXT_STEP_STATE,
    ),
    (
        "Goal",
        "What the plan works towards (`rondom/cases/models/goal.py`).",
        cases.Goal.State,
        cases.NEXT_GOAL_STATE,
    ),
    (
        "Assignment",
        "The answer to the question to coordinate (`rondom/coordination/models.py`).",
        coordination.Assignment.State,
        coordination.NEXT,
    ),
    (
        "GuestQuestion",
        "A question to a partner without an account (`rondom/coordination/models/guest.py`).",
        coordination.GuestQuestion.State,
        coordination.NEXT_GUEST,
    ),
    (
        "ContactRequest",
        "Someone who was shown the person's code asks for contact (`rondom/coordination/models/contact_code.py`).",
        coordination.ContactRequest.State,
        coordination.NEXT_REQUEST,
    ),
    (
        "RouteStep",
        "Where a case stands on the criminal route (`rondom/coordination/models/criminal_route.py`).",
        coordination.RouteState,
        coordination.NEXT_ROUTE,
    ),
]
TARGET = Path("docs") / "workflow.md"


def drawing() -> str:
    """The page docs/workflow.md, as the code says it now."""
    parts = [
        "# Workflow",
        "",
        "Written by `make diagram` from the `NEXT` maps in the code; a test fails when it lags.",
    ]
    with translation.override("en"):
        for name, sentence, states, following in DRAWN:
            parts += ["", f"## {name}", "", sentence, "", "```mermaid", "stateDiagram-v2"]
            parts += [f"    {state.value} : {state.label}" for state in states]
            parts += [f"    [*] --> {start.value}" for start in _starts(states, following)]
            for state in states:
                parts += [
                    f"    {state.value} --> {then.value}" for then in states if then in following[state]
                ]
            parts += [f"    {state.value} --> [*]" for state in states if not following[state]]
            parts += ["```"]
    return "\n".join(parts) + "\n"


def _starts(states: Any, following: Any) -> list[Any]:
    reached = {then for state, several in following.items() for then in several if then != state}
    return [state for state in states if state not in reached]


class Command(BaseCommand):
    """Write docs/workflow.md."""

    help = "Write docs/workflow.md from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the page lags behind")

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.ROOT / TARGET
        if options["check"]:
            if not target.exists() or target.read_text(encoding="utf-8") != drawing():
                self.stderr.write(f"{TARGET} lags behind the code; run `make diagram`.")
                raise SystemExit(1)
            return
        target.write_text(drawing(), encoding="utf-8")
        self.stdout.write(f"{TARGET} is written.")
