"""Contact with the person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.cases.actions import dossier
from rondom.coordination import heard, policies
from rondom.coordination.actions import contacts
from rondom.coordination.forms.contact import ContactForm, RhythmForm, WentForm
from rondom.coordination.safe import INSTEAD
from rondom.coordination.views.page import form_page
from rondom.core.http import fills_in, reads, sent
from rondom.organisations.middleware import ActorRequest


@reads
def contact_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who had contact with the person, when and how; and by how many organisations a month."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=False)
    policies.must_see_contacts(found)
    contacts.look(actor=request.actor, case=found)
    shown = {
        "heard": heard.of_case(request.actor, found),
        "coordinates": policies.steers(request.actor, found),
    }
    context = {"nav": "cases", "case": found, **shown}
    return render(request, "coordination/contacts.html", context)


@fills_in
def contact_new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Someone is about to contact the person; what is not safe is stopped."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_know_how_to_contact(request.actor, found)
    form = ContactForm(sent(request), people=heard.whom(found), at=request.actor.at)
    if request.method != "POST" or not form.is_valid():
        if form.stops:
            contacts.stop(actor=request.actor, case=found, meant=form.meant())
        more = {"people": list(form.people.values()), "instead": [INSTEAD[rule] for rule in form.stops]}
        return form_page(request, found, form, "coordination/contact_new.html", **more)
    made = contacts.begin(actor=request.actor, case=found, meant=form.meant(), went=form.went())
    return redirect("contacts", pk) if made.result else redirect("contact", pk, made.pk)


@fills_in
def contact(request: ActorRequest, pk: UUID, contact_pk: UUID) -> HttpResponse:
    """Note how a contact went."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    one = heard.contact(found, contact_pk)
    policies.may_note_contact(request.actor, found, one)
    form = WentForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/contact.html", contact=one, people=[one.person])
    contacts.note(actor=request.actor, case=found, contact=one, went=form.went())
    messages.success(request, _("The contact is noted."))
    return redirect("contacts", pk)


@fills_in
def rhythm(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note how often the person wants to hear something."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_coordinate(request.actor, found)
    policies.must_know_how_to_contact(request.actor, found)
    form = RhythmForm(sent(request), today=timezone.localdate(request.actor.at))
    if request.method != "POST" or not form.is_valid():
        return form_page(request, found, form, "coordination/rhythm.html")
    contacts.agree(actor=request.actor, case=found, **form.cleaned_data)
    messages.success(request, _("It is noted how often the person hears something."))
    return redirect("contacts", pk)
