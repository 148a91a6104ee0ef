"""Who is in a case and when it happened, as it becomes known after the report."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.actions import dossier, people
from rondom.cases.models import Category, Person, PersonChange, Teller
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, sent, status_of
from rondom.first_contact import policies
from rondom.first_contact.actions import moments
from rondom.first_contact.forms.person import MomentForm, NewPersonForm, PersonForm, Was
from rondom.first_contact.models import EventMoment, Report
from rondom.organisations import municipalities
from rondom.organisations.middleware import ActorRequest


@fills_in
def person(request: ActorRequest, pk: UUID, person_pk: UUID) -> HttpResponse:
    """Change what is known of someone; what stood there before stays to be read."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    known = Person.objects.filter(case=case, pk=person_pk).first()
    if known is None:
        raise NotThere("person", person_pk, case_id=pk)
    case_policies.may_note_people(request.actor, case, known.category)
    told = PersonChange.objects.filter(person=known).select_related("changed_by", "organisation")
    changes = sorted(told, key=lambda one: (one.changed_at, one.pk), reverse=True)
    version = str(changes[0].pk) if changes else ""
    form = PersonForm(sent(request), person=known, version=version)
    if request.method == "POST" and form.is_valid():
        told_by = Teller(form.cleaned_data["told_by"])
        kept = people.change(
            actor=request.actor, case=case, person=known, known=form.known(), told_by=told_by
        )
        said = _("What is known now, is kept. What stood there before can still be read.")
        messages.success(request, said if kept else _("Nothing was different."))
        return redirect("case", pk)
    context = {
        "nav": "cases",
        "case": case,
        "form": form,
        "person": known,
        "changes": [Was(change) for change in changes],
        "municipalities": municipalities.names(),
    }
    return render(request, "first_contact/person.html", context, status=status_of(request))


@fills_in
def person_new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add someone to the case."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    case_policies.may_note_people(request.actor, case, Category.IDENTITY)
    nobody = not Person.objects.filter(case=case, roles__contains=[Person.Role.VICTIM]).exists()
    form = NewPersonForm(sent(request), nobody=nobody, held=case.held)
    if request.method == "POST" and form.is_valid():
        roles, told_by = form.cleaned_data["roles"], Teller(form.cleaned_data["told_by"])
        people.add(actor=request.actor, case=case, roles=roles, known=form.known(), told_by=told_by)
        messages.success(request, _("This person is added to the case."))
        return redirect("case", pk)
    context = {"nav": "cases", "case": case, "form": form}
    return render(request, "first_contact/person_new.html", context, status=status_of(request))


@fills_in
def moment(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note when it was, as it is known now."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_state_moment(request.actor, case)
    form = MomentForm(sent(request), at=request.actor.at)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told_by = Teller(data["told_by"])
        moments.state(
            actor=request.actor, case=case, earliest=data["earliest"], latest=data["latest"], told_by=told_by
        )
        messages.success(request, _("When it was, is kept. The acute windows are worked out again."))
        return redirect("first_contact:windows", pk)
    said = EventMoment.objects.filter(case=case).select_related("noted_by", "organisation")
    context = {
        "nav": "cases",
        "case": case,
        "form": form,
        "reports": Report.objects.filter(case=case).order_by("reported_at", "pk"),
        "said": said.order_by("noted_at", "pk"),
    }
    return render(request, "first_contact/moment.html", context, status=status_of(request))
