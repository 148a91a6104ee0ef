"""The description of the API for other systems (OpenAPI 3.1), from the same lists as what it describes."""

from typing import Any

from django.conf import settings

from rondom.cases.models import Case, Status
from rondom.core.problem import MEDIA_TYPE, VERSION
from rondom.first_contact import casefile_schema, warnings
from rondom.first_contact.definitions import WINDOWS
from rondom.first_contact.forms.sent import KEY
from rondom.first_contact.windows import State
from rondom.landscape import openapi as open_data

_MOMENT = {"type": "string", "format": "date-time"}
_VERSION_HEADER = {"API-Version": {"$ref": "#/components/headers/ApiVersion"}}
_PROBLEMS = {
    400: "Not JSON that can be read, or no Idempotency-Key.",
    401: "No token, or one that opens nothing.",
    403: "The token may not do this, or its organisation does not work in this region.",
    404: "There is nothing at this address.",
    405: "Only POST.",
    406: "The answer is JSON.",
    409: "A report was registered under this key more than 24 hours ago; it stands.",
    411: "The length must be said.",
    413: "Larger than 1,000,000 bytes.",
    415: "What is sent is JSON.",
    422: "Something cannot be registered (one entry a fault), or the key was used for another report.",
    429: "Too often: wait as long as Retry-After says.",
}


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Rondom",
            "version": VERSION,
            "description": (
                "Register a first report from another system, and read the landscape of services as open data. For a "
                "report the same rules hold as on the page, and the same comes of it. What is sent is a case file in its own spelling; what comes back is in camelCase. Sentences come "
                "in the language of Accept-Language: nl or en."
            ),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            "contact": {"name": "Rondom", **_contact()},
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": {"/reports": {"post": _post()}, **open_data.paths(), "/openapi.json": {"get": _get()}},
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http", "scheme": "bearer",
                    "description": "A token of an organisation with the scope reports:create, made by its manager.",
                }
            },
            "headers": {"ApiVersion": {"description": "The full version.", "schema": {"type": "string", "const": VERSION}}},
            "schemas": {
                "Report": casefile_schema.schema(), "Registered": _registered(), "Problem": _problem(),
                **open_data.schemas(),
            },
        },
    }  # fmt: skip


def _contact() -> dict[str, str]:
    kind, _colon, address = settings.SECURITY_CONTACT.partition(":")
    return {"email": address} if kind == "mailto" else {}


def _post() -> dict[str, Any]:
    return {
        "operationId": "createReport",
        "summary": "Register a report",
        "description": f"One report, one case. At most {settings.TOKEN_MOST_A_MINUTE} requests a minute for one token.",
        "parameters": [
            {
                "name": "Idempotency-Key", "in": "header", "required": True,
                "description": "A key of your own for this report. Sent again with the same body within 24 hours it gives the "
                "same answer, and no second case.",
                "schema": {"type": "string", "pattern": f"^{KEY}$", "minLength": 16, "maxLength": 200},
                "example": "0198f9f3-6f0e-7c7e-9d0c-2f1f8d3a1b77",
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Report"}, "example": _EXAMPLE}
            },
        },
        "responses": {
            "201": {
                "description": "Registered; or the same answer again.",
                "headers": _VERSION_HEADER,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Registered"}}},
            },
            **{str(status): _refusal(status, words) for status, words in _PROBLEMS.items()},
        },
    }  # fmt: skip


def _refusal(status: int, words: str) -> dict[str, Any]:
    own = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After"}.get(status)
    return {
        "description": words,
        "headers": {**_VERSION_HEADER, **({own: {"schema": {"type": "string"}}} if own else {})},
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _get() -> dict[str, Any]:
    return {
        "operationId": "getDocument",
        "summary": "This description",
        "security": [],
        "responses": {
            "200": {
                "description": "OpenAPI 3.1.",
                "headers": _VERSION_HEADER,
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        },
    }


def _registered() -> dict[str, Any]:
    text, maybe = {"type": "string"}, {"type": ["string", "null"]}
    fields: dict[str, Any] = {
        "code": {**text, "description": "The code of the case, to say over the phone."},
        "region": text,
        "status": {**text, "enum": Status.values},
        "reportedAt": _MOMENT,
        "mdtDueAt": {**_MOMENT, "description": "24 hours after the report."},
        "mdtMeeting": {**_MOMENT, "type": ["string", "null"]},
        "nextActor": {
            "type": "object",
            "required": ["organisation", "person", "action", "dueAt"],
            "properties": {
                "organisation": text, "person": maybe, "action": {**text, "enum": Case.NextKind.values},
                "dueAt": {**_MOMENT, "type": ["string", "null"]},
            },
        },
        "windows": {
            "type": "array",
            "description": "The acute windows, in the order of the data; null is no bound.",
            "items": {
                "type": "object", "required": ["code", "state", "closesEarliest", "closesLatest"],
                "properties": {
                    "code": {**text, "enum": list(WINDOWS)}, "state": {**text, "enum": [one.value for one in State]},
                    "closesEarliest": {**_MOMENT, "type": ["string", "null"]},
                    "closesLatest": {**_MOMENT, "type": ["string", "null"]},
                },
            },
        },
        "similar": {
            "type": "integer", "minimum": 0,
            "description": "How many people of other cases, that the account may know of, look alike.",
        },
        "warnings": {
            "type": "array",
            "items": {
                "type": "object", "required": ["code", "sentence"],
                "properties": {"code": {**text, "enum": warnings.codes()}, "sentence": text},
            },
        },
    }  # fmt: skip
    return {"type": "object", "properties": fields, "required": list(fields)}


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    fault = {
        "type": "object", "required": ["pointer", "field", "detail"],
        "properties": {"pointer": text, "field": text, "detail": text},
    }  # fmt: skip
    return {
        "description": "RFC 9457.",
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": text, "title": text, "status": {"type": "integer"}, "detail": text,
            "instead": {**text, "description": "What can be done."},
            "errors": {"type": "array", "items": fault},
        },
    }  # fmt: skip


# Fictional.
_EXAMPLE = {
    "region": "den-haag",
    "channel": "csg",
    "title_nl": "Iemand belt na een feest en vraagt om hulp.",
    "reported_hours_ago": 0.5,
    "reporter": {"role": "victim"},
    "event": {"earliest_hours_before_report": 14, "latest_hours_before_report": 10},
    "persons": [{"role": "victim", "safe_contact": {"phone_ok": True, "voicemail_ok": False}}],
    "consents": [
        {"to": "police", "categories": ["identity", "story"], "given": False, "words_nl": "Nu niet."}
    ],
}
