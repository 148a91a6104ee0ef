"""Add to the story; note that it was asked for again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases import policies, retellings
from rondom.cases.actions import dossier, telling
from rondom.cases.forms.telling import AdditionForm, RetellingForm
from rondom.cases.models import Case, Category, Entry, Person, Retelling
from rondom.core.http import fills_in, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Organisation


@fills_in
def add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add to the story what was told later, or by someone else."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_hold(case.held, [Category.STORY], case)
    policies.must_be_open(case)
    form = AdditionForm(sent(request), at=request.actor.at, earliest=_born(case))
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "cases", "case": case, "form": form}
        return render(request, "cases/addition.html", context, status=status_of(request))
    text, kind = form.cleaned_data["text"], Entry.Kind(form.cleaned_data["kind"])
    telling.add(actor=request.actor, case=case, kind=kind, text=text, told=form.told())
    messages.success(request, _("It is added. What stood there stays as it is."))
    return redirect("cases:story", pk)


def _born(case: Case) -> int:
    """The year in which the person was born, as far as the actor may know it: nothing was told before that."""
    people = Person.objects.filter(case=case, roles__contains=[Person.Role.VICTIM])
    return max((person.birth_year for person in people if person.birth_year), default=1900)


@fills_in
def retold(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note that the story was asked for again."""
    case = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_be_open(case)
    form = RetellingForm(sent(request), at=request.actor.at, places=_places(request, case))
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "cases", "case": case, "form": form, "told": retellings.of_case(case)}
        return render(request, "cases/retold.html", context, status=status_of(request))
    telling.note_retelling(
        actor=request.actor, case=case, asked_by=form.place() or form.other(), at=form.moment(),
        day_only=form.day_only(), need=Retelling.Need(form.cleaned_data["need"]), why=form.cleaned_data["why"].strip(),
    )  # fmt: skip
    messages.success(request, _("It is noted. %(told)s") % {"told": retellings.of_case(case)})
    return redirect("case", pk)


def _places(request: ActorRequest, case: Case) -> list[Organisation]:
    """Who may have asked: the organisations of the region, the own one first."""
    own = request.actor.organisation
    found = Organisation.objects.filter(works_in=case.region).order_by("name", "pk")
    others = [place for place in found if own is None or place.pk != own.pk]
    return [own, *others] if own else others
