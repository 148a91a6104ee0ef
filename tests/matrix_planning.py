"""The rows of the access matrix about when the MDT meets: its calendar, moving an item, and what was late."""

from typing import Any

_SIGNED_OUT, _UNSEEN = ("signed out", 302, 302), ("who sees nothing of it", 404, 404)
_SEATED = [_SIGNED_OUT, ("without a seat", 403, 405), ("with a seat elsewhere", 404, 405), ("else", 200, 405)]
_OF_A_CASE = [_SIGNED_OUT, ("without a seat", 403, 403), ("with a seat elsewhere", 404, 404), _UNSEEN]

PLANNING: dict[str, list[tuple[str, int, int]]] = {
    "triage:planned": [
        _SIGNED_OUT, ("the administrator", 200, 422), ("without a seat", 403, 403), ("with a seat elsewhere", 404, 404),
        ("not the chair", 200, 403), ("else", 200, 422),
    ],
    "triage:calendar_file": _SEATED,
    "triage:breaches": _SEATED,
    "triage:move": [*_OF_A_CASE, ("not for the MDT", 409, 409), ("else", 200, 422)],
    "triage:length": [
        *_OF_A_CASE, ("not for the MDT", 409, 409), ("not the chair", 403, 403), ("else", 200, 422),
    ],
    "triage:explain": [*_OF_A_CASE, ("else", 409, 409)],  # nothing was late
}  # fmt: skip
PLANNING_FILLED_IN: dict[str, dict[str, Any]] = {
    "triage:planned": {"holidays": "yes"},
    "triage:move": {"to": "extra", "extra_at": "2099-01-01T10:00", "reason": "Zo past het.", "late": "on"},
    "triage:length": {"minutes": "12"},
    "triage:explain": {"reason": "room"},
}
