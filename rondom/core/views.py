"""Health, and the pages for when something is not as it should be."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from rondom.core import problem
from rondom.core.http import does, public, reads


@public
@reads
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


@public
@reads
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness (RFC 9116); good for 90 days, so that an old copy does not mislead for long.

    Raises Http404 where no contact is set, as in the demo.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + timedelta(days=90)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    if problem.is_for_systems(request):
        return problem.answer(400, _("What was sent cannot be read."))
    return render(request, "404.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or not yours: one page for both."""
    if problem.is_for_systems(request):
        return problem.answer(404, _("There is nothing at this address."))
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault; the page needs nothing that may be broken."""
    if problem.is_for_systems(request):
        return problem.answer(
            500, _("Something went wrong with us. Nothing was registered. Try again later.")
        )
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old to trust: signing in again or reloading helps."""
    sentence = _("This page was open too long. Go back, reload the page and send it again.")
    return render(request, "403.html", {"reason": sentence}, status=403)


language = public(does(set_language))
