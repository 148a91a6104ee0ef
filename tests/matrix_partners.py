"""The rows of the access matrix about partners without an account."""

from typing import Any

_SIGNED_OUT, _UNSEEN = ("signed out", 302, 302), ("who sees nothing of it", 404, 404)

PARTNERS: dict[str, list[tuple[str, int, int]]] = {
    "guest_questions": [_SIGNED_OUT, ("who sees nothing of it", 404, 405), ("else", 200, 405)],
    "guest_ask": [_SIGNED_OUT, _UNSEEN, ("not the coordinator", 403, 403), ("else", 200, 422)],
    "guest_withdraw": [_SIGNED_OUT, ("else", 405, 404)],  # nobody was asked anything
    "contact_code": [
        _SIGNED_OUT,
        _UNSEEN,
        ("who may not know who it is", 403, 403),
        ("not the coordinator", 200, 403),
        ("else", 200, 422),
    ],
    "code_end": [_SIGNED_OUT, ("else", 405, 404)],  # nobody was given one
    "contact_decide": [_SIGNED_OUT, ("else", 405, 404)],  # nobody asked anything
    "ask_contact": [("else", 200, 422)],
    "contact_answer": [("else", 200, 405)],  # one page for every request, also one that never was
    "guest": [("else", 200, 422)],  # one page for every link, also one that never was
}
PARTNERS_FILLED_IN: dict[str, dict[str, Any]] = {
    "guest_ask": {
        "name": "Noor", "kind": "school", "place": "De school", "phone": "06 12345678", "category": "4",
        "question": "Wie belt haar?", "purpose": "help", "hours": "72",
    },
}  # fmt: skip
