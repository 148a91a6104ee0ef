"""Try Rondom as someone of the demo. This room is not installed in production."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rondom.accounts import actions
from rondom.accounts.models import User
from rondom.core.http import does, public, reads
from rondom.demo.mailbox import mails
from rondom.demo.personas import REGIONS, SHORT, personas, places


@public
@reads
def people(request: HttpRequest) -> HttpResponse:
    """Everyone who can be tried, by region."""
    organisations = {place.slug: place.name for place in places()} | {"rondom": "Rondom"}
    names = {short: REGIONS[slug][0] for slug, short in SHORT.items()}
    rows = [
        {"persona": persona, "organisation": organisations[persona.place],
         "region": names.get(persona.key.rpartition("-")[2], "")}
        for persona in personas()
    ]  # fmt: skip
    groups = [(region, list(found)) for region, found in groupby(rows, key=lambda row: row["region"])]
    return render(request, "demo/people.html", {"groups": groups})


@public
@reads
def mailbox(request: HttpRequest) -> HttpResponse:
    """What Rondom mailed in this demo."""
    return render(request, "demo/mailbox.html", {"mails": mails()})


@public
@does
def become(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of them."""
    if key not in {persona.key for persona in personas()}:
        raise Http404(key)
    user = User.objects.filter(username=key).first()
    if user is None:
        raise Http404(key)
    actions.sign_in(actor=user, request=request, how=["demo"])
    return redirect("today")
