"""Who may be asked to coordinate in a region."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.core.http import fills_in, sent, status_of
from rondom.organisations import policies
from rondom.organisations.actions import coordinating
from rondom.organisations.middleware import ActorRequest
from rondom.triage import roster
from rondom.triage.forms.coordinating import KindsForm


@fills_in
def kinds(request: ActorRequest, slug: str) -> HttpResponse:
    """From which kinds of organisation coordinators come; an administrator chooses."""
    region, seated = roster.region_of(request.actor, slug)
    policies.must_administer(request.actor)
    form = KindsForm(sent(request), region=region)
    if request.method == "POST" and form.is_valid():
        coordinating.choose_kinds(actor=request.actor, region=region, kinds=form.cleaned_data["kinds"])
        messages.success(request, _("Saved. It counts for who is asked from now on."))
        return redirect("triage:planned", slug)
    context = {"nav": "meeting", "region": region, "seated": seated, "form": form}
    return render(request, "triage/coordinating.html", context, status=status_of(request))
