"""Ask about safety again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.cases.models import Category
from rondom.cases.policies import must_hold
from rondom.core.http import fills_in, sent, status_of
from rondom.first_contact.actions import safety
from rondom.first_contact.forms.safety import AskForm
from rondom.first_contact.models import SafetyCheck
from rondom.organisations.middleware import ActorRequest


@fills_in
def ask(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The questions about safety, with what was said before beside them."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    must_hold(case.held, [Category.SAFETY], case)
    form = AskForm(sent(request))
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        safety.ask(actor=request.actor, case=case, answers=form.answers(), note=note)
        messages.success(request, _("What was said about safety is kept."))
        return redirect("case", pk)
    before = (
        SafetyCheck.objects.filter(case=case)
        .select_related("asked_by", "asked_for")
        .order_by("-asked_at", "-pk")
    )
    context = {"nav": "cases", "case": case, "form": form, "before": before}
    return render(request, "first_contact/safety.html", context, status=status_of(request))
