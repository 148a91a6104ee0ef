"""Signing in at the organisation itself, and the page on which its manager goes through its people."""

import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rondom.accounts import door
from rondom.accounts.actions import refuse
from rondom.accounts.confirm import must_have_just_authenticated
from rondom.accounts.models import User
from rondom.accounts.views import go_in
from rondom.core.errors import NotThere
from rondom.core.http import does, early, fills_in, public, reads, sent, status_of
from rondom.organisations import actions, identities, oidc, policies, tokens
from rondom.organisations.actions import coordinating
from rondom.organisations.actions import people as actions_for_people
from rondom.organisations.actions import providers as actions_at_the_door
from rondom.organisations.actions import tokens as actions_for_systems
from rondom.organisations.forms import InvitationForm, ProfileForm, StandInForm, TokenForm
from rondom.organisations.middleware import ActorRequest
from rondom.organisations.models import Membership, Organisation, Profile, Provider, Role, Seat, Token
from rondom.organisations.people import staff

LINK_WITHIN = 600  # seconds in which someone who signed in elsewhere can link their account here
_UNLINKED, _PROVIDER = "unlinked", "provider"


@public
@reads
def provider_choose(request: HttpRequest) -> HttpResponse:
    """The organisations at which one can sign in."""
    context = {"providers": identities.providers(), "next": door.way_on(request)}
    return render(request, "organisations/provider_choose.html", context)


@public
@reads
def provider_go(request: HttpRequest, provider: str) -> HttpResponse:
    """To the organisation's own page to sign in."""
    found = identities.provider_of(provider)
    if found is None:
        return redirect("provider_choose")
    return _away(request, found, door.way_on(request), again=False)


@early
@reads
def provider_again(request: Any) -> HttpResponse:
    """To the organisation's own page, to show there once more who one is."""
    found = identities.provider_of(str(request.session.get(_PROVIDER, "")))
    if found is None:
        return redirect("confirm")
    return _away(request, found, door.way_on(request), again=True)


@public
@reads
def provider_back(request: HttpRequest, provider: str) -> HttpResponse:
    """Back from the organisation's own page."""
    found = identities.provider_of(provider)
    if found is None:
        return redirect("provider_choose")
    said = oidc.said(request, found)
    if said.problem:
        refuse(why=said.problem)
        return _no_further(request, said.problem, 502 if said.problem == oidc.SILENT else 403)
    user = identities.who_is(found.issuer, said.subject)
    if said.again:
        return _confirmed(request, user, said.way)
    if user is None:
        refuse(why="not_linked")
        request.session[_UNLINKED] = [found.slug, said.subject, said.strong, int(time.time())]
        return redirect("invitation")
    return _in(request, user, found, strong=said.strong, way=said.way)


@public
@fills_in
def invitation(request: HttpRequest) -> HttpResponse:
    """Someone whom we do not know signed in elsewhere; with an invitation they link their account."""
    slug, subject, strong, at = request.session.get(_UNLINKED) or ["", "", False, 0]
    found = identities.provider_of(slug) if time.time() - at < LINK_WITHIN else None
    if found is None:
        return redirect("sign_in")
    form = InvitationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["invitation"]
        actions_at_the_door.accept_invitation(
            actor=chosen.user, invitation=chosen, issuer=found.issuer, subject=subject
        )
        del request.session[_UNLINKED]
        user = identities.who_is(found.issuer, subject)
        return _in(request, user, found, strong=strong, way="") if user else redirect("sign_in")
    return render(request, "organisations/invitation.html", {"form": form}, status=status_of(request))


def _away(request: HttpRequest, provider: Provider, way: str, *, again: bool) -> HttpResponse:
    address = oidc.way_there(request, provider, way, again=again)
    return redirect(address) if address else _no_further(request, oidc.SILENT, 502)


def _in(request: HttpRequest, user: User, provider: Provider, *, strong: bool, way: str) -> HttpResponse:
    if not user.is_active:
        refuse(why="closed")
        return _no_further(request, "closed", 403)
    answer = go_in(request, user, ["provider"], way or settings.LOGIN_REDIRECT_URL, second=strong)
    request.session[_PROVIDER] = provider.slug
    return answer


def _confirmed(request: HttpRequest, user: User | None, way: str) -> HttpResponse:
    if user is None or user != request.user:
        refuse(why="someone_else")
        return _no_further(request, "someone_else", 403)
    door.note_confirmed(request)
    return redirect(way)


