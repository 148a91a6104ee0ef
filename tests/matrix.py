"""The access matrix: who gets what answer, stated by hand from the case files (rondom/demo/casuistry).

Nothing here is asked of the product: not who sees a case, not who coordinates it, not what an address allows.
"""

from dataclasses import dataclass
from typing import Any

from tests.matrix_coordinator import COORDINATOR
from tests.matrix_landscape import LANDSCAPE, LANDSCAPE_DATA, LANDSCAPE_MEANS, LANDSCAPE_OPEN
from tests.matrix_partners import PARTNERS
from tests.matrix_plan import PLAN
from tests.matrix_planning import PLANNING
from tests.matrix_programme import OF_THE_PROGRAMME, PROGRAMME, PUBLIC_PROGRAMME
from tests.matrix_rights import RIGHTS

DEN_HAAG = ["politie-dh", "vt-dh", "shn-dh", "csg-dh", "om-dh", "voorzitter-dh"]
OOST_BRABANT = ["politie-ob", "vt-ob", "shn-ob", "csg-ob", "om-ob", "voorzitter-ob"]
SEATS = {"den-haag": {*DEN_HAAG, "perspectief"}, "oost-brabant": {*OOST_BRABANT, "perspectief"}}
HOME = {"den-haag": "-dh", "oost-brabant": "-ob"}  # how the names of its people end
MDT_OPEN = "oost-brabant"  # that of Den Haag is not open
CHAIRS = {"den-haag": "voorzitter-dh", "oost-brabant": "voorzitter-ob"}
COORDINATORS = ["regie-csg-dh", "regie-vt-dh", "regie-shn-dh", "regie-csg-ob", "regie-vt-ob", "regie-shn-ob"]
MANAGERS = {"beheer-csg-dh": "csg-dh", "beheer-csg-ob": "csg-ob"}  # of which organisation
OF_NO_PARTNER = ["fg", "onderzoeker", "redactie", "beheerder", "programma", "stuurgroep"]
PEOPLE = [*DEN_HAAG, *OOST_BRABANT, *COORDINATORS, *MANAGERS, "perspectief", *OF_NO_PARTNER]
SIGNED_OUT = ""

