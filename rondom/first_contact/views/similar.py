"""Look whether someone is known already, while their name is typed."""

from django.http import HttpResponse
from django.shortcuts import render

from rondom.cases.policies import must_give_help
from rondom.core.http import does
from rondom.first_contact.actions import similar
from rondom.first_contact.forms.similar import SimilarForm
from rondom.organisations.middleware import ActorRequest


@does
def look(request: ActorRequest) -> HttpResponse:
    """Who looks like what was typed: a part of the report page, asked for as one types."""
    must_give_help(request.actor)
    found = similar.people(actor=request.actor, **SimilarForm(request.POST).typed)
    return render(request, "first_contact/similar.html", {"found": found})
