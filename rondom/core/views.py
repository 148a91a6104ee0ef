"""Health, and the pages for when something is not as it should be."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.i18n import set_language

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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    return render(request, "404.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or not yours: one page for both."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault; the page needs nothing that may be broken."""
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old to trust: signing in again or reloading helps."""
    sentence = _("This page was open too long. Go back, reload the page and send it again.")
    return render(request, "403.html", {"reason": sentence}, status=403)


language = public(does(set_language))
