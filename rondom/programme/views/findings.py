"""What was found: noted, settled, taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent
from rondom.core.paging import paged
from rondom.organisations.middleware import ActorRequest
from rondom.programme import policies
from rondom.programme.actions import findings as actions
from rondom.programme.forms.initiatives import FindingForm, SettleForm
from rondom.programme.models import Finding, Initiative
from rondom.programme.views.page import form_page, shown, the

TAB = "findings"


@reads
def findings(request: ActorRequest) -> HttpResponse:
    """Everything that was found, or what is of one kind, or what is still open."""
    kind = request.GET.get("soort", "")
    kind = kind if kind in Finding.Kind.values else ""
    still_open = request.GET.get("open") == "1"
    rows = Finding.objects.filter(taken_back_at__isnull=True)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(kind__in=Finding.OPEN_UNTIL_SETTLED, settled_at__isnull=True) if still_open else rows
    rows = rows.select_related("initiative", "organisation", "written_by").order_by("-written_at", "-pk")
    context = {"page": paged(request, rows), "kinds": Finding.Kind, "kind": kind, "still_open": still_open}
    return shown(request, "findings", TAB, **context)


@fills_in
def note(request: ActorRequest, initiative_pk: UUID | None = None) -> HttpResponse:
    """Something was found, about an initiative or about all."""
    about = the(Initiative, initiative_pk) if initiative_pk else None
    form = FindingForm(sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.note(
            actor=request.actor, kind=Finding.Kind(data["kind"]), text=data["text"], initiative=about
        )
        messages.success(request, _("Noted. Everyone with an account can read it."))
        return redirect("programme:initiative", about.pk) if about else redirect("programme:findings")
    back = reverse("programme:initiative", args=[about.pk]) if about else reverse("programme:findings")
    return form_page(
        request, TAB, form, heading=_("Note what you found"), button=_("Note it"), back=back,
        about=about.title if about else "",
    )  # fmt: skip


@fills_in
def settle(request: ActorRequest, finding_pk: UUID) -> HttpResponse:
    """How it was settled."""
    found = _locked(request, finding_pk)
    policies.may_settle(found)
    form = SettleForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.settle(actor=request.actor, finding=found, answer=form.cleaned_data["answer"])
        messages.success(request, _("Settled."))
        return redirect("programme:findings")
    return form_page(
        request, TAB, form, heading=_("How was it settled?"), button=_("Save"), about=found.text,
        back=reverse("programme:findings"),
    )  # fmt: skip


@fills_in
def take_back(request: ActorRequest, finding_pk: UUID) -> HttpResponse:
    """Someone takes back what they noted."""
    found = _locked(request, finding_pk)
    policies.may_take_back(request.actor, found)
    if request.method == "POST":
        actions.take_back(actor=request.actor, finding=found)
        messages.success(request, _("Taken back. The words are gone."))
        return redirect("programme:findings")
    return form_page(
        request, TAB, None, heading=_("Take this back?"), button=_("Erase the words"), about=found.text,
        lead=_("The words are erased, for good."), back=reverse("programme:findings"),
    )  # fmt: skip


def _locked(request: ActorRequest, key: UUID) -> Finding:
    """One that was not taken back; what was, is not there."""
    found = the(Finding, key, lock=request.method == "POST")
    if found.taken_back_at is not None:
        raise NotThere("finding", key)
    return found
