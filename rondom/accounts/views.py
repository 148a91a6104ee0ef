"""The door: sign in, prove who one is, second factors, sign out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rondom.accounts import actions, door, questions, second_factor
from rondom.accounts.confirm import must_have_just_authenticated
from rondom.accounts.forms import CodeForm, PasskeyForm, ProofForm, SignInForm
from rondom.accounts.models import User
from rondom.core.errors import NotThere
from rondom.core.http import does, early, fills_in, public, reads, sent, status_of

TOO_MANY = 429


class SignIn(LoginView):
    """Sign in with name and password; then, for who has one, with a second factor."""

    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        assert isinstance(user, User)
        return go_in(self.request, user, ["password"], door.way_on(self.request))

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        assert isinstance(form, SignInForm)
        actions.refuse(why="too many attempts" if form.must_wait else "")
        response = super().form_invalid(form)
        response.status_code = TOO_MANY if form.must_wait else 422
        return response


sign_in = public(fills_in(SignIn.as_view()))


def go_in(
    request: HttpRequest, user: User, how: list[str], way: str, *, second: bool = False
) -> HttpResponse:
    """In, or first to the second proof; `how` is the first one, and `second` says that it was two already."""
    if not second and questions.ways(user):
        door.ask_second_proof(request, user, how, way)
        return redirect("second_proof")
    actions.sign_in(actor=user, request=request, how=how, second=second)
    return redirect(way)


@public
@fills_in
def second_proof(request: HttpRequest) -> HttpResponse:
    """The second proof of who gave a first."""
    found = door.asked(request)
    if found is None:
        return redirect("sign_in")
    user, first, way = found
    ways = questions.ways(user)
    form = ProofForm(sent(request), ways=ways)
    if request.method == "POST" and form.is_valid():
        second = actions.prove(actor=user, request=request, **form.cleaned_data)
        if second:
            actions.sign_in(actor=user, request=request, how=[*first, second], second=True)
            return redirect(way)
        form.add_error(None, _wrong(request))
    context = {"form": form, "question": questions.passkey(user) if "webauthn" in ways else None}
    return render(request, "accounts/second_proof.html", context, status=_status(request))


@public
@does
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; nothing happens for who was not signed in."""
    if isinstance(request.user, User):
        actions.sign_out(actor=request.user, request=request)
    return redirect("sign_in")


@early
@does
def stay(request: HttpRequest) -> HttpResponse:
    """Someone is still there; that they asked renews the session. A script asks how long it lasts now."""
    if not request.accepts("text/html"):
        return JsonResponse({"left": request.session.seconds_left()})  # type: ignore[attr-defined]
    return redirect(door.way_on(request))


@early
@fills_in
def confirm(request: Any) -> HttpResponse:
    """Show that it is really you, and go on where you were."""
    user, demo = request.user, settings.DEMO and door.how(request) == ["demo"]
    ways = set() if demo else questions.ways(user) | ({"password"} if user.has_usable_password() else set())
    form = ProofForm(request.POST or None, ways=ways)
    if request.method == "POST" and (demo or form.is_valid()):
        if demo or actions.prove(actor=user, request=request, **form.cleaned_data):
            door.note_confirmed(request)
            return redirect(door.way_on(request))
        form.add_error(None, _wrong(request))
    context = {
        "form": form, "next": door.way_on(request), "elsewhere": "provider" in door.how(request),
        "question": questions.passkey(user) if "webauthn" in ways else None,
    }  # fmt: skip
    return render(request, "accounts/confirm.html", context, status=_status(request))


@early
@reads
def factors(request: Any) -> HttpResponse:
    """The second factors that I have, and how to add one."""
    context = {"factors": questions.factors(request.user), "lacking": door.lacks_second_factor(request)}
    return render(request, "accounts/factors.html", context)


@early
@fills_in
def add_code_app(request: Any) -> HttpResponse:
    """Set up a code app."""
    must_have_just_authenticated(request)
    form = CodeForm(sent(request))
    secret = second_factor.new_secret(again=request.method != "POST")
    if request.method == "POST" and form.is_valid():
        if second_factor.fits_secret(secret, form.cleaned_data["code"]):
            actions.add_code_app(actor=request.user, request=request, secret=secret)
            messages.success(request, _("The code app is your second factor now."))
            return redirect("recovery_codes")
        form.add_error("code", _("This code is not right. Type the digits that the app shows now."))
    context = {"form": form, "secret": secret, "square": second_factor.square(request.user, secret)}
    return render(request, "accounts/add_code_app.html", context, status=status_of(request))


@early
@fills_in
def add_passkey(request: Any) -> HttpResponse:
    """Make a passkey."""
    must_have_just_authenticated(request)
    form = PasskeyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if second_factor.is_new_passkey(form.cleaned_data["credential"]):
            actions.add_passkey(actor=request.user, request=request, **form.cleaned_data)
            messages.success(request, _("The passkey is your second factor now."))
            return redirect("recovery_codes")
        form.add_error(None, _("The passkey was not made. Try again."))
    context = {"form": form, "question": questions.new_passkey(request.user)}
    return render(request, "accounts/add_passkey.html", context, status=status_of(request))


@early
@fills_in
def recovery_codes(request: Any) -> HttpResponse:
    """The codes for when the phone or key is lost; asking for new ones ends the old."""
    must_have_just_authenticated(request)
    if request.method == "POST":
        actions.renew_codes(actor=request.user)
        messages.success(request, _("These are your new codes. The old ones no longer work."))
        return redirect("recovery_codes")
    return render(request, "accounts/recovery_codes.html", {"codes": questions.codes_left(request.user)})


@fills_in
def remove_factor(request: Any, number: int) -> HttpResponse:
    """Remove a passkey or code app of one's own."""
    must_have_just_authenticated(request)
    found = next((one for one in questions.factors(request.user) if one.pk == number), None)
    if found is None:
        raise NotThere("factor")
    if request.method == "POST":
        actions.remove_factor(actor=request.user, factor=found)
        messages.success(request, _("It is no longer a second factor."))
        return redirect("factors")
    return render(request, "accounts/remove_factor.html", {"factor": found})


@fills_in
def password(request: Any) -> HttpResponse:
    """Choose a new password."""
    must_have_just_authenticated(request)
    form = SetPasswordForm(request.user, sent(request))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["new_password1"]
        actions.change_password(actor=request.user, request=request, password=chosen)
        messages.success(request, _("Your password is changed. You were signed out everywhere else."))
        return redirect("factors")
    return render(request, "accounts/password.html", {"form": form}, status=status_of(request))


def _wrong(request: HttpRequest) -> str:
    if getattr(request, "axes_locked_out", False):
        return _("Too many attempts. Wait a quarter of an hour and try again.")
    return _("That is not right. Check it, and try again.")


def _status(request: HttpRequest) -> int:
    return TOO_MANY if getattr(request, "axes_locked_out", False) else status_of(request)
