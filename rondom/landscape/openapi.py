"""The description of the open data (OpenAPI 3.1), from the same lists as what it describes."""

from typing import Any

from rondom.core.problem import MEDIA_TYPE
from rondom.landscape.api import CSV_TYPE, FILTERS, PAGE
from rondom.landscape.coverage import KINDS, RULES
from rondom.landscape.terms import Audience, Expertise, Field
from rondom.programme.cells import Phase, TargetGroup

_TEXT = {"type": "string"}
_LIST = {"type": "array", "items": _TEXT}
_DAY = {"type": "string", "format": "date"}
_MAYBE_DAY = {"type": ["string", "null"], "format": "date"}
_EDITION = {
    "type": ["string", "null"],
    "format": "date-time",
    "description": "When the landscape last changed.",
}
_REFUSALS = {
    "400": "A value that is not known, or no whole number.",
    "404": "There is no such region.",
    "405": "Only GET.",
    "406": "The answer is JSON or CSV.",
}


def paths() -> dict[str, Any]:
    """The addresses of the open data."""
    format_ = _parameter("format", {"enum": ["json", "csv"]}, "Or ask with Accept.")
    region = _parameter("region", {}, "A region by its slug; without it the whole country.")
    filters = [_parameter(name, {"enum": allowed}, "") for name, (_, allowed) in FILTERS.items()]
    page = [
        _parameter("page", {"type": "integer", "minimum": 1, "maximum": 999999}, ""),
        _parameter(
            "pageSize", {"type": "integer", "minimum": 1, "maximum": 999999}, f"At most {PAGE} are given."
        ),
    ]
    day = _parameter("on", {"format": "date"}, "The landscape as it was known at the end of that day.")
    return {
        "/services": {"get": _get("getServices", "Services, with the facts that may be read by everyone", "Services", [*filters, region, *page, format_])},
        "/coverage": {"get": _get("getCoverage", "The matrix of a region or the country", "Coverage", [region, day, format_])},
    }  # fmt: skip


def _parameter(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": words,
        "schema": {"type": "string", **schema},
    }


def _get(name: str, summary: str, schema: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    version = {"API-Version": {"$ref": "#/components/headers/ApiVersion"}}
    content = {
        "application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}},
        CSV_TYPE: {"schema": _TEXT},
    }
    return {
        "operationId": name,
        "summary": summary,
        "description": "Open data: no token, no cookie. A number that was not checked, or too long ago, is not in it.",
        "security": [],
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "OK",
                "headers": {
                    **version,
                    "Link": {"description": "first, prev, next, last (RFC 8288)", "schema": _TEXT},
                },
                "content": content,
            },
            **{
                status: {
                    "description": words,
                    "headers": version,
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
                for status, words in _REFUSALS.items()
            },
        },
    }


def schemas() -> dict[str, Any]:
    """The shapes of the answers."""
    fact = _object(value={}, source=_TEXT, verifiedOn=_MAYBE_DAY, expiresOn=_MAYBE_DAY)
    names = {"type": "string", "description": "The fact, in camelCase: " + ", ".join(Field.values)}
    service = _object(
        id=_TEXT, checked={"type": "boolean"},
        facts={"type": "object", "propertyNames": names, "additionalProperties": fact},
    )  # fmt: skip
    reason = _object(rule={"enum": [rule.id for rule in RULES]}, known={"type": "boolean"}, about=_LIST)
    overlap = _object(
        audience={"enum": Audience.values}, expertise={"enum": Expertise.values}, services=_LIST
    )
    cell = _object(
        targetGroup={"enum": TargetGroup.values}, phase={"enum": Phase.values}, count={"type": "integer"}, gap={"type": "boolean"},
        overlap={"type": "boolean"},
        services=_LIST, notInEveryRegion=_LIST, reasons=_array(reason), overlaps=_array(overlap),
    )  # fmt: skip
    rule = _object(
        id=_TEXT, kind={"enum": list(KINDS)}, phases=_LIST, means=_object(nl=_TEXT, en=_TEXT), source=_TEXT,
        checkedOn=_DAY, confirmedBy={"type": ["string", "null"]},
    )  # fmt: skip
    region = {**_object(slug=_TEXT, name=_TEXT), "type": ["object", "null"]}
    return {
        "Services": _object(edition=_EDITION, count={"type": "integer"}, services=_array(service)),
        "Coverage": _object(region=region, on=_DAY, edition=_EDITION, cells=_array(cell), rules=_array(rule)),
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
