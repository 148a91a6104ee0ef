"""The rows of the access matrix about the criminal route and the person's rights."""

from typing import Any

_SIGNED_OUT, _UNSEEN = ("signed out", 302, 302), ("who sees nothing of it", 404, 404)
_NAMELESS = ("who may not know who it is", 403, 403)
RIGHTS: dict[str, list[tuple[str, int, int]]] = {
    "criminal_route": [
        _SIGNED_OUT, ("who sees nothing of it", 404, 405), ("without what is about the law", 403, 405), ("else", 200, 405),
    ],
    "criminal_route_new": [
        _SIGNED_OUT, _UNSEEN, ("without what is about the law", 403, 403), ("closed", 409, 409),
        ("neither the coordinator nor of the police", 403, 403), ("else", 200, 422),
    ],
    "criminal_route_withdraw": [_SIGNED_OUT, ("else", 404, 404)],  # there are none in the demo
    "case_timeline": [_SIGNED_OUT, ("who sees nothing of it", 404, 405), ("else", 200, 405)],
    "map_then": [_SIGNED_OUT, ("who sees nothing of it", 404, 405), ("else", 200, 405)],
    "rights": [_SIGNED_OUT, ("who sees nothing of it", 404, 405), ("who may not know who it is", 403, 405), ("else", 200, 405)],
    "first_contact:person": [_SIGNED_OUT, _UNSEEN, ("else", 404, 404)],  # there is none with that identifier
    "take_out": [_SIGNED_OUT, _UNSEEN, ("else", 404, 404)],  # the same
    "first_contact:person_new": [
        _SIGNED_OUT, _UNSEEN, _NAMELESS, ("closed", 409, 409), ("only through the agenda", 403, 403), ("else", 200, 422),
    ],
    "first_contact:moment": [
        _SIGNED_OUT, _UNSEEN, ("without the story", 403, 403), ("closed", 409, 409), ("only through the agenda", 403, 403),
        ("else", 200, 422),
    ],
    "right": [
        _SIGNED_OUT, _UNSEEN, ("closed", 409, 409), _NAMELESS, ("only through the agenda", 403, 403), ("else", 200, 422),
    ],
}  # fmt: skip
RIGHTS_FILLED_IN: dict[str, dict[str, Any]] = {
    "criminal_route_new": {"state": "no_contact", "since": "2026-01-01", "told_by": "person"},
    "criminal_route_withdraw": {"why": "Het was anders."},
    "first_contact:person": {"name": "Iemand", "told_by": "victim"},
    "take_out": {"why": "mistake", "sure": "on"},
    "first_contact:person_new": {"roles": ["relative"], "name": "Iemand", "told_by": "victim"},
    "first_contact:moment": {"latest": "2026-01-01T10:00", "told_by": "victim"},
    "right": {"state": "explained", "understood": "yes"},
}
