"""The rows of the access matrix about the coordinator's life: wish, hand-over, absence, workload, aftercare."""

from typing import Any

_SIGNED_OUT, _UNSEEN = ("signed out", 302, 302), ("who sees nothing of it", 404, 404)
_OF_PLACE = [_SIGNED_OUT, ("no manager", 403, 403), ("manager elsewhere", 404, 404)]

COORDINATOR: dict[str, list[tuple[str, int, int]]] = {
    "cases:contact_wish": [
        _SIGNED_OUT, _UNSEEN, ("closed", 409, 409), ("who may not know who it is", 403, 403),
        ("only through the agenda", 403, 403), ("else", 200, 422),
    ],
    "triage:coordinating": [
        _SIGNED_OUT, ("the administrator", 200, 422), ("without a seat", 403, 403), ("with a seat elsewhere", 404, 404),
        ("else", 403, 403),
    ],
    "hand_over": [_SIGNED_OUT, _UNSEEN, ("not the coordinator", 403, 403), ("else", 200, 422)],
    "former": [_SIGNED_OUT, _UNSEEN, ("else", 404, 404)],  # there is none in the demo
    "coordinators": [_SIGNED_OUT, ("who sees nothing of it", 404, 405), ("else", 200, 405)],
    "aftercare": [_SIGNED_OUT, ("who sees nothing of it", 404, 405), ("else", 200, 405)],
    "aftercare_note": [_SIGNED_OUT, ("else", 404, 404)],  # of no moment in particular
    "away": [_SIGNED_OUT, ("of no partner", 403, 403), ("who only manages", 403, 403), ("else", 200, 422)],
    "away_answer": [_SIGNED_OUT, ("else", 405, 404)],
    "away_end": [_SIGNED_OUT, ("else", 405, 404)],
    "away_set": [*_OF_PLACE, ("else", 200, 422)],
    "workload": [_SIGNED_OUT, ("no manager", 403, 405), ("manager elsewhere", 404, 405), ("else", 200, 405)],
    "profile": [_SIGNED_OUT, ("no manager", 403, 403), ("else", 404, 404)],  # of nobody in particular
}  # fmt: skip
COORDINATOR_FILLED_IN: dict[str, dict[str, Any]] = {
    "cases:contact_wish": {"text": "Liever iemand anders."},
    "triage:coordinating": {"kinds": ["csg"]},
    "hand_over": {
        "coordinator": "00000000-0000-0000-0000-000000000000:00000000-0000-0000-0000-000000000000",
        "note": "Zij belt graag.",
    },
    "former": {"stays": "help"},
    "aftercare_note": {"outcome": "done"},
    "away": {"starts_on": "2099-01-01", "ends_on": "2099-01-05"},
    "away_answer": {"answer": "yes"},
    "away_set": {"starts_on": "2099-01-01", "ends_on": "2099-01-05"},
    "profile": {"does": "Werkt met jongeren."},
}
