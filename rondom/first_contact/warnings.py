"""What to mind in a case, as a colleague would say it: the rules of warning_rules.py on what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rondom.cases.models import Case, Person
from rondom.first_contact.recorded import Facts, facts
from rondom.first_contact.warning_rules import RULES


@dataclass(frozen=True)
class Caution:
    """One thing to mind: a code, and a sentence in the language that is active."""

    code: str
    sentence: str


# A page says these with each person's safe contact (coordination/parts/safe.html).
SAFE_CONTACT = {
    "contact_not_said_safe", "do_not_call", "do_not_text", "no_voicemail", "shared_device", "contact_hours", "code_word",
}  # fmt: skip


def codes() -> list[str]:
    """Every code there is, in order."""
    return [code for code, _sentence, _check in RULES]


def found(known: Facts) -> list[Caution]:
    """What to mind, in order."""
    said = ((code, sentence, check(known)) for code, sentence, check in RULES)
    return [Caution(code, str(sentence) % {"what": what}) for code, sentence, what in said if what]


def of(case: Case, people: Sequence[Person], at: datetime, *, similar: int = 0) -> list[Caution]:
    """What to mind in a case, as far as whoever acts may see it; one query."""
    return found(facts(case, people, at, similar))


def beside_safe_contact(known: Facts) -> list[Caution]:
    """What to mind, without what stands with safe contact."""
    return [one for one in found(known) if one.code not in SAFE_CONTACT]
