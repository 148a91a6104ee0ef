"""The matrix, and a service: open to everyone, without an account and without a cookie."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from rondom.core.http import public, reads
from rondom.core.paging import SIZE
from rondom.landscape import coverage, directory, shown
from rondom.landscape.areas import area, areas
from rondom.landscape.coverage import CELLS, Area, Matrix
from rondom.landscape.filling import FOUND_ON
from rondom.landscape.hours import LOCAL
from rondom.landscape.terms import Field
from rondom.programme import initiatives


def speaking(request: HttpRequest) -> translation.override:
    """The language that the address asks for, or else the one that is on: these pages keep no cookie of it."""
    asked = request.GET.get("taal", "")
    known = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    return translation.override(known)


def asked_day(text: str, today: date) -> date | None:
    """The day someone asks for, from the first filling until today; None when it is none of those."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FOUND_ON <= day <= today else None


def address(request: HttpRequest, **changes: str) -> str:
    """This page with something else asked; what is empty is left out."""
    kept = {name: request.GET.get(name, "") for name in ("regio", "vergelijk", "toen", "vak", "taal")}
    query = urlencode({name: value for name, value in (kept | changes).items() if value})
    return f"{request.path}?{query}" if query else request.path


@public
@reads
def matrix(request: HttpRequest) -> HttpResponse:
    """Target groups by phases in a region or the country, beside another region or an earlier day. Raises Http404."""
    with speaking(request):
        now = timezone.now()
        today = now.astimezone(LOCAL).date()
        known = areas()
        here = area(request.GET.get("regio", ""), known)
        found = coverage.matrices(directory.current(), [here], today)[0]
        then = asked_day(request.GET.get("toen", ""), today)
        beside = area(request.GET["vergelijk"], known) if request.GET.get("vergelijk") else here
        other = _other(beside, then, today) if then or beside is not here else None
        context = {
            "today": today,
            "first_day": FOUND_ON,
            "here": here,
            "beside": beside,
            "then": then,
            "regions": known,
            "rows": shown.boxes(found, other),
            "phases": shown.phases(),
            "gaps": found.gaps,
            "overlaps": found.overlaps,
            "rules": coverage.RULES,
            "confirmed": all(rule.row["confirmed_by"] for rule in coverage.RULES),
            "other": other,
            "chosen": _chosen(request.GET.get("vak", ""), found, other, today),
            "vak": request.GET.get("vak", ""),
            "taal": request.GET.get("taal", ""),
            "languages": _languages(request),
            "base": address(request, vak=""),
        }
        return render(request, "landscape/matrix.html", context)


def _other(beside: Area, then: date | None, today: date) -> Matrix:
    if then is None:
        return coverage.matrices(directory.current(), [beside], today)[0]
    end = datetime.combine(then + timedelta(days=1), time.min, LOCAL) - timedelta(microseconds=1)
    return coverage.Landscape(directory.as_of(end), then).matrix(beside)


def _chosen(text: str, found: Matrix, other: Matrix | None, today: date) -> dict[str, Any] | None:
    group, _dash, phase = text.partition("-")
    if (group, phase) not in CELLS:
        return None
    cell = found.cells[group, phase]
    number = CELLS.index((group, phase)) + 1
    after = found.cells[CELLS[number]] if number < len(CELLS) and CELLS[number][0] == group else None
    return {
        "box": shown.Box(cell, None),
        **_improved(group, phase),
        "places": [shown.shown(place, today) for place in cell.places],
        "perhaps": [shown.shown(place, today) for place in cell.perhaps],
        "after": shown.Box(after, None) if after else None,
        "other": other.cells[group, phase] if other else None,
        "gaps": [_reason(reason) for reason in cell.gaps],
        "not_known": [_reason(reason) for reason in cell.not_known],
        "overlaps": [
            (
                coverage.label("audience", whom),
                coverage.label("expertise", what),
                [place.name for place in places],
            )
            for whom, what, places in cell.overlaps
        ],
    }


def _improved(group: str, phase: str) -> dict[str, Any]:
    """What organisations improve here together now, and where the roadmap says more of it."""
    going_on, _ended = initiatives.apart_by_end(initiatives.of_cell(group, phase))
    return {"initiatives": going_on[:SIZE], "roadmap": urlencode({"groep": group, "fase": phase})}


def _reason(reason: coverage.Reason) -> dict[str, str]:
    about = ", ".join(coverage.label("audience", one) for one in reason.about)
    return {
        "name": reason.rule.name,
        "sentence": f"{reason.sentence} {about}".strip() + ("." if about else ""),
    }


def _languages(request: HttpRequest) -> list[tuple[str, str]]:
    """The other languages of the page, with their address."""
    on = translation.get_language()
    own = {"nl": "Nederlands", "en": "English"}
    query = request.GET.copy()
    found = []
    for code, name in own.items():
        if code != on:
            query["taal"] = code
            found.append((code, f"{request.path}?{query.urlencode()}", name))
    return found  # type: ignore[return-value]


@public
@reads
def service(request: HttpRequest, service: str) -> HttpResponse:
    """One service: what the public may read of it, and what is not known. Raises Http404."""
    with speaking(request):
        now = timezone.now()
        today = now.astimezone(LOCAL).date()
        found = directory.current()
        place = found.by_slug.get(service)
        if place is None:
            raise Http404
        context = {
            "place": place,
            "lines": shown.lines(found, place, today),
            "missing": shown.missing(place, today),
            "checked": place.is_checked(today),
            "open": shown.open_now(place, now, today),
            "source": place.facts[Field.NAME].source,
            "taal": request.GET.get("taal", ""),
            "languages": _languages(request),
        }
        return render(request, "landscape/service.html", context)


@public
@reads
def services(request: HttpRequest) -> HttpResponse:
    """All services, by name."""
    with speaking(request):
        today = timezone.now().astimezone(LOCAL).date()
        places = sorted(directory.current().places, key=lambda place: place.name.casefold())
        context = {
            "places": [
                (shown.shown(place, today), shown.words(Field.FOR_WHOM, place.value(Field.FOR_WHOM)))
                for place in places
            ],
            "taal": request.GET.get("taal", ""),
            "languages": _languages(request),
        }
        return render(request, "landscape/services.html", context)
