"""The door: sign in, sign out."""

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from rondom.accounts import actions
from rondom.accounts.models import User
from rondom.core.http import does, fills_in, public


class SignIn(LoginView):
    """Sign in with name and password."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        assert isinstance(user, User)
        actions.sign_in(actor=user, request=self.request)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        actions.refuse()
        response = super().form_invalid(form)
        response.status_code = 422
        return response


sign_in = public(fills_in(SignIn.as_view()))


@public
@does
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; nothing happens for who was not signed in."""
    if isinstance(request.user, User):
        actions.sign_out(actor=request.user, request=request)
    return redirect("sign_in")
