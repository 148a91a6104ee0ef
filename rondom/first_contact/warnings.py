"""What to mind in a case, as a colleague would say it: the rules of warning_rules.py on what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rondom.cases.models import Case, Person
from rondom.first_contact.recorded import Facts, facts
from rondom.first_contact.warning_rules import RULES


@dataclass(frozen=True)
class Warning:  # noqa: A001 - the word of the house; Python's own is not used here
    """One thing to mind: a code, and a sentence in the language that is active."""

    code: str
    sentence: str


def codes() -> list[str]:
    """Every code there is, in order."""
    return [code for code, _sentence, _check in RULES]


def found(known: Facts) -> list[Warning]:
    """What to mind, in order."""
    said = ((code, sentence, check(known)) for code, sentence, check in RULES)
    return [Warning(code, str(sentence) % {"what": what}) for code, sentence, what in said if what]


def of(case: Case, people: Sequence[Person], at: datetime, *, similar: int = 0) -> list[Warning]:
    """What to mind in a case, as far as whoever acts may see it; one query."""
    return found(facts(case, people, at, similar))
