"""Link two cases, undo it, and close one as the same as the other."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.cases import policies as case_policies
from rondom.cases.actions import dossier, links
from rondom.cases.models import Case, CaseLink
from rondom.coordination import policies
from rondom.coordination.actions import duplicates
from rondom.coordination.forms.link import FoldForm, LinkForm
from rondom.coordination.linking import resemblances
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, sent, status_of
from rondom.organisations.actor import Actor
from rondom.organisations.middleware import ActorRequest


@fills_in
def link(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Link this case to another that has to do with it."""
    actor = request.actor
    found = dossier.open_case(actor=actor, pk=pk)
    case_policies.must_give_help(actor)
    form = LinkForm(sent(request), actor=actor, case=found, initial={"code": request.GET.get("code", "")})
    if request.method != "POST" or not form.is_valid():
        context = {"nav": "cases", "case": found, "form": form, "alike": resemblances(actor, found)}
        return render(request, "coordination/link.html", context, status=status_of(request))
    ends = _locked(actor, pk, form.other.pk)
    kind, grounds = CaseLink.Kind(form.cleaned_data["kind"]), form.cleaned_data["grounds"]
    links.add(actor=actor, case=ends[pk], other=ends[form.other.pk], kind=kind, grounds=grounds)
    messages.success(request, _("The cases are linked. Only who may see both sees that."))
    return redirect("case", pk)


@fills_in
def unlink(request: ActorRequest, pk: UUID, link_pk: UUID) -> HttpResponse:
    """Undo a link, after a question; a case that closed as a duplicate is then put back as it was."""
    found, made = _opened(request, pk, link_pk)
    case_policies.may_unlink(request.actor, made)
    if request.method != "POST":
        return render(request, "coordination/unlink.html", {"nav": "cases", "case": found[pk], "link": made})
    if made.holds:
        ends = {"case": found[made.case_id], "into": found[made.other_id]}
        duplicates.unfold(actor=request.actor, link=made, **ends)
        messages.success(request, _("These are two cases again. What was closed is back where it stood."))
    else:
        links.undo(actor=request.actor, link=made)
        messages.success(request, _("The link is undone."))
    return redirect("case", pk)


@fills_in
def fold(request: ActorRequest, pk: UUID, link_pk: UUID) -> HttpResponse:
    """Two cases of the same person are one: close one of them, and go on in the other."""
    found, made = _opened(request, pk, link_pk)
    case_policies.may_unlink(request.actor, made)
    policies.must_be_of_one_person(made)
    form = FoldForm(sent(request), cases=list(found.values()))
    if request.method != "POST" or not form.is_valid():
        case, far = found[pk], found[made.far.pk]
        learn = [(one, policies.who_would_learn(one, other)) for one, other in [(case, far), (far, case)]]
        context = {"nav": "cases", "case": case, "far": far, "link": made, "form": form, "learn": learn}
        return render(request, "coordination/fold.html", context, status=status_of(request))
    closes, keeps = form.ends
    duplicates.fold(actor=request.actor, case=closes, into=keeps, grounds=made.grounds)
    messages.success(request, _("One case is closed, and this one goes on. You can undo this."))
    return redirect("case", keeps.pk)


def _opened(request: ActorRequest, pk: UUID, link_pk: UUID) -> tuple[dict[UUID, Case], CaseLink]:
    """Both cases of a link, opened, or locked once something changes."""
    actor = request.actor
    found = {pk: dossier.open_case(actor=actor, pk=pk)}
    far = _link(pk, link_pk).far.pk
    if request.method == "POST":
        found = _locked(actor, pk, far)
    else:
        found[far] = dossier.open_case(actor=actor, pk=far)
    made = _link(pk, link_pk)  # someone may have undone it meanwhile
    made.case, made.other = found[made.case_id], found[made.other_id]
    return found, made.seen_from(pk)


def _locked(actor: Actor, *keys: UUID) -> dict[UUID, Case]:
    """Two cases, locked: always in one order, so that two people never wait for each other."""
    return {key: dossier.locked(actor, key) for key in sorted(keys)}


def _link(pk: UUID, link_pk: UUID) -> CaseLink:
    """A link of this case that holds. Raises NotThere."""
    made = CaseLink.objects.in_force(pk).filter(pk=link_pk).select_related("case", "other", "made_by").first()
    if made is None:
        raise NotThere("link", link_pk, case_id=pk)
    return made.seen_from(pk)
