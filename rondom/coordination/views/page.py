"""A form of a case, as a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render

from rondom.cases.models import Case
from rondom.core.http import status_of
from rondom.organisations.middleware import ActorRequest


def form_page(
    request: ActorRequest, found: Case, form: object, template: str, **more: object
) -> HttpResponse:
    """The page with the form on it: with 422 when what was sent is not right."""
    context = {"nav": "cases", "case": found, "form": form, **more}
    return render(request, template, context, status=status_of(request))
