"""Updates as the programme writes them, and getting them by mail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from rondom.core import mail
from rondom.core.http import does, fills_in, reads, sent
from rondom.core.paging import paged
from rondom.organisations.middleware import ActorRequest
from rondom.programme import policies
from rondom.programme.actions import subscriptions
from rondom.programme.actions import updates as actions
from rondom.programme.forms.others import SubscribeForm, UpdateForm
from rondom.programme.models import Initiative, Subscription, Update
from rondom.programme.views.page import form_page, shown, the

TAB = "updates"


@reads
def updates(request: ActorRequest) -> HttpResponse:
    """The updates that are public; for the programme the drafts and what was withdrawn too."""
    rows = Update.objects.select_related("initiative").order_by("-written_at", "-pk")
    return shown(request, "updates", TAB, page=paged(request, rows))


@fills_in
def write(request: ActorRequest, update_pk: UUID | None = None) -> HttpResponse:
    """A draft is written, or written anew."""
    policies.must_run(request.actor)
    draft = the(Update, update_pk, lock=request.method == "POST") if update_pk else None
    if draft:
        policies.may_publish(request.actor, draft)
    initial = (
        {"title": draft.title, "text": draft.text, "about": str(draft.initiative_id or "")} if draft else {}
    )
    form = UpdateForm(sent(request), initiatives=list(Initiative.objects.order_by("title")), initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = actions.write(actor=request.actor, update=draft, **form.said())
        messages.success(request, _("Kept as a draft. Read it once more before you publish it."))
        return redirect("programme:publish", kept.pk)
    return _page(request, form, _("Write an update"), _("Keep as a draft"))


@fills_in
def publish(request: ActorRequest, update_pk: UUID) -> HttpResponse:
    """Read once more, and published."""
    found = _locked(request, update_pk)
    policies.may_publish(request.actor, found)
    policies.may_withdraw(request.actor, found)
    if request.method == "POST":
        actions.publish(actor=request.actor, update=found)
        messages.success(request, _("Published. Subscribers read it in the next mail."))
        return redirect("programme:updates")
    lead = _("From then on everyone can read it, without an account too. This is how it reads:")
    return _page(request, None, _("Publish this update?"), _("Publish it"), lead=lead, reading=found)


@fills_in
def withdraw(request: ActorRequest, update_pk: UUID) -> HttpResponse:
    """Withdrawn: nobody outside the programme sees it any more."""
    found = _locked(request, update_pk)
    policies.may_withdraw(request.actor, found)
    if request.method == "POST":
        actions.withdraw(actor=request.actor, update=found)
        messages.success(request, _("Withdrawn. What was mailed already stays with who got it."))
        return redirect("programme:updates")
    lead = _("It leaves the pages and the feed, for good. What was mailed already stays with who got it.")
    return _page(request, None, _("Withdraw this update?"), _("Withdraw it"), lead=lead, reading=found)


@fills_in
def subscription(request: ActorRequest) -> HttpResponse:
    """Get the updates by mail, or see that one does."""
    found = Subscription.objects.filter(user=request.actor.user).first()
    form = SubscribeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        origin = request.build_absolute_uri("/").rstrip("/")
        gone = subscriptions.ask(actor=request.actor, address=form.cleaned_data["address"], origin=origin)
        if gone:
            messages.success(request, _("Look in your mail: confirm there that this is your address."))
        else:
            messages.error(request, _("The mail could not be sent now. Stop, and try again later."))
        return redirect("programme:subscription")
    return shown(request, "subscription", TAB, form=form, subscription=found, sends=mail.sends())


@does
def unsubscribe(request: ActorRequest) -> HttpResponse:
    """No more mail."""
    subscriptions.end(actor=request.actor)
    messages.success(request, _("Stopped. Your address is erased."))
    return redirect("programme:subscription")


def _locked(request: ActorRequest, key: UUID) -> Update:
    policies.must_run(request.actor)
    return the(Update, key, lock=request.method == "POST")


def _page(request: ActorRequest, form: object | None, heading: str, button: str, **more: Any) -> HttpResponse:
    back = reverse("programme:updates")
    return form_page(request, TAB, form, heading=heading, button=button, back=back, **more)
