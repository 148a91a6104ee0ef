"""What is going on in the programme, and what it waits for."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone

from rondom.core.http import reads
from rondom.organisations.middleware import ActorRequest
from rondom.programme import counters
from rondom.programme.initiatives import per_cell
from rondom.programme.models import Agreement, Finding, Gathering, Initiative, Proposal, Update
from rondom.programme.views.page import shown

AHEAD = timedelta(days=60)  # how long before it an evaluation is shown
MOST = 5


@reads
def overview(request: ActorRequest) -> HttpResponse:
    """What waits for a decision, what comes up, what is still in the way, and how many gatherings there were."""
    at = request.actor.at
    today = timezone.localdate(at)
    initiatives = list(Initiative.objects.order_by("starts_on", "pk"))
    waiting = Proposal.objects.filter(decided_at__isnull=True).select_related("initiative")
    to_come = Gathering.objects.filter(ends_at__gt=at, cancelled_at__isnull=True).order_by("starts_at")
    unsettled = Finding.objects.filter(
        kind__in=Finding.OPEN_UNTIL_SETTLED, settled_at__isnull=True, taken_back_at__isnull=True
    )
    due = Agreement.objects.filter(evaluate_on__lte=today + AHEAD).exclude(ends_on__lt=today)
    published = Update.objects.filter(published_at__isnull=False, withdrawn_at__isnull=True)
    return shown(
        request,
        "overview",
        "overview",
        table=per_cell(initiatives),
        waiting=[(one, one.waited(at)) for one in waiting.order_by("proposed_at")],
        gatherings=to_come[:MOST],
        unsettled=unsettled.count(),
        due=due.order_by("evaluate_on")[:MOST],
        today=today,
        updates=published.order_by("-published_at")[:MOST],
        counters=counters.this_year(at),
    )
