"""The rows of the access matrix about the programme: its initiative waits for the steering group, its update is a draft."""

from typing import Any

_SIGNED_OUT = ("signed out", 302, 302)
_READ = [_SIGNED_OUT, ("else", 200, 405)]
_NOT_OF_IT = ("not of the programme", 403, 403)
_FORM = [_SIGNED_OUT, _NOT_OF_IT, ("else", 200, 422)]
_BUTTON = [_SIGNED_OUT, _NOT_OF_IT, ("else", 200, 302)]  # a page that asks whether one is sure
_OPEN = [("else", 200, 405)]
# Nobody acts at the links of mails; one that is no link of ours says so, and is recorded without an account.
_LINK = [("else", 200, 200)]
_TOO_SOON = [_SIGNED_OUT, _NOT_OF_IT, ("else", 409, 409)]  # it waits for a decision; it is still to come
_ANYONE = [_SIGNED_OUT, ("else", 200, 422)]
OF_THE_PROGRAMME: dict[str, Any] = {
    "not of the programme": lambda one: one.who != "programma",
    "not of the steering group": lambda one: one.who != "stuurgroep",
    "the writer of findings": lambda one: one.who == "csg-dh",
}
PUBLIC_PROGRAMME = {
    "programme:roadmap", "programme:news", "programme:update", "programme:feed", "programme:coverage", "programme:confirm",
    "programme:stop",
}  # fmt: skip
PROGRAMME: dict[str, list[tuple[str, int, int]]] = {
    **dict.fromkeys(["programme:roadmap", "programme:news", "programme:feed", "programme:coverage"], _OPEN),
    "programme:update": [("else", 404, 405)],  # a draft is not there
    **dict.fromkeys(["programme:confirm", "programme:stop"], _LINK),
    **dict.fromkeys(
        [
            "programme:overview", "programme:initiatives", "programme:initiative", "programme:findings", "programme:agreements",
            "programme:officers", "programme:gatherings", "programme:gathering", "programme:calendar", "programme:updates",
        ],
        _READ,
    ),
    **dict.fromkeys(
        [
            "programme:begin", "programme:change", "programme:agreement_add", "programme:agreement_change", "programme:evaluate",
            "programme:plan", "programme:gathering_change", "programme:cancel", "programme:write", "programme:rewrite",
            "programme:expert_add", "programme:expert_change",
        ],
        _FORM,
    ),
    **dict.fromkeys(["programme:move", "programme:propose", "programme:held"], _TOO_SOON),
    "programme:decide": [_SIGNED_OUT, ("not of the steering group", 403, 403), ("else", 200, 422)],
    **dict.fromkeys(["programme:note", "programme:note_about", "programme:settle"], _ANYONE),
    "programme:take_back": [
        _SIGNED_OUT, ("the writer of findings", 200, 302), ("not of the programme", 403, 403), ("else", 200, 302),
    ],
    "programme:designate": [_SIGNED_OUT, ("no manager", 403, 403), ("manager elsewhere", 404, 404), ("else", 200, 422)],
    "programme:end_officer": [
        _SIGNED_OUT, ("no manager", 403, 403), ("manager elsewhere", 403, 404), ("else", 200, 302),
    ],
    "programme:register": [_SIGNED_OUT, ("else", 405, 302)],
    "programme:withdraw": [_SIGNED_OUT, ("else", 405, 409)],  # nobody of the demo is registered
    **dict.fromkeys(["programme:publish", "programme:update_withdraw", "programme:expert_erase"], _BUTTON),
    "programme:subscription": _ANYONE,
    "programme:unsubscribe": [_SIGNED_OUT, ("else", 405, 409)],
    "programme:experts": [_SIGNED_OUT, ("not of the programme", 403, 405), ("else", 200, 405)],
}  # fmt: skip
_BOAT = {
    "title": "Iets", "goal": "Doel", "impact": "Beter", "groups": "other", "phases": "P2", "others": "Wijkteam",
    "starts_on": "2026-01-01", "ends_on": "2026-02-01",
}  # fmt: skip
_AGREED = {
    "kind": "covenant", "title": "Iets", "about": "Wie", "municipalities": "Delft", "others": "Wijkteam", "starts_on": "2026-01-01",
    "evaluate_on": "2027-01-01",
}  # fmt: skip
_MET = {
    "kind": "training", "title": "Iets", "about": "Wat", "place": "Waar", "starts_at": "2099-01-01T10:00", "ends_at": "2099-01-01T11:00",
}  # fmt: skip
_EXPERT = {
    "name": "Iemand", "contact": "Hier", "groups": "other", "availability": "Nu", "agreement": "Ja", "agreed_on": "2026-01-01",
    "until": "2099-01-01", "consented": "on",
}  # fmt: skip
PROGRAMME_FILLED_IN: dict[str, dict[str, Any]] = {
    "programme:begin": _BOAT,
    "programme:change": _BOAT,
    "programme:move": {"stage": "stopped", "learned": "Niets."},
    "programme:propose": {"asks": "Ja?", "tested_with": "Drie mensen.", "impact": "Beter."},
    "programme:decide": {"outcome": "stop", "reason": "Nee."},
    "programme:agreement_add": _AGREED,
    "programme:agreement_change": _AGREED,
    "programme:evaluate": {"evaluation": "Goed.", "again_on": "2028-01-01"},
    "programme:designate": {"user": "00000000-0000-0000-0000-000000000000"},
    "programme:plan": _MET,
    "programme:gathering_change": _MET,
    "programme:cancel": {"why": "Nee."},
    "programme:held": {"others": "3"},
    "programme:write": {"title": "Iets", "text": "Tekst"},
    "programme:rewrite": {"title": "Iets", "text": "Tekst"},
    "programme:expert_add": _EXPERT,
    "programme:expert_change": _EXPERT,
}
