"""What the person wishes about their coordinator."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases import policies
from rondom.cases.actions import contact_wishes, dossier
from rondom.cases.forms.wish import ContactWishForm
from rondom.cases.wishes import wish_of
from rondom.core.http import fills_in, sent, status_of
from rondom.organisations.middleware import ActorRequest


@fills_in
def contact_wish(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note what the person wishes about their coordinator."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_note_wish(request.actor, found)
    form = ContactWishForm(sent(request))
    if request.method == "POST" and form.is_valid():
        contact_wishes.note(actor=request.actor, case=found, text=form.cleaned_data["text"])
        messages.success(request, _("Noted. Whoever chooses a coordinator reads this."))
        return redirect("case", pk)
    context = {"nav": "cases", "case": found, "form": form, "wish": wish_of(found)}
    return render(request, "cases/contact_wish.html", context, status=status_of(request))