def _no_further(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    return render(request, "organisations/no_further.html", {"problem": problem}, status=status)


@reads
def organisation(request: ActorRequest) -> HttpResponse:
    """To my own organisation, or, for an administrator, the list of all."""
    actor = request.actor
    policies.must_manage_some(actor)
    if not actor.has_role(Role.ADMINISTRATOR):
        assert actor.organisation
        return redirect("people", actor.organisation.slug)
    return render(
        request, "organisations/list.html", {"organisations": Organisation.objects.order_by("name")}
    )


@reads
def people(request: ActorRequest, place: str) -> HttpResponse:
    """Who works here, in which roles and with which seats."""
    found = staff(_place(request, place), request.actor.at)
    context = {"staff": found, "overdue": found.is_overdue(request.actor.at)}
    return render(request, "organisations/people.html", context)


@does
def reviewed(request: ActorRequest, place: str) -> HttpResponse:
    """Someone went through the people."""
    actions_for_people.mark_reviewed(actor=request.actor, organisation=_place(request, place))
    messages.success(request, _("Noted: you went through everyone."))
    return redirect("people", place)


@fills_in
def end_membership(request: ActorRequest, place: str, member: UUID) -> HttpResponse:
    """Someone no longer works here in a role."""
    found = _of(request, place, Membership, member)
    if request.method == "POST":
        actions.end_member(actor=request.actor, membership=found)
        messages.success(request, _("Ended. What this gave access to is closed at once."))
        return redirect("people", place)
    context = {"place": place, "who": found.user, "membership": found}
    return render(request, "organisations/end.html", context)


@fills_in
def end_seat(request: ActorRequest, place: str, seat: UUID) -> HttpResponse:
    """Someone no longer sits in an MDT for us."""
    found = _of(request, place, Seat, seat)
    if request.method == "POST":
        actions.end_seat(actor=request.actor, seat=found)
        messages.success(request, _("Ended. What this gave access to is closed at once."))
        return redirect("people", place)
    return render(request, "organisations/end.html", {"place": place, "who": found.user, "seat": found})


@fills_in
def stand_in(request: ActorRequest, place: str, seat: UUID) -> HttpResponse:
    """Someone of us stands in for a seat in the MDT."""
    found, actor = _of(request, place, Seat, seat), request.actor
    others = [one.user for one in staff(found.organisation, actor.at).people if one.helps]
    people = [one for one in others if one.pk not in {actor.key, found.user_id}]
    form = StandInForm(sent(request), people=people, today=timezone.localdate(actor.at))
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.period(actor.at)
        chosen = form.people[form.cleaned_data["user"]]
        mandate = Seat.Mandate(form.cleaned_data["mandate"])
        actions.stand_in(
            actor=actor, seat=found, user=chosen, starts_at=starts_at, ends_at=ends_at, mandate=mandate
        )
        messages.success(request, _("%(name)s stands in.") % {"name": chosen.display_name})
        return redirect("people", place)
    context = {"place": place, "seat": found, "form": form}
    return render(request, "organisations/stand_in.html", context, status=status_of(request))


@fills_in
def profile(request: ActorRequest, place: str, member: UUID) -> HttpResponse:
    """What we write about a case coordinator of ours."""
    found = _of(request, place, Membership, member)
    policies.must_coordinate_there(request.actor, found.organisation, found.user)
    written = Profile.objects.filter(organisation=found.organisation, user=found.user).first()
    initial = {"does": written.does, "languages": written.languages, "days": written.days} if written else {}
    form = ProfileForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        coordinating.describe(
            actor=request.actor, organisation=found.organisation, user=found.user, **form.cleaned_data
        )
        messages.success(request, _("Saved. Whoever looks for a coordinator reads this."))
        return redirect("people", place)
    context = {"place": place, "who": found.user, "form": form}
    return render(request, "organisations/profile.html", context, status=status_of(request))


@fills_in
def forget_factors(request: ActorRequest, place: str, member: UUID) -> HttpResponse:
    """Someone lost their phone or key."""
    found = _of(request, place, Membership, member)
    policies.must_administer(request.actor)
    fresh = must_have_just_authenticated(request)
    if request.method == "POST":
        actions_for_people.forget_second_factors(actor=request.actor, fresh=fresh, user=found.user)
        messages.success(request, _("Removed. They set up a new second step when they next sign in."))
        return redirect("people", place)
    return render(request, "organisations/forget.html", {"place": place, "who": found.user})


@fills_in
def systems(request: ActorRequest, place: str) -> HttpResponse:
    """The systems of others that register for us; another is let in, and its token shown this once."""
    found, actor = _place(request, place), request.actor
    if request.method == "POST":
        policies.must_run(actor, found)
    fresh = must_have_just_authenticated(request)
    form = TokenForm(sent(request), accounts=tokens.accounts(found, actor.at))
    context: dict[str, Any] = {"place": found, "form": form, "runs": policies.runs(actor, found)}
    if request.method == "POST" and form.is_valid():
        _token, context["secret"] = actions_for_systems.make(
            actor=actor, fresh=fresh, organisation=found, user=form.user(), name=form.cleaned_data["name"],
            ends_at=form.ends_at(actor.at),
        )  # fmt: skip
        return render(request, "organisations/token_made.html", context)
    context["tokens"] = tokens.of(found, actor.at)
    return render(request, "organisations/systems.html", context, status=status_of(request))


@fills_in
def revoke_token(request: ActorRequest, place: str, token: UUID) -> HttpResponse:
    """A system is shut out."""
    found = _of(request, place, Token, token)
    if request.method == "POST":
        actions_for_systems.revoke(actor=request.actor, token=found)
        messages.success(request, _("Taken back. This system is shut out at once."))
        return redirect("systems", place)
    return render(request, "organisations/token_end.html", {"place": place, "token": found})


def _place(request: ActorRequest, place: str) -> Organisation:
    """An organisation that is mine to look after; of any other it is not said whether it exists."""
    found = Organisation.objects.filter(slug=place).first()
    policies.must_manage_some(request.actor)
    if found is None or not policies.manages(request.actor, found):
        raise NotThere("organisation", found.pk if found else None)
    return found


def _of(
    request: ActorRequest, place: str, kind: type[Membership] | type[Seat] | type[Token], key: UUID
) -> Any:
    organisation = _place(request, place)
    found = kind.objects.filter(organisation=organisation, pk=key).select_related("user").first()
    if found is None:
        raise NotThere(kind.__name__.lower(), key)
    return found
