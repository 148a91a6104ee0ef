"""For the person on paper: accessible PDFs (PDF/UA-1). The copy of their data, and the sheet with what was agreed."""

import io
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from rondom.core.paper import made
from rondom.rights.agreed import Sheet

SOURCES = Path(__file__).parent / "typst"
SIZES = (14, 12, 11, 10, 9, 8)  # points: the largest that keeps the sheet on one page


def pdf(found: dict[str, Any]) -> bytes:
    """The gathered data as a tagged PDF, in the language that is active."""
    data = {
        "title": _("What Rondom holds about you"),
        "language": found["language"],
        "intro": [
            _("This is a copy of what is held about you in case %(code)s.") % {"code": found["case"]["code"]},
            _("Keep it in a safe place. Someone who finds it can read your story."),
            _("Professionals stand in it by organisation and role, not by name. That is not yet legally confirmed."),
        ],
        "nothing": _("Nothing is held here."),
        "sections": [
            {"title": str(title), "items": [_item(one) for one in _listed(found[key])]}
            for key, title in _sections().items()
        ],
    }  # fmt: skip
    return made(SOURCES, "own_data.typ", data)


def one_page(sheet: Sheet) -> bytes:
    """The sheet with what was agreed as a tagged PDF of one page, in letters as large as fit."""
    for size in SIZES:
        pdf_of_size = made(SOURCES, "agreed.typ", {**asdict(sheet), "size": size})
        with pikepdf.open(io.BytesIO(pdf_of_size)) as pages:
            if len(pages.pages) == 1:
                break
    return pdf_of_size


def _sections() -> dict[str, str]:
    """The parts, in the order of the paper: what matters most to the person first."""
    return {
        "about_you": _("About you"),
        "case": _("Your case"),
        "report": _("The report"),
        "safety": _("What you said about safety"),
        "windows": _("Acute care"),
        "known_before": _("What was noted about you before"),
        "planned": _("When the meeting was moved, or too late"),
        "texts": _("What was written"),
        "files": _("Files that are kept"),
        "retellings": _("How often you told it"),
        "views": _("How organisations saw it"),
        "table": _("Who was called to the meeting for you"),
        "questions": _("Open questions"),
        "guests": _("Asked of someone without an account in Rondom"),
        "codes": _("The codes that you were given to show elsewhere"),
        "decisions": _("What was decided"),
        "discussed": _("When a meeting talked about it"),
        "added_to_minutes": _("What was added to what was decided"),
        "goals": _("What the plan worked towards"),
        "actions": _("What was agreed"),
        "coordinators": _("Who coordinated"),
        "closings": _("When your case was closed"),
        "aftercare": _("Aftercare: when someone asks how you are"),
        "steered": _("What happened with what was agreed"),
        "rights_said": _("Which of your rights were explained"),
        "criminal_route": _("Where it stood with police and prosecutor"),
        "contacts": _("Who had contact with you"),
        "consents": _("What you said about sharing"),
        "receivers": _("Who may or might see what, and on which ground"),
        "kept": _("How long it is kept"),
        "log": _("Who saw or did what, when and what for"),
        "requests": _("Your requests"),
        "restrictions": _("When less might be done with your data"),
        "left_out": _("What is not in this copy, and why"),
        "rights": _("What you can do"),
    }


def _words() -> dict[str, str]:
    return {
        "name": _("name"), "birth_year": _("year of birth"), "gender": _("gender"), "languages": _("languages"),
        "needs": _("what helps"), "phone": _("phone"), "contact_hours": _("when to call"), "code_word": _("code word"),
        "code": _("code"), "region": _("region"), "stands": _("where it stands"), "reported": _("reported"),
        "registered_by": _("registered by"), "registered_for": _("registered by"), "closed": _("closed"),
        "channel": _("told to"), "place": _("kind of place"), "event_from": _("happened from"),
        "event_until": _("happened until"), "organisation": _("organisation"), "written": _("written"),
        "law": _("law"), "category": _("part"), "facts": _("facts"), "opinion": _("opinion"), "offer": _("offer"),
        "decided": _("decided"), "coordinating": _("coordinates"), "domain": _("domain"), "need": _("help needed"),
        "state": _("state"), "before": _("before"), "outcome": _("what came of it"), "receiver": _("receiver"),
        "answer": _("answer"), "parts": _("parts"), "for": _("what for"), "said": _("said"), "how": _("how"),
        "until": _("until"), "withdrawn": _("taken back"), "ground": _("ground"), "rules": _("rule"),
        "from": _("from"), "to": _("to"), "what": _("what"), "at": _("when"), "role": _("role"), "did": _("did"),
        "refused": _("was refused"), "told_at": _("told"), "shared": _("may be shared"), "opened": _("asked"), "identity": _("how we checked who you are"),
        "why": _("why"), "times": _("how often"), "text": _("text"), "corrections": _("your correction"), "lines": _("decided"),
        "contact_others": _("with whom else one may talk"), "municipality": _("municipality"),
        "explained": _("what was explained"), "yes": _("yes to"), "no": _("no to"), "note": _("note"), "asked": _("asked"),
        "doing": _("does already"), "advice": _("advises"), "question": _("question"),
        "by": _("asked by"), "answered": _("answered"), "kind": _("kind of organisation"), "routes": _("help routes"), "route": _("route"),
        "reason": _("why this was decided"), "wish": _("what you want"), "wish_weighed": _("how that was weighed"),
        "no_coordinator": _("why nobody coordinates yet"), "no_coordinator_why": _("more about that"),
        "without_everyone": _("why it could not wait for everyone"), "look_again": _("looked at again"),
        "minutes_planned": _("minutes planned"),
        "thought_otherwise": _("who thought otherwise"), "invited": _("who will be asked to join"),
    }  # fmt: skip


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _item(one: Any) -> dict[str, Any]:
    """One thing as facts and text; what is empty is left away."""
    if isinstance(one, str):
        return {"title": "", "facts": [], "text": [one]}
    words = _words()
    facts = [
        [words[key], _said(value)]
        for key, value in one.items()
        if value not in ("", [], None, False) and key != "text"
    ]
    return {"title": "", "facts": facts, "text": str(one.get("text") or "").splitlines()}


def _said(value: Any) -> str:
    if value is True:
        return _("yes")
    if isinstance(value, list):
        return "; ".join(_said(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(_said(part) for part in value.values() if part)
    return str(value)
