"""Cases: the list, the story, the log."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from rondom.cases import lists, logbook
from rondom.cases.actions import dossier, reading
from rondom.cases.forms import ReadStoryForm
from rondom.cases.models import Category
from rondom.core.http import fills_in, reads, sent
from rondom.organisations.middleware import ActorRequest

LOG_PAGE = 50


@reads
def case_list(request: ActorRequest) -> HttpResponse:
    """The cases I may see, what is due first on top."""
    filters = lists.Filters.read(request.GET)
    page = lists.page(request.actor, filters)
    reading.note_list(actor=request.actor, cases=page.cases)
    context = {
        "nav": "cases",
        "page": page,
        "filters": filters,
        "whose": lists.WHOSE,
        "statuses": lists.STATUSES,
    }
    return render(request, "cases/list.html", context)


@fills_in
def story(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The story as it was told: first why, then the text."""
    case = dossier.open_case(actor=request.actor, pk=pk, purpose="story")
    form = ReadStoryForm(sent(request))
    entries = None
    if request.method == "POST" and form.is_valid():
        entries = dossier.read_story(actor=request.actor, case=case, purpose=form.cleaned_data["purpose"])
    readable = bool(case.held & Category.STORY)
    context = {"nav": "cases", "case": case, "form": form, "entries": entries, "readable": readable}
    status = 422 if request.method == "POST" and entries is None else 200
    return render(request, "cases/story.html", context, status=status)


@reads
def log(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who did, saw or tried what with this case."""
    case = dossier.open_case(actor=request.actor, pk=pk, purpose="accountability")
    before = logbook.cursor(request.GET.get("voor", ""))
    events = reading.read_log(actor=request.actor, case=case, before=before, page=LOG_PAGE)
    context = {
        "nav": "cases",
        "case": case,
        "lines": logbook.lines(events[:LOG_PAGE]),
        "following": events[LOG_PAGE - 1].pk if len(events) > LOG_PAGE else None,
    }
    return render(request, "cases/log.html", context)
