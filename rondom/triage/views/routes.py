"""The help routes, to read."""

from django.http import HttpResponse
from django.shortcuts import render

from rondom.cases.models import FOUR
from rondom.core.http import reads
from rondom.organisations.middleware import ActorRequest
from rondom.triage.routes import in_domain


@reads
def routes(request: ActorRequest) -> HttpResponse:
    """The help routes by domain, each with what speaks for and against it."""
    domains = [(domain.value, in_domain(domain)) for domain in FOUR]
    return render(request, "triage/routes.html", {"nav": "meeting", "domains": domains})
