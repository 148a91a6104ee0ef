"""The form of a case file as JSON Schema (2020-12), from the same lists as its reader (casefile.py).

It refuses what the reader refuses, where a schema can say so; not that a region or organisation exists, that a moment
comes before another, or that a year is still to come. Keys are those of the files, spelled as they are there
(docs/adr/0018-reports-from-other-systems.md).
"""

from typing import Any

from rondom.cases.models import Person
from rondom.first_contact.casefile import CATEGORIES, MOST, NOT_READ
from rondom.first_contact.definitions import CODES
from rondom.first_contact.models import Channel, DependencyRelation, PlaceKind, ReporterRole, ViolenceType
from rondom.organisations.models import Organisation

Schema = dict[str, Any]
_STORABLE = r"^[^\u0000]*$"
_NO_SPACE = r"[^\u0000\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"  # as Python strips
_CODE = r"^[a-z][a-z0-9_-]*$"
_YEARS = 100
_KIND = Organisation.Kind


def schema() -> Schema:
    """A whole case file."""
    return {
        "title": "Report",
        "description": "A first report: what is known, as much or as little as the person gave.",
        **_object(
            {
                "region": _code("The region in which it is registered, such as den-haag."),
                "channel": _one_of(Channel, "Where someone knocked first."),
                "title_nl": {
                    "type": "string", "maxLength": 500, "pattern": rf"^[^\u0000]*{_NO_SPACE}[^\u0000]*$",
                    "description": "What it is about, in one sentence, without names.",
                },
                "reported_hours_ago": {
                    "type": "number", "minimum": 0, "maximum": 24 * 366 * 10,
                    "description": "How long ago it was reported; the clock of 24 hours runs from there.",
                },
                "reporter": _reporter(),
                "event": _event(),
                "story_nl": _text(20_000, "What was told, in their own words."),
                "wishes_nl": _text(20_000, "What the person wants, and what not."),
                "persons": _list(_person()),
                "consents": _list(_consent()),
                "works_at": _nullable(_list(_enum(_KIND.values), "Kinds of organisation where someone in the case works: "
                    "these learn nothing, from the start.")),
                "windows_not_applicable": _nullable(_judged()),
                **{name: {"description": "Not read; files of the demo have it."} for name in NOT_READ},
            },
            required=["region", "channel", "title_nl", "reported_hours_ago", "reporter", "event"],
        ),
    }  # fmt: skip


def _judged() -> Schema:
    why = {"type": "string", "maxLength": 500, "pattern": rf"^[^\u0000]*{_NO_SPACE}[^\u0000]*$"}
    words = "The acute windows that do not apply, as a person judged: by code, with why."
    return {**_object(dict.fromkeys(CODES, why)), "description": words}


def _reporter() -> Schema:
    return _object(
        {
            "role": _nullable(
                _one_of(ReporterRole, "Who reports; this may be someone else than the victim.")
            ),
            "note_nl": _text(2000, "About who reports."),
        }
    )


def _event() -> Schema:
    hours = {"type": "number", "minimum": 0, "maximum": 24 * 365 * _YEARS}
    return _object(
        {
            "earliest_hours_before_report": _nullable(
                {**hours, "description": "At the earliest; null: no bound. Not smaller than the latest."}
            ),
            "latest_hours_before_report": _nullable(
                {**hours, "description": "At the latest; null: it can be right up to the report."}
            ),
            "uncertain": _nullable({"type": "boolean"}),
            "place_kind": _nullable(_one_of(PlaceKind, "The kind of place, never the place.")),
            "violence_types": _nullable(_list(_enum(ViolenceType.values))),
            "dependency_relation": _nullable(_one_of(DependencyRelation, "On whom the person depends.")),
            "ongoing": _nullable({"type": "boolean", "description": "Whether it still goes on."}),
        }
    )


def _person() -> Schema:
    roles = _enum(Person.Role.values)
    return _object(
        {
            "key": {"description": "Not read."},
            "role": {"anyOf": [roles, {**_list(roles), "minItems": 1, "maxItems": len(Person.Role)}]},
            "name": _text(120, "May be another name."),
            "birth_year": _nullable({"type": "integer", "minimum": 1900, "maximum": 2100}),
            "gender": _nullable(_enum(Person.Gender.values)),
            "relation_to_victim": _nullable(_code("Such as friend or employer.")),
            "languages": _nullable(_list(_code("Such as nl or dse (Dutch Sign Language).", 8))),
            "needs": _nullable(_list(_code("Such as interpreter."))),
            "safe_contact": _nullable(_safe_contact()),
        },
        required=["role"],
    )


def _safe_contact() -> Schema:
    ways = ("phone_ok", "text_ok", "voicemail_ok", "shared_device")
    return _object(
        {
            "phone": _text(30, "A phone number."),
            **{name: _nullable({"type": "boolean", "description": "null: not known."}) for name in ways},
            "hours_nl": _text(200, "When, and when not."),
            "code_word": _text(60, "May stay empty."),
        }
    )


def _consent() -> Schema:
    other = {"type": "string", "pattern": r"^other:[^\u0000]*$", "maxLength": 86}
    return _object(
        {
            "to": {
                "anyOf": [_enum(_KIND.values), other],
                "description": "A kind of organisation, or someone else: other:the GP.",
            },
            "categories": _nullable(_list(_enum(list(CATEGORIES)))),
            "given": {"type": "boolean", "description": "Yes or no."},
            "words_nl": _text(2000, "In the person's own words."),
        },
        required=["to", "given"],
    )


def _object(fields: dict[str, Any], required: list[str] | None = None) -> Schema:
    found: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    return {**found, "required": required} if required else found


def _list(items: Schema, description: str = "") -> Schema:
    return _said({"type": "array", "maxItems": MOST, "items": items}, description)


def _enum(values: list[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def _one_of(choices: Any, description: str) -> Schema:
    return _said(_enum(choices.values), description)


def _code(description: str, longest: int = 40) -> Schema:
    return _said({"type": "string", "pattern": _CODE, "maxLength": longest}, description)


def _text(longest: int, description: str) -> Schema:
    return _said({"type": ["string", "null"], "maxLength": longest, "pattern": _STORABLE}, description)


def _said(found: Schema, description: str) -> Schema:
    return {**found, "description": description} if description else found


def _nullable(found: Schema) -> Schema:
    """The same, or null, which says what leaving it out says."""
    more = {"enum": [*found["enum"], None]} if "enum" in found else {}
    return {**found, **more, "type": [found["type"], "null"]}
