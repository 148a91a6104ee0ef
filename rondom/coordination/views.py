"""Today, the case page, and the steps of coordination."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.accounts.confirm import must_have_just_authenticated
from rondom.cases.actions import dossier, naming
from rondom.cases.models import Case, Category, Status, Step
from rondom.cases.people import circle
from rondom.coordination import day, overview, policies
from rondom.coordination import preview as previews
from rondom.coordination.actions import closing, coordinator, plan
from rondom.coordination.actions import today as days
from rondom.coordination.forms import AdvanceForm, AnswerForm, CloseForm
from rondom.core.errors import NotThere
from rondom.core.http import fills_in, reads, sent, status_of
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Organisation
from rondom.sharing import ledger, proposal, retention
from rondom.sharing import policies as sharing_policies
from rondom.sharing.actions import grants
from rondom.sharing.forms.share import ShareForm, WhoForm
from rondom.sharing.models import Destruction
from rondom.sharing.terms import Purpose
from rondom.triage.forms import AskForm, BringBackForm, CoordinatorForm


@reads
def home(request: HttpRequest) -> HttpResponse:
    """The front door leads to today."""
    return redirect("today")


@reads
def today(request: ActorRequest) -> HttpResponse:
    """What needs me now; empty means done."""
    found = day.day(request.actor)
    days.note(actor=request.actor, cases=found.cases)
    return render(request, "coordination/today.html", {"nav": "today", "day": found})


@reads
def case(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One case as I may see it."""
    found = dossier.open_case(actor=request.actor, pk=pk)
    seen = overview.overview(request.actor, found)
    if found.status == Status.CLOSED and not seen.entries:
        gone = Destruction.objects.filter(case=found).order_by("destroyed_at")
        if any(proof.categories & Category.CASE for proof in gone):
            context = {"nav": "cases", "case": found, "proofs": gone, "terms": retention.ROWS}
            return render(request, "coordination/destroyed.html", context)
    context = {"nav": "cases", "case": found, "overview": seen}
    return render(request, "coordination/case.html", context)


@fills_in
def answer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Accept or decline to coordinate."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.question_for(request.actor, found)
    form = AnswerForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, "coordination/answer.html")
    if form.cleaned_data["answer"] == "accept":
        coordinator.accept(actor=request.actor, case=found)
        messages.success(request, _("You are the coordinator of this case now."))
    else:
        coordinator.decline(actor=request.actor, case=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("You declined. The MDT will ask someone else."))
    return redirect("case", pk)


@fills_in
def propose(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask someone else to coordinate."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_propose(request.actor, found)
    form = CoordinatorForm(sent(request), circle=circle(found, request.actor))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, "coordination/propose.html")
    member = form.member()
    coordinator.propose(actor=request.actor, case=found, user=member.user, organisation=member.organisation)
    messages.success(request, _("%(name)s is asked to coordinate.") % {"name": member.user.display_name})
    return redirect("case", pk)


@fills_in
def add_action(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add an action to the plan."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.must_coordinate(request.actor, found)
    people = circle(found, request.actor)
    form = AskForm(sent(request), circle=people, held=found.held, at=request.actor.at, needed=True)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, "coordination/add_action.html")
    ask = form.ask()
    assert ask is not None
    plan.add(actor=request.actor, case=found, ask=ask)
    messages.success(request, _("The action is in the plan."))
    return redirect("case", pk)


@fills_in
def advance(request: ActorRequest, pk: UUID, step_pk: UUID) -> HttpResponse:
    """Take up, finish, decline, give back or withdraw an action."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    step = Step.objects.filter(case=found, pk=step_pk).select_related("words", "organisation", "user").first()
    if step is None or step.kind != Case.NextKind.ACTION:
        raise NotThere("step", step_pk, case_id=pk)
    if request.method == "POST":
        policies.may_advance(request.actor, found, step)
    form = AdvanceForm(
        sent(request),
        step=step,
        owner=policies.owns(request.actor, found, step),
        coordinates=found.coordinator_id == request.actor.user_id,
    )
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, "coordination/advance.html", step=step)
    state = Step.State(form.cleaned_data["state"])
    plan.advance(
        actor=request.actor, case=found, step=step, state=state, outcome=form.cleaned_data["outcome"]
    )
    messages.success(request, _("The action is now: %(state)s.") % {"state": state.label})
    return redirect("case", pk)


@fills_in
def close(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Close a case with a reason."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_close(request.actor, found)
    form = CloseForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, "coordination/close.html")
    reason = Case.ClosingReason(form.cleaned_data["reason"])
    closing.close(actor=request.actor, case=found, reason=reason, note=form.cleaned_data["note"])
    messages.success(request, _("The case is closed. It can be reopened."))
    return redirect("case", pk)


@fills_in
def reopen(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Reopen a closed case: the MDT weighs it again."""
    found = dossier.open_form(actor=request.actor, pk=pk, changes=request.method == "POST")
    policies.may_reopen(request.actor, found)
    sharing_policies.may_bring_in(request.actor, found)
    form = BringBackForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, "coordination/reopen.html")
    closing.reopen(actor=request.actor, case=found, reason=form.cleaned_data["reason"])
    messages.success(request, _("The case is open again and on the agenda of the MDT."))
    return redirect("case", pk)


@fills_in
def share(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Share something: first what the receiver will see, then, confirmed, the sharing itself."""
    confirmed = "agreed" in request.POST
    found = dossier.open_form(actor=request.actor, pk=pk, changes=confirmed)
    sharing_policies.may_share(request.actor, found)
    must_have_just_authenticated(request)
    form = ShareForm(sent(request), organisations=_receivers(found), held=found.held, at=request.actor.at)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, "coordination/share.html")
    data, receiver = form.cleaned_data, form.receiver
    wanted, purpose = data["categories"], Purpose(data["purpose"])
    form.may_state(proposal.open_to_state(request.actor, found, receiver, sum(wanted), purpose))
    proposed = proposal.for_case(request.actor, found, receiver, wanted, purpose, data["stated"])
    within = form.must_end_before(proposed.until)
    preview = previews.preview(request.actor, found, receiver, wanted, proposed)
    who = WhoForm(request.POST if confirmed else None, people=preview.people, named=bool(preview.named))
    as_seen = request.POST.get("agreed") == str(proposed.by_regime)
    if not (confirmed and within and as_seen and preview.allowed and who.is_valid()):
        more = {"preview": preview, "who": who, "within": within, "changed": confirmed and not as_seen}
        page = {"nav": "cases", "case": found, "form": form, **more}
        status = 422 if confirmed or not within else 200
        return render(request, "coordination/share.html", page, status=status)
    grants.give(
        actor=request.actor, case=found, organisation=receiver, categories=wanted, purpose=purpose,
        stated=data["stated"], words=data["reason"], ends_at=form.ends_at,
    )  # fmt: skip
    if who.person:
        naming.name(actor=request.actor, case=found, organisation=receiver, user=who.person)
    messages.success(request, _("This is now shared with %(name)s.") % {"name": receiver.name})
    return redirect("sharing:ledger", pk)


def _receivers(case: Case) -> list[Organisation]:
    """With whom one can share: who helps in the region, but not who registered the case or is kept from it."""
    shielded = ledger.shielded(case)
    return [one for one in ledger.around(case) if one.pk not in {*shielded, case.registered_for_id}]


def _form_page(
    request: ActorRequest, found: Case, form: object, template: str, **more: object
) -> HttpResponse:
    context = {"nav": "cases", "case": found, "form": form, **more}
    return render(request, template, context, status=status_of(request))
