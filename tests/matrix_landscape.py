"""The rows of the access matrix about the landscape."""

from typing import Any

LANDSCAPE_DATA = dict.fromkeys(["landscape:api_services", "landscape:api_coverage"], 405)
LANDSCAPE_OPEN = [
    "landscape:matrix", "landscape:services", "landscape:service", *LANDSCAPE_DATA,
    "landscape:finder", "landscape:finder_traces", "landscape:finder_audience",
]  # fmt: skip
LANDSCAPE_MEANS: dict[str, Any] = {
    "the editor": lambda one: one.who == "redactie",
    "of the platform": lambda one: one.who in {"fg", "beheerder", "programma", "stuurgroep"},
}
_SIGNED_OUT, _OPEN = ("signed out", 302, 302), [("else", 200, 405)]
_NO_PARTNER = ("of the platform", 403, 403)
_CHANGES = [_SIGNED_OUT, _NO_PARTNER, ("else", 200, 422)]
_READS = [_SIGNED_OUT, ("of the platform", 403, 405), ("else", 200, 405)]
_EDITS = [_SIGNED_OUT, ("the editor", 200, 422), ("else", 403, 403)]
LANDSCAPE: dict[str, list[tuple[str, int, int]]] = {
    **dict.fromkeys(LANDSCAPE_OPEN, _OPEN),
    "landscape:finder": [("else", 200, 200)],  # three questions and an answer: nothing is written
    **dict.fromkeys(["landscape:propose", "landscape:propose_new"], _CHANGES),
    **dict.fromkeys(["landscape:history", "landscape:proposals"], _READS),
    "landscape:proposal": [_SIGNED_OUT, _NO_PARTNER, ("the editor", 404, 404), ("else", 404, 403)],  # there is none
    "services": [_SIGNED_OUT, ("who sees nothing of it", 404, 405), ("else", 200, 405)],
    "landscape:expiring": [_SIGNED_OUT, ("the editor", 200, 405), ("else", 403, 405)],
    **dict.fromkeys(["landscape:confirm", "landscape:take_in"], _EDITS),
}  # fmt: skip
LANDSCAPE_FILLED_IN: dict[str, dict[str, Any]] = {
    "landscape:propose": {
        "source": "De website",
        "checked_on": "2026-11-22",
        "funding_nl": "Rijk",
        "funding_en": "State",
    },
    "landscape:proposal": {"accepted": "yes"},
    "landscape:confirm": {"fields_that_hold": ["phone"], "checked_on": "2026-11-22"},
    "landscape:take_in": {"take_in": ""},
}