WAITING, WEIGHED, COORDINATED, RE_TRIAGE, CLOSED = (
    "waiting", "weighed", "coordinated", "back in the MDT", "closed"
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """A case as its file tells it. `named`: who registered it, coordinates or does something, or was asked to;
    `table`: who sees it only because it lies on the table of the MDT where they sit."""

    region: str
    stage: str
    named: frozenset[str]
    table: frozenset[str] = frozenset()
    story: frozenset[str] = frozenset()  # of those, who may read the story
    unsafe: frozenset[str] = (
        frozenset()
    )  # of those who read the story, who may not see what was said about safety
    medical: frozenset[str] = frozenset()  # of those, who may see what is medical
    law: frozenset[str] = frozenset()  # of those, who may see what is about the law
    nameless: frozenset[str] = frozenset()  # of those, who may not know who it is
    shares: frozenset[str] = frozenset()  # on it for who registered it, or the coordinator
    police: bool = False  # the police registered it
    asked: str = ""  # to coordinate
    coordinator: str = ""
    owners: frozenset[str] = frozenset()  # of its action in the domain of recovery; empty: there is none
    open_actions: bool = False

    @property
    def sees(self) -> frozenset[str]:
        return self.named | self.table

    @property
    def knows(self) -> frozenset[str]:
        return self.sees - self.nameless


def _case(region: str, stage: str, **facts: Any) -> Facts:
    sets = {
        name: frozenset(value.split())
        for name, value in facts.items()
        if name in {"named", "table", "story", "unsafe", "medical", "owners", "nameless", "shares", "law"}
    }
    return Facts(region, stage, **{**facts, **sets})


CASES = {
    # Told to the CSG. No police, no Veilig Thuis; Victim Support may know the name, not the story.
    "DH-01": _case("den-haag", WAITING, law="csg-dh voorzitter-dh", shares="csg-dh", named="csg-dh", table="voorzitter-dh shn-dh", medical="csg-dh voorzitter-dh", story="csg-dh voorzitter-dh",
    ),
    # Told to the police, and he wants Victim Support to read it. Tom of Victim Support is asked to coordinate.
    "DH-10": _case(
        "den-haag", WEIGHED, law="politie-dh", police=True, shares="politie-dh", named="politie-dh shn-dh regie-shn-dh", medical="politie-dh", unsafe="shn-dh regie-shn-dh", story="politie-dh shn-dh regie-shn-dh",
        asked="regie-shn-dh", owners="shn-dh regie-shn-dh", open_actions=True,
    ),
    # By his doctor to the CSG. No police; Victim Support may know who he is and help with rights, without the story.
    "DH-02": _case(
        "den-haag", COORDINATED, law="csg-dh regie-csg-dh shn-dh", shares="csg-dh regie-csg-dh", named="csg-dh shn-dh regie-csg-dh", medical="csg-dh regie-csg-dh", story="csg-dh regie-csg-dh",
        coordinator="regie-csg-dh", owners="shn-dh", open_actions=True,
    ),
    # She wants to file a complaint: police, CSG, Victim Support and prosecutor may help. All that was agreed is done.
    "DH-08": _case(
        "den-haag", COORDINATED, law="politie-dh shn-dh", police=True, shares="politie-dh regie-csg-dh", named="politie-dh csg-dh shn-dh regie-csg-dh",
        medical="politie-dh csg-dh regie-csg-dh", unsafe="csg-dh regie-csg-dh shn-dh", story="politie-dh csg-dh shn-dh regie-csg-dh", coordinator="regie-csg-dh", owners="shn-dh",
    ),
    # To Veilig Thuis; no police. The others were not asked about, and know only that it comes back to their table.
    "DH-12": _case(
        "den-haag", RE_TRIAGE, law="vt-dh regie-vt-dh", shares="vt-dh regie-vt-dh", nameless="csg-dh voorzitter-dh shn-dh", named="vt-dh regie-vt-dh", table="csg-dh voorzitter-dh shn-dh", medical="vt-dh regie-vt-dh", story="vt-dh regie-vt-dh",
        coordinator="regie-vt-dh", owners="vt-dh regie-vt-dh", open_actions=True,
    ),
    # To Veilig Thuis; no police; Victim Support listened.
    "DH-07": _case(
        "den-haag", CLOSED, law="vt-dh regie-vt-dh", shares="vt-dh regie-vt-dh", named="vt-dh shn-dh regie-vt-dh", medical="vt-dh regie-vt-dh", story="vt-dh regie-vt-dh", owners="shn-dh",
    ),
    # To the police. CSG may read; Victim Support may not; the prosecutor, on call, was not called; Veilig Thuis was not asked about.
    "OB-06": _case(
        "oost-brabant", WAITING, law="politie-ob shn-ob", police=True, shares="politie-ob", nameless="vt-ob", named="politie-ob", table="csg-ob voorzitter-ob shn-ob vt-ob",
        medical="politie-ob csg-ob voorzitter-ob", unsafe="csg-ob voorzitter-ob", story="politie-ob csg-ob voorzitter-ob",
    ),
    # To the CSG. No police; Victim Support may call. `scene` lets the MDT decide: Imke asked, an action for Karim.
    "OB-15": _case(
        "oost-brabant", WEIGHED, law="csg-ob regie-csg-ob", shares="csg-ob regie-csg-ob", named="csg-ob shn-ob regie-csg-ob", medical="csg-ob regie-csg-ob", story="csg-ob regie-csg-ob", asked="regie-csg-ob",
        owners="shn-ob", open_actions=True,
    ),
    # In the clinic, to the CSG; police and Victim Support may read.
    "OB-02": _case(
        "oost-brabant", COORDINATED, law="csg-ob politie-ob regie-csg-ob shn-ob", shares="csg-ob regie-csg-ob", named="csg-ob politie-ob shn-ob regie-csg-ob",
        medical="csg-ob regie-csg-ob", unsafe="shn-ob", story="csg-ob politie-ob shn-ob regie-csg-ob", coordinator="regie-csg-ob", owners="shn-ob", open_actions=True,
    ),
    # A colleague of Victim Support: no one but the CSG, where the chair works too. `scene` brings it back to the MDT.
    "OB-13": _case(
        "oost-brabant", RE_TRIAGE, law="csg-ob regie-csg-ob voorzitter-ob", shares="csg-ob regie-csg-ob", named="csg-ob regie-csg-ob", table="voorzitter-ob",
        medical="csg-ob regie-csg-ob voorzitter-ob", story="csg-ob regie-csg-ob voorzitter-ob", coordinator="regie-csg-ob", owners="csg-ob regie-csg-ob",
        open_actions=True,
    ),
    # She wrote it down for Victim Support; the mediator was told once, when the MDT spoke of it.
    "OB-09": _case(
        "oost-brabant", CLOSED, law="shn-ob regie-shn-ob", shares="shn-ob regie-shn-ob", named="shn-ob regie-shn-ob", medical="shn-ob regie-shn-ob", story="shn-ob regie-shn-ob", owners="shn-ob regie-shn-ob",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Try:
    """Someone at an address: of a case, of a region's MDT, or of nothing in particular."""

    who: str
    case: Facts | None = None
    region: str = ""

    @property
    def table(self) -> str:
        return self.case.region if self.case else self.region

    @property
    def facts(self) -> Facts:
        assert self.case
        return self.case


# What the words of the table mean.
MEANS = {
    "signed out": lambda one: one.who == SIGNED_OUT,
    "the privacy officer": lambda one: one.who == "fg",
    "not the privacy officer": lambda one: one.who != "fg",
    "of no partner": lambda one: one.who in OF_NO_PARTNER,
    "without a seat": lambda one: not any(one.who in seats for seats in SEATS.values()),
    "with a seat elsewhere": lambda one: one.who not in SEATS[one.table],
    "not the chair": lambda one: one.who != CHAIRS[one.table],
    "who sees nothing of it": lambda one: one.who not in one.facts.sees,
    "without the story": lambda one: one.who not in one.facts.story,
    "without what is said about safety": lambda one: one.who not in one.facts.story - one.facts.unsafe,
    "without what is medical": lambda one: one.who not in one.facts.medical,
    "without the name": lambda one: one.who in one.facts.nameless,
    "who may not share": lambda one: one.who not in one.facts.shares,
    "not the police who registered it": lambda one: not (one.facts.police and one.who.startswith("politie")),
    "no privacy officer": lambda one: one.who != "fg",
    "not asked": lambda one: one.who != one.facts.asked,
    "not the coordinator": lambda one: one.who != one.facts.coordinator,
    "only through the agenda": lambda one: one.who in one.facts.table,
    "in another's action": lambda one: one.who not in one.facts.owners | {one.facts.coordinator},
    "without actions": lambda one: not one.facts.owners,
    "while actions are open": lambda one: one.facts.open_actions,
    "not weighed": lambda one: one.facts.stage != WEIGHED,
    "closed": lambda one: one.facts.stage == CLOSED,
    "not closed": lambda one: one.facts.stage != CLOSED,
    "with nothing open": lambda one: not one.facts.open_actions,
    "before the MDT opens": lambda one: one.table != MDT_OPEN,
    "while the MDT is open": lambda one: one.table == MDT_OPEN,
    "for the MDT": lambda one: one.facts.stage in {WAITING, RE_TRIAGE},
    "never decided": lambda one: one.facts.stage == WAITING,
    "not for the MDT": lambda one: one.facts.stage not in {WAITING, RE_TRIAGE},
    "who only manages": lambda one: one.who in MANAGERS,
    **LANDSCAPE_MEANS,
    "no manager": lambda one: one.who not in {*MANAGERS, "beheerder"},
    "manager elsewhere": lambda one: MANAGERS.get(one.who, PLACE) != PLACE,
    "the administrator": lambda one: one.who == "beheerder",
    "without what is about the law": lambda one: one.who not in one.facts.law,
    "neither the coordinator nor of the police": lambda one: (
        one.who != one.facts.coordinator and not one.who.startswith(("politie-", "om-"))
    ),
    "who may not know who it is": lambda one: one.who not in one.facts.knows,
    "who records no decisions": lambda one: one.who not in {"fg", "beheerder"},
    "who registered or coordinates it": lambda one: one.who in one.facts.shares,
    **OF_THE_PROGRAMME,
    "else": lambda one: True,
}
PLACE = "csg-dh"  # the organisation whose people are asked for
NO = 405  # the method is not one of this address
DOOR = 302  # to the page to sign in
GO = 302  # done, and on to another page
INVALID = 422  # allowed; what was sent (nothing) is not enough
_SIGNED_OUT = ("signed out", DOOR, DOOR)
_UNSEEN = ("who sees nothing of it", 404, 404)
_TABLE = [_SIGNED_OUT, ("without a seat", 403, NO), ("with a seat elsewhere", 404, NO)]  # of the MDT
_READ = [_SIGNED_OUT, ("else", 200, NO)]
_SEATED = [_SIGNED_OUT, ("without a seat", NO, 403), ("with a seat elsewhere", NO, 404), ("who sees nothing of it", NO, 404)]  # fmt: skip
_OF_A_SEAT = [_SIGNED_OUT, ("without a seat", 403, NO), ("with a seat elsewhere", 404, NO), ("else", 200, NO)]
_OF_A_CASE = [_SIGNED_OUT, ("who sees nothing of it", 404, NO), ("else", 200, NO)]
_OF_A_MANAGER = [_SIGNED_OUT, ("no manager", 403, 403), ("else", 404, 404)]  # of nobody in particular

# For every address: the first words that fit say the answer to GET (and HEAD), and to POST. All other methods: 405.
# A POST that is refused was filled in as well as can be; one that is not, was empty.
MATRIX: dict[str, list[tuple[str, int, int]]] = {
    "healthz": [("else", 200, NO)],
    "security_txt": [("else", 200, NO)],
    "audit:checkpoint": [("else", 204, NO)],  # nothing is sealed in the demo of the tests
    "audit:consistency": [("else", 204, NO)],
    "set_language": [("else", NO, GO)],
    "demo:people": [("else", 200, NO)],
    "demo:mailbox": [("else", 200, NO)],
    "demo:become": [("else", NO, GO)],
    "sign_in": [("signed out", 200, INVALID), ("else", GO, GO)],
    "second_proof": [("else", GO, GO)],  # nobody is half way in
    "provider_choose": [("else", 200, NO)],
    "provider_go": [("else", GO, NO)],  # there is none of that name: back to the list
    "provider_back": [("else", GO, NO)],
    "invitation": [("else", GO, GO)],  # nobody comes from a provider
    "sign_out": [("else", NO, GO)],
    "sharing:protocol": [("else", 200, NO)],
    "first_contact:meldcode": [("else", 200, 200)],
    "stay": [_SIGNED_OUT, ("else", NO, GO)],
    "confirm": [_SIGNED_OUT, ("else", 200, GO)],
    "provider_again": [_SIGNED_OUT, ("else", GO, NO)],
    "factors": _READ,
    "add_code_app": [_SIGNED_OUT, ("else", 200, INVALID)],
    "add_passkey": [_SIGNED_OUT, ("else", 200, INVALID)],
    "recovery_codes": [_SIGNED_OUT, ("else", 200, 409)],  # not without a second factor
    "remove_factor": [_SIGNED_OUT, ("else", 404, 404)],
    "password": [_SIGNED_OUT, ("else", 200, INVALID)],
    "organisation": [_SIGNED_OUT, ("no manager", 403, NO), ("the administrator", 200, NO), ("else", GO, NO)],
    "people": [_SIGNED_OUT, ("no manager", 403, NO), ("manager elsewhere", 404, NO), ("else", 200, NO)],
    "reviewed": [_SIGNED_OUT, ("no manager", NO, 403), ("manager elsewhere", NO, 404), ("else", NO, GO)],
    "end_membership": _OF_A_MANAGER,
    "end_seat": _OF_A_MANAGER,
    "stand_in": _OF_A_MANAGER,
    "forget_factors": _OF_A_MANAGER,
    "systems": [
        _SIGNED_OUT, ("no manager", 403, 403), ("manager elsewhere", 404, 404), ("the administrator", 200, 403),
        ("else", 200, INVALID),
    ],
    "revoke_token": _OF_A_MANAGER,
    "first_contact:api_reports": [("else", NO, 401)],  # no session opens it
    "first_contact:api_document": [("else", 200, NO)],
    "home": [_SIGNED_OUT, ("else", GO, NO)],
    "today": _READ, "cases:list": _READ, "triage:routes": _READ,
    "first_contact:draft": [_SIGNED_OUT, ("of no partner", 403, 403), ("who only manages", 403, 403), ("else", 404, 404)],
    "first_contact:versions": [_SIGNED_OUT, ("of no partner", 403, 403), ("who only manages", 403, 403), ("else", 404, 404)],
    "first_contact:throw_away": [_SIGNED_OUT, ("of no partner", 403, 403), ("who only manages", 403, 403), ("else", 404, 404)],
    "first_contact:take_back": [_SIGNED_OUT, ("of no partner", NO, 403), ("who only manages", NO, 403), ("else", NO, 404)],
    "first_contact:new": [_SIGNED_OUT, ("of no partner", 403, 403), ("who only manages", 403, 403), ("else", 200, INVALID)],
    "first_contact:windows_so_far": [_SIGNED_OUT, ("of no partner", NO, 403), ("who only manages", NO, 403), ("else", NO, 200)],
    "first_contact:advice": _READ,
    "first_contact:advice_paper": _READ,
    "first_contact:windows": [
        _SIGNED_OUT, _UNSEEN, ("without the story", 403, 403), ("without what is medical", 200, 403), ("closed", 200, 409),
        ("else", 200, INVALID),
    ],
    "first_contact:window_take_back": [
        _SIGNED_OUT, ("who sees nothing of it", NO, 404), ("without the story", NO, 403), ("without what is medical", NO, 403),
        ("closed", NO, 409), ("else", NO, 404),
    ],
    "first_contact:similar": [_SIGNED_OUT, ("of no partner", NO, 403), ("who only manages", NO, 403), ("else", NO, 200)],
    "sharing:emergency": [_SIGNED_OUT, ("of no partner", 403, 403), ("who only manages", 403, 403), ("else", 200, INVALID)],
    "sharing:reviews": [_SIGNED_OUT, ("no privacy officer", 403, NO), ("else", 200, NO)],
    "sharing:review": [_SIGNED_OUT, ("no privacy officer", 403, 403), ("else", 200, INVALID)],
    "sharing:shields": [_SIGNED_OUT, _UNSEEN, ("without the name", 403, 403), ("else", 200, INVALID)],
    "sharing:lift": [_SIGNED_OUT, _UNSEEN, ("who may not share", 403, 403), ("else", 404, 404)],
    "cases:relabel": [
        _SIGNED_OUT, _UNSEEN, ("without the story", 404, 404), ("not the police who registered it", 403, 403),
        ("else", 200, INVALID),
    ],
    "cases:add_to_story": [
        _SIGNED_OUT, _UNSEEN, ("without the story", 403, 403), ("closed", 409, 409), ("else", 200, INVALID),
    ],
    "cases:retold": [_SIGNED_OUT, _UNSEEN, ("closed", 409, 409), ("else", 200, INVALID)],
    "cases:documents": [_SIGNED_OUT, ("who sees nothing of it", 404, NO), ("else", 200, NO)],
    "cases:document_add": [_SIGNED_OUT, _UNSEEN, ("closed", 409, 409), ("else", 200, INVALID)],
    "cases:document": [_SIGNED_OUT, ("else", 404, 404)],  # there are none in the demo
    "cases:document_shareable": [_SIGNED_OUT, ("else", 404, 404)],
    "cases:document_withdraw": [_SIGNED_OUT, ("else", 404, 404)],
    "triage:meeting": [_SIGNED_OUT, ("without a seat", 403, NO), ("else", 200, NO)],
    "triage:region": [*_TABLE, ("else", 200, NO)],
    "triage:now": [*_TABLE, ("else", 200, NO)],
    "triage:follow": [*_TABLE, ("else", GO, NO)],
    "triage:open": [
        _SIGNED_OUT, ("without a seat", NO, 403), ("with a seat elsewhere", NO, 404), ("not the chair", NO, 403),
        ("while the MDT is open", NO, 409), ("else", NO, GO),
    ],
    "triage:close": [
        _SIGNED_OUT, ("without a seat", NO, 403), ("with a seat elsewhere", NO, 404), ("not the chair", NO, 403),
        ("before the MDT opens", NO, 409), ("else", NO, GO),
    ],
    **dict.fromkeys(["triage:minutes_list", "triage:minutes", "triage:minutes_paper"], _OF_A_SEAT),
    "triage:sign": [_SIGNED_OUT, ("without a seat", 403, 403), ("with a seat elsewhere", 404, 404), ("not the chair", 403, 403), ("else", 409, 409)],  # signed in the demo
    **dict.fromkeys(["triage:rounds", "triage:rounds_paper"], _OF_A_CASE),
    "triage:add_to_minutes": [_SIGNED_OUT, _UNSEEN, ("never decided", 404, 404), ("closed", 409, 409), ("else", 200, INVALID)],
    "rights:calendar": [_SIGNED_OUT, ("the privacy officer", 200, NO), ("else", 403, NO)],
    "rights:hold": [_SIGNED_OUT, ("not the privacy officer", 404, 404), ("closed", 200, INVALID), ("else", 404, 404)],
    "rights:requests": [_SIGNED_OUT, ("the privacy officer", 200, INVALID), ("else", 403, 403)],
    "rights:request": [_SIGNED_OUT, ("else", 404, 404)],
    "rights:agreed": [
        _SIGNED_OUT, _UNSEEN, ("who may not know who it is", 403, 403), ("closed", 409, 409), ("else", 200, INVALID),
    ],
    "case": [_SIGNED_OUT, ("who sees nothing of it", 404, NO), ("else", 200, NO)],
    "cases:log": [_SIGNED_OUT, ("who sees nothing of it", 404, NO), ("else", 200, NO)],
    "cases:story": [_SIGNED_OUT, _UNSEEN, ("without the story", 200, 403), ("else", 200, INVALID)],
    "triage:item": [*_TABLE, ("who sees nothing of it", 404, NO), ("else", 200, NO)],
    "triage:live": [*_TABLE, ("who sees nothing of it", 404, NO), ("else", 200, NO)],
    "triage:discuss": [
        _SIGNED_OUT, ("without a seat", NO, 403), ("with a seat elsewhere", NO, 404), ("who sees nothing of it", NO, 404),
        ("not for the MDT", NO, 409), ("not the chair", NO, 403), ("before the MDT opens", NO, 409), ("else", NO, GO),
    ],
    "triage:view": [*_SEATED, ("not for the MDT", NO, 409), ("else", NO, INVALID)],
    "triage:decide": [*_SEATED, ("not for the MDT", NO, 409), ("before the MDT opens", NO, 409), ("else", NO, INVALID)],
    "triage:ask": [*_SEATED, ("not for the MDT", NO, 409), ("else", NO, INVALID)],
    "triage:answer": [_SIGNED_OUT, ("without a seat", NO, 403), ("else", NO, 404)],  # no question stands there
    "triage:differ": [*_SEATED, ("not for the MDT", NO, 403), ("else", NO, 409)],  # off the table, or not decided yet
    "triage:call": [
        _SIGNED_OUT, ("without a seat", 403, 403), ("with a seat elsewhere", 404, 404), _UNSEEN, ("not for the MDT", 409, 409),
        ("else", 200, INVALID),
    ],
    "triage:end_call": [
        _SIGNED_OUT, ("without a seat", NO, 403), ("with a seat elsewhere", NO, 404), ("else", NO, 404),  # nobody is called
    ],
    "triage:step_back": [
        _SIGNED_OUT, ("without a seat", 403, 403), ("with a seat elsewhere", 404, 404), _UNSEEN, ("not for the MDT", 409, 409),
        ("who registered or coordinates it", 409, 409), ("else", 200, INVALID),
    ],
    **PLANNING, **COORDINATOR, **PLAN, **RIGHTS, **PROGRAMME,
    "triage:bring_back": [
        _SIGNED_OUT, _UNSEEN, ("for the MDT", 409, 409), ("closed", 409, 409), ("else", 200, INVALID),
    ],
    "triage:hand_over": [
        _SIGNED_OUT, _UNSEEN, ("who may not share", 403, 403), ("closed", 409, 409), ("else", 200, INVALID),
    ],
    "first_contact:safety": [_SIGNED_OUT, _UNSEEN, ("without what is said about safety", 403, 403), ("else", 200, INVALID)],
    "answer": [_SIGNED_OUT, _UNSEEN, ("not asked", 403, 403), ("else", 200, INVALID)],
    "propose": [
        _SIGNED_OUT, _UNSEEN, ("with a seat elsewhere", 403, 403), ("not weighed", 409, 409), ("else", 200, INVALID),
    ],
    "add_action": [_SIGNED_OUT, _UNSEEN, ("not the coordinator", 403, 403), ("else", 200, INVALID)],
    "advance": [
        _SIGNED_OUT, _UNSEEN, ("without actions", 404, 404), ("in another's action", 200, 403),
        ("with nothing open", 200, 409), ("else", 200, INVALID),
    ],
    "close": [
        _SIGNED_OUT, _UNSEEN, ("not the coordinator", 403, 403), ("while actions are open", 409, 409), ("else", 200, INVALID),
    ],
    "reopen": [
        _SIGNED_OUT, _UNSEEN, ("only through the agenda", 403, 403), ("not closed", 409, 409), ("else", 200, INVALID),
    ],
    "link": [_SIGNED_OUT, _UNSEEN, ("else", 200, INVALID)],
    "unlink": [_SIGNED_OUT, _UNSEEN, ("else", 404, 404)],
    "fold": [_SIGNED_OUT, _UNSEEN, ("else", 404, 404)],
    "sharing:ledger": [_SIGNED_OUT, ("who sees nothing of it", 404, NO), ("else", 200, NO)],
    "share": [_SIGNED_OUT, _UNSEEN, ("who may not share", 403, 403), ("else", 200, INVALID)],
    "sharing:stop": [_SIGNED_OUT, _UNSEEN, ("else", 403, 403)],
    "sharing:ask": [_SIGNED_OUT, _UNSEEN, ("who may not know who it is", 403, 403), ("else", 200, INVALID)],
    "sharing:withdraw": [_SIGNED_OUT, _UNSEEN, ("who may not know who it is", 403, 403), ("else", 404, 404)],
    "sharing:seen": [_SIGNED_OUT, ("else", NO, 404)],
    "sharing:decisions": _READ,
    "sharing:decision_new": [_SIGNED_OUT, ("who records no decisions", 403, 403), ("else", 200, INVALID)],
    **PARTNERS,
    **LANDSCAPE,
    "sharing:decision_end": [_SIGNED_OUT, ("who records no decisions", 403, 403), ("else", 404, 404)],
}  # fmt: skip
OTHER_METHODS = ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]
# Of these addresses the door stands open to everyone.
PUBLIC = {
    "healthz", "security_txt", "audit:checkpoint", "audit:consistency", "set_language", "demo:people", "demo:become", "demo:mailbox",
    "sign_in", "sign_out", "sharing:protocol", "second_proof", "provider_choose", "provider_go", "provider_back",
    "invitation", "guest", "ask_contact", "contact_answer", "first_contact:meldcode", "first_contact:api_document", *PUBLIC_PROGRAMME, *LANDSCAPE_OPEN,
}  # fmt: skip
# These are for other systems (organisations/systems.py), so that no cookie counts and none can be misused: what a form of
# another site is told there.
FOR_SYSTEMS = {"first_contact:api_reports": 401, "first_contact:api_document": NO, **LANDSCAPE_DATA}
WITHOUT_A_TOKEN = {"landscape:finder": 200}  # nothing is written, and a token would need a cookie


def reads(name: str, one: Try) -> str:
    """The words of the table that fit someone at an address: the first that do."""
    found = next((words for words, _get, _post in MATRIX[name] if MEANS[words](one)), None)
    assert found is not None, f"the table says nothing about {one} at {name}"
    return found


def expected(name: str, one: Try) -> tuple[int, int]:
    """The answers to GET and POST that the table states."""
    words = reads(name, one)
    return next((get, post) for said, get, post in MATRIX[name] if said == words)
