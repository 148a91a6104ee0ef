"""Cases: the list, the story, the log."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases import lists, logbook, policies, retellings
from rondom.cases.actions import dossier, reading
from rondom.cases.forms.dossier import ReadStoryForm, RelabelForm
from rondom.cases.models import Category, Entry, Regime
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent, status_of
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
    told = retellings.of_case(case)
    context = {
        "nav": "cases", "case": case, "form": form, "entries": entries, "readable": readable, "told": told
    }  # fmt: skip
    status = 422 if request.method == "POST" and entries is None else 200
    return render(request, "cases/story.html", context, status=status)


@fills_in
def relabel(request: ActorRequest, pk: UUID, entry_pk: UUID) -> HttpResponse:
    """Say under which law a text of my own organisation falls."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    entry = (
        Entry.objects.filter(case=case, pk=entry_pk)
        .select_related("author", "organisation")
        .defer("text")
        .first()
    )
    if entry is None:
        raise NotThere("entry", entry_pk, case_id=pk)
    policies.must_be_own(entry, request.actor, case)
    policies.may_fall_under(entry, Regime(entry.regime), case)
    form = RelabelForm(sent(request), initial={"regime": entry.regime})
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "cases", "case": case, "entry": entry, "form": form}
        return render(request, "cases/relabel.html", context, status=status_of(request))
    regime = form.cleaned_data["regime"]
    dossier.relabel(actor=request.actor, case=case, entry=entry, regime=regime)
    messages.success(request, _("This text now falls under: %(law)s.") % {"law": regime.label})
    return redirect("case", pk)


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
