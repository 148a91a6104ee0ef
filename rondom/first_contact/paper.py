"""What to know before coming in, on paper: an accessible PDF (PDF/UA-1), in the language that is active."""

from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rondom.core.moments import day
from rondom.core.paper import made
from rondom.first_contact.definitions import BRING, CALL, FACTS, PARTS, WAIT

SOURCES = Path(__file__).parent / "typst"


def sections() -> list[dict[str, Any]]:
    """The parts of the advice, each with its sentences."""
    words = {
        CALL: _("Call first"),
        WAIT: _("If you can, until you are there"),
        BRING: _("Clothes and the place"),
    }
    return [
        {"title": words[part], "sentences": [one.words for one in FACTS.advice if one.part == part]}
        for part in PARTS
    ]


def reassurance() -> str:
    """What is true whatever someone did already."""
    return _(
        "Did you do one of these already? That does not matter: call all the same. It is never your fault."
    )


def checked() -> list[str]:
    """On which sources it rests, when they were read, and that nobody of medicine confirmed it yet."""
    sources = sorted({one.source for one in FACTS.advice})
    read = min(one.verified_on for one in FACTS.advice)
    lines = [_("Sources: %(sources)s. Read on %(day)s.") % {"sources": "; ".join(sources), "day": day(read)}]
    if not all(one.verified_by for one in FACTS.advice):
        lines.append(
            _("Not yet medically confirmed. The Sexual Assault Centre knows what is best in your situation.")
        )
    return lines


def pdf() -> bytes:
    """The advice as a tagged PDF, the same for everyone."""
    data = {
        "title": _("Before you come in"),
        "language": (get_language() or "nl")[:2],
        "sections": sections(),
        "after": reassurance(),
        "checked": checked(),
    }
    return made(SOURCES, "advice.typ", data)
