"""The landscape as open data: services and coverage, in JSON or CSV, without an account and without a cookie."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rondom.core import problem
from rondom.core.http import public
from rondom.landscape import coverage, directory, facts, sheet
from rondom.landscape.areas import areas
from rondom.landscape.coverage import Area, Cell
from rondom.landscape.directory import Directory, Place
from rondom.landscape.filling import FOUND_ON
from rondom.landscape.hours import LOCAL
from rondom.landscape.terms import Audience
from rondom.programme.cells import Phase, TargetGroup

PAGE = 100  # services
CSV_TYPE = "text/csv"
OPEN = {"Access-Control-Allow-Origin": "*"}
FILTERS: dict[str, tuple[str, list[str]]] = {
    "targetGroup": ("target_groups", TargetGroup.values),
    "phase": ("phases", Phase.values),
    "audience": ("audiences", Audience.values),
}
Answer = Callable[[HttpRequest], HttpResponse]


def _open_data(answer: Answer) -> Answer:
    """A page of data for everyone: only to read, and what is wrong with the question is a problem (RFC 9457)."""

    @public
    @csrf_exempt  # nothing changes here, and who asks reads problems, not pages
    @wraps(answer)
    def view(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            sentence = _("This is done with %(method)s.") % {"method": "GET"}
            return problem.answer(405, sentence, headers={"Allow": "GET, HEAD"})
        try:
            return answer(request)
        except problem.Problem as refusal:
            return problem.answer(refusal.status, refusal.detail, headers=OPEN)

    return view


@_open_data
def services(request: HttpRequest) -> HttpResponse:
    """The services that fit the question, a page at a time, with the facts the public may read."""
    today = timezone.now().astimezone(LOCAL).date()
    found = directory.current()
    places = [place for place in found.places if all(_fits(place, request, name) for name in FILTERS)]
    near = _region(request)
    if near.municipalities is not None:
        there = {cell_place.slug for cell_place in _near(near, found, today)}
        places = [place for place in places if place.slug in there]
    if _wants_csv(request):
        return _as_csv(sheet.COLUMNS, (_row(place, today) for place in places), "services.csv")
    number = _number(request, "page", 1)
    size = min(_number(request, "pageSize", PAGE), PAGE)
    shown = places[(number - 1) * size : number * size]
    data = {
        "edition": _moment(found),
        "count": len(places),
        "services": [_service(place, today) for place in shown],
    }
    links = _links(request, number, len(places), size)
    return problem.as_json(data, 200, headers={**OPEN, **({"Link": links} if links else {})})


@_open_data
def cover(request: HttpRequest) -> HttpResponse:
    """The matrix of a region, or of the country, on a day: which services, and why a cell is a gap or an overlap."""
    today = timezone.now().astimezone(LOCAL).date()
    here = _region(request)
    day = _day(request, today)
    end = datetime.combine(day + timedelta(days=1), time.min, LOCAL) - timedelta(microseconds=1)
    found = directory.current() if day == today else directory.as_of(end)
    matrix = coverage.landscape(found, day).matrix(here)
    if _wants_csv(request):
        columns = [
            "targetGroup",
            "phase",
            "count",
            "gap",
            "overlap",
            "gapRules",
            "unknownRules",
            "services",
            "notInEveryRegion",
        ]
        return _as_csv(columns, (_flat(cell) for cell in matrix.cells.values()), "coverage.csv")
    data = {
        "region": {"slug": here.slug, "name": here.name} if here.slug else None,
        "on": day.isoformat(),
        "edition": _moment(found),
        "cells": [_cell(cell) for cell in matrix.cells.values()],
        "rules": [_rule(rule) for rule in coverage.RULES],
    }
    return problem.as_json(data, 200, headers=OPEN)


def _fits(place: Place, request: HttpRequest, name: str) -> bool:
    attribute, allowed = FILTERS[name]
    asked = request.GET.getlist(name)
    for one in asked:
        if one not in allowed:
            raise problem.Problem(
                400, _("%(name)s can be %(allowed)s.") % {"name": name, "allowed": ", ".join(allowed)}
            )
    return not asked or bool(getattr(place, attribute).intersection(asked))


def _region(request: HttpRequest) -> Area:
    slug = request.GET.get("region", "")
    if not slug:
        return coverage.country()
    found = next((one for one in areas() if one.slug == slug), None)
    if found is None:
        raise problem.Problem(404, _("There is no such region."))
    return found


def _near(area: Area, found: Directory, today: date) -> Iterable[Place]:
    for cell in coverage.landscape(found, today).matrix(area).cells.values():
        yield from cell.places
        yield from cell.perhaps


def _day(request: HttpRequest, today: date) -> date:
    text = request.GET.get("on", "")
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FOUND_ON <= day <= today:
        days = {"first": FOUND_ON.isoformat(), "last": today.isoformat()}
        raise problem.Problem(400, _("on is a day from %(first)s until %(last)s.") % days)
    return day


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 6 or int(text) < 1:  # noqa: PLR2004 - digits enough
        raise problem.Problem(400, _("%(name)s is a whole number from 1.") % {"name": name})
    return int(text)


def _wants_csv(request: HttpRequest) -> bool:
    asked = request.GET.get("format", "")
    if asked not in {"", "json", "csv"}:
        raise problem.Problem(400, _("format can be json or csv."))
    if asked:
        return asked == "csv"
    kinds = [one.partition(";")[0].strip() for one in request.headers.get("Accept", "").split(",")]
    fine = {"", "*/*", "application/*", "application/json", "text/*", CSV_TYPE}
    if not fine & set(kinds):
        raise problem.Problem(406, _("The answer is JSON or CSV."))
    return CSV_TYPE in kinds and "application/json" not in kinds


def _as_csv(columns: list[str], rows: Iterable[Mapping[str, Any]], name: str) -> HttpResponse:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")  # RFC 4180
    writer.writeheader()
    writer.writerows(rows)
    headers = {
        "API-Version": problem.VERSION,
        "Content-Disposition": f'attachment; filename="{name}"',
        **OPEN,
    }
    return HttpResponse(
        text.getvalue(), content_type=f"{CSV_TYPE}; charset=utf-8; header=present", headers=headers
    )


def _row(place: Place, today: date) -> dict[str, str]:
    public_facts = {name: known for name, known in place.facts.items() if facts.is_public_fact(known, today)}
    row = sheet.row(place.slug, {name: known.value for name, known in public_facts.items()})
    doubtful = [name for name, known in public_facts.items() if not known.holds(today)]
    checked = [known.verified_on for known in public_facts.values() if known.verified_on]
    first = next(iter(place.facts.values()))
    last = max(checked).isoformat() if checked else ""
    return row | {"unverified": ";".join(doubtful), "source": first.source, "verified_on": last}


def _service(place: Place, today: date) -> dict[str, Any]:
    return {
        "id": place.slug,
        "checked": place.is_checked(today),
        "facts": {
            _camel(name): {
                "value": known.value,
                "source": known.source,
                "verifiedOn": known.verified_on.isoformat() if known.verified_on else None,
                "expiresOn": known.expires_on.isoformat() if known.expires_on else None,
            }
            for name, known in place.facts.items()
            if facts.is_public_fact(known, today)
        },
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "targetGroup": cell.group,
        "phase": cell.phase,
        "count": cell.count,
        "gap": bool(cell.gaps),
        "overlap": cell.is_overlap,
        "services": [place.slug for place in cell.places],
        "notInEveryRegion": [place.slug for place in cell.perhaps],
        "reasons": [
            {"rule": reason.rule.id, "known": reason.known, "about": list(reason.about)}
            for reason in cell.reasons
        ],
        "overlaps": [
            {"audience": whom, "expertise": what, "services": [place.slug for place in places]}
            for whom, what, places in cell.overlaps
        ],
    }


def _flat(cell: Cell) -> dict[str, Any]:
    found = _cell(cell)
    flat = {name: found[name] for name in ("targetGroup", "phase", "count")}
    for name in ("gap", "overlap"):
        flat[name] = "true" if found[name] else "false"
    for name in ("services", "notInEveryRegion"):
        flat[name] = ";".join(found[name])
    flat["gapRules"] = ";".join(reason.rule.id for reason in cell.gaps)
    flat["unknownRules"] = ";".join(reason.rule.id for reason in cell.not_known)
    return flat


def _rule(rule: coverage.Rule) -> dict[str, Any]:
    row = rule.row
    return {
        "id": rule.id,
        "kind": rule.kind,
        "phases": row["phases"],
        "means": {"nl": row["means_nl"], "en": row["means_en"]},
        "source": row["source"],
        "checkedOn": row["checked_on"].isoformat(),
        "confirmedBy": row["confirmed_by"] or None,
    }


def _moment(found: Directory) -> str | None:
    return found.edition.isoformat() if found.edition else None


def _links(request: HttpRequest, number: int, count: int, size: int) -> str:
    last = max(1, -(-count // size))
    pages = {"first": 1, "prev": number - 1, "next": number + 1, "last": last}
    kept = [(name, value) for name, value in request.GET.items() if name in {*FILTERS, "region", "pageSize"}]
    return ", ".join(
        f'<{request.path}?{urlencode([*kept, ("page", page)])}>; rel="{rel}"'
        for rel, page in pages.items()
        if 1 <= page <= last
    )


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(one.capitalize() for one in rest)
