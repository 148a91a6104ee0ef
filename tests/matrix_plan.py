"""The rows of the access matrix about the plan, and contact with the person."""

from typing import Any

_SIGNED_OUT, _UNSEEN = ("signed out", 302, 302), ("who sees nothing of it", 404, 404)
_NOT_COORDINATING = ("not the coordinator", 403, 403)
_NAMELESS = ("who may not know who it is", 403, 403)
_NONE = [_SIGNED_OUT, ("else", 404, 404)]  # there are none in the demo
PLAN: dict[str, list[tuple[str, int, int]]] = {
    "plan": [_SIGNED_OUT, ("who sees nothing of it", 404, 405), ("else", 200, 405)],
    "postpone": [
        _SIGNED_OUT, _UNSEEN, ("without actions", 404, 404), ("with nothing open", 409, 409),
        ("in another's action", 403, 403), ("else", 200, 422),
    ],
    "waiting": _NONE,
    "nudge": [
        _SIGNED_OUT, _UNSEEN, ("without actions", 404, 404), _NOT_COORDINATING, ("with nothing open", 409, 409),
        ("else", 200, 422),
    ],
    "insist": [_SIGNED_OUT, _UNSEEN, ("without actions", 404, 404), _NOT_COORDINATING, ("else", 409, 409)],  # none is late
    "insist_answer": _NONE,
    "goal_new": [_SIGNED_OUT, _UNSEEN, _NOT_COORDINATING, ("else", 200, 422)],
    "goal": _NONE,
    "settle": _NONE,
    "contacts": [
        _SIGNED_OUT, ("who sees nothing of it", 404, 405), ("who may not know who it is", 403, 405), ("else", 200, 405),
    ],
    "contact_new": [_SIGNED_OUT, _UNSEEN, _NAMELESS, ("only through the agenda", 403, 403), ("else", 200, 422)],
    "contact": _NONE,
    "rhythm": [_SIGNED_OUT, _UNSEEN, _NOT_COORDINATING, _NAMELESS, ("else", 200, 422)],
}  # fmt: skip
PLAN_FILLED_IN: dict[str, dict[str, Any]] = {
    "postpone": {"due_at": "2099-01-01T10:00", "reason": "De afspraak is verzet."},
    "waiting": {"since": "2026-01-01"},
    "nudge": {"sentence": "Lukt het?"},
    "insist": {"who": "00000000-0000-0000-0000-000000000000", "reason": "Het wacht te lang."},
    "insist_answer": {"words": "Morgen."},
    "goal_new": {"domain": "recovery", "text": "Weer naar school."},
    "goal": {"state": "reached"},
    "settle": {"keeps": "both", "reason": "Elk een deel."},
    "contact_new": {"person": "00000000-0000-0000-0000-000000000000", "way": "here"},
    "contact": {"result": "reached"},
    "rhythm": {"every_days": "7", "until": "2099-01-01"},
}
