"""What everyone reads without an account: the roadmap, the news and its feed, the coverage of municipalities. No cookies."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from rondom.core.http import fills_in, public, reads
from rondom.core.paging import paged
from rondom.programme import coverage as covered
from rondom.programme import feed as feeds
from rondom.programme import initiatives
from rondom.programme.actions import subscriptions
from rondom.programme.cells import Phase, TargetGroup
from rondom.programme.models import Update
from rondom.programme.views.page import cell_asked

MOST_IN_FEED = 30


def _shown(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """A public page, in the language that `?taal=` asks for, else in that of the browser; nothing is remembered."""
    asked = request.GET.get("taal", "")
    known = asked if asked in dict(settings.LANGUAGES) else ""
    with translation.override(known or translation.get_language()):
        frame = {
            "part": template,
            "keep": f"?taal={known}" if known else "",
            "at": timezone.now(),
            "other": _other(),
        }
        return render(request, f"programme/{template}.html", frame | context)


def _other() -> tuple[str, str]:
    return ("en", "English") if translation.get_language() == "nl" else ("nl", "Nederlands")


def published() -> Any:
    """The updates that are public, the newest first."""
    found = Update.objects.filter(published_at__isnull=False, withdrawn_at__isnull=True)
    return found.select_related("initiative").order_by("-published_at", "-pk")


@public
@reads
def roadmap(request: HttpRequest) -> HttpResponse:
    """What is going on, from when until when, and what came of what has ended."""
    group, phase = cell_asked(request)
    going_on, ended = initiatives.apart_by_end(initiatives.of_cell(group, phase))
    going, page = paged(request, going_on, word="lopend"), paged(request, ended)
    found = initiatives.roadmap(going.rows, page.rows, timezone.localdate())
    choice = {"groups": TargetGroup, "phases": Phase, "group": group, "phase": phase}
    return _shown(request, "roadmap", roadmap=found, going=going, page=page, **choice)


@public
@reads
def news(request: HttpRequest) -> HttpResponse:
    """The updates, the newest first."""
    return _shown(request, "news", page=paged(request, published()))


@public
@reads
def update(request: HttpRequest, update_pk: UUID) -> HttpResponse:
    """One update; what is no longer public is not there."""
    found = published().filter(pk=update_pk).first()
    if found is None:
        raise Http404
    return _shown(request, "update", update=found)


@public
@reads
def feed(request: HttpRequest) -> HttpResponse:
    """The newest updates as a web feed."""
    text = feeds.atom(
        published()[:MOST_IN_FEED], request.build_absolute_uri, translation.get_language() or "nl"
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@public
@reads
def coverage(request: HttpRequest) -> HttpResponse:
    """Which municipalities have a covenant or a local alliance; of one safety region, each of them by name."""
    agreements = covered.holding(timezone.localdate())
    areas = covered.areas(agreements)
    chosen = next((area for area in areas if area.code == request.GET.get("regio")), None)
    return _shown(request, "coverage", areas=areas, chosen=chosen, tiles=covered.tiles(areas))


@public
@fills_in
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """The link in the mail that asks whether an address is right; opening it does nothing yet."""
    done = subscriptions.confirm(given=signed) if request.method == "POST" else None
    return _shown(request, "mail_confirm", done=done)


@public
@fills_in
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """The link in a mail with which someone stops them, without an account; opening it does nothing yet."""
    done = subscriptions.stop(given=signed) if request.method == "POST" else None
    return _shown(request, "mail_stop", done=done)
