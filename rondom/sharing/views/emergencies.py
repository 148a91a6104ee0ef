"""Break-glass: open a case in an emergency, and the list of those to review."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.accounts.confirm import must_have_just_authenticated
from rondom.cases.models import Emergency
from rondom.cases.policies import must_give_help
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.sharing import policies, supervision
from rondom.sharing.actions import emergencies
from rondom.sharing.forms.emergencies import EmergencyForm, ReviewForm


@fills_in
def open_case(request: ActorRequest) -> HttpResponse:
    """Open a case one cannot see, because someone is in danger now."""
    must_give_help(request.actor)
    fresh = must_have_just_authenticated(request)
    form = EmergencyForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "cases", "form": form}
        return render(request, "sharing/emergency.html", context, status=status_of(request))
    said = form.cleaned_data
    case = emergencies.open_case(
        actor=request.actor,
        fresh=fresh,
        code=said["code"],
        reason=Emergency.Reason(said["reason"]),
        words=said["words"],
    )
    return redirect("case", case.pk)


@reads
def reviews(request: ActorRequest) -> HttpResponse:
    """The emergencies of the organisations I watch over, what is due first on top."""
    emergencies.note_queue(actor=request.actor)
    context: dict[str, object] = {
        "nav": "reviews",
        "queue": supervision.queue(),
        "history": supervision.history(),
    }
    return render(request, "sharing/reviews.html", context)


@fills_in
def review(request: ActorRequest, emergency_pk: UUID) -> HttpResponse:
    """Look at one emergency, and write down whether it was needed."""
    policies.must_supervise(request.actor)
    found = supervision.one(emergency_pk)
    if found is None:
        raise NotThere("emergency", emergency_pk)
    policies.must_be_another(found.user_id, request.actor)
    form = ReviewForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "reviews", "emergency": found, "form": form}
        return render(request, "sharing/review.html", context, status=status_of(request))
    finding = Emergency.Finding(form.cleaned_data["finding"])
    emergencies.review(actor=request.actor, emergency=found, finding=finding)
    messages.success(request, _("What you found is kept."))
    return redirect("sharing:reviews")
