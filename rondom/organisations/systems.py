"""How another system comes in: with a token and no session, within one transaction in which the token's account acts.

What is refused is rolled back, recorded in a transaction of its own, and answered as a problem.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from rondom.audit.log import Verb, record
from rondom.audit.models import Event
from rondom.audit.verbs import Door
from rondom.core import problem
from rondom.core.db import acting
from rondom.core.errors import Collided, Denied, Faulty, NotThere, WrongStep
from rondom.core.problem import Problem
from rondom.organisations.actions import tokens as actions
from rondom.organisations.actor import Actor
from rondom.organisations.models import Token

TRY_AGAIN = 900  # seconds in which no more wrong tokens are taken from one address (AXES_COOLOFF_TIME)


class SystemRequest(HttpRequest):
    """A request of another system."""

    token: Token
    actor: Actor


def answer(
    request: Any, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
) -> HttpResponseBase:
    """What the view answers when the token opens it; else a problem."""
    try:
        request.token = _token(request, view)
        return _acted_once_more(request, view, args, kwargs)
    except Problem as stop:
        return problem.answer(stop.status, stop.detail, headers=stop.headers)
    except Faulty as faulty:
        sentence = _("What was sent cannot be registered. Nothing was.")
        return problem.answer(422, sentence, faults=faulty.faults)
    except Denied as refusal:
        return _refused(request, refusal, Door.DENIED, 403)
    except WrongStep as refusal:
        return _refused(request, refusal, Door.WRONG_STEP, 409)
    except NotThere as absence:
        _record(request, Door.NOT_THERE, {"kind": absence.kind}, case_id=absence.case_id)
        return problem.answer(404, _("There is nothing at this address."))


def _acted_once_more(request: Any, view: Any, args: list[Any], kwargs: dict[str, Any]) -> HttpResponseBase:
    """What the view answers; when someone else did the same at that moment, it is asked again after them."""
    try:
        return _acted(request, view, args, kwargs)
    except Collided:
        return _acted(request, view, args, kwargs)


def _acted(request: Any, view: Any, args: list[Any], kwargs: dict[str, Any]) -> HttpResponseBase:
    """What the view answers, in one transaction in which the token's account acts."""
    token = request.token
    with transaction.atomic(), acting(token.user_id) as moment:
        request.actor = Actor.of(token.user, moment, token.organisation_id)
        _must_have(token, view.scope)
        found: HttpResponseBase = view(request, *args, **kwargs)
        return found


def _token(request: HttpRequest, view: Any) -> Token:
    """The token that is shown. Raises Problem for another method, no token, one that opens nothing, or too often."""
    if request.method != view.method:
        raise Problem(
            405, _("This is done with %(method)s.") % {"method": view.method}, {"Allow": view.method}
        )
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Problem(401, _("Show the token of your organisation."), {"WWW-Authenticate": "Bearer"})
    token, wait = actions.show(secret=secret.strip())
    if wait:
        sentence = _("At most %(most)s requests a minute.") % {"most": settings.TOKEN_MOST_A_MINUTE}
        raise Problem(429, sentence, {"Retry-After": str(wait)})
    if token is not None:
        return token
    if not actions.refuse(request=request):
        raise Problem(429, _("Too many wrong tokens came from here."), {"Retry-After": str(TRY_AGAIN)})
    wrong = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    raise Problem(401, _("This token is not right, has ended, or was taken back."), wrong)


def _must_have(token: Token, scope: str) -> None:
    if scope not in token.scopes:
        raise Denied(_("This token does not go with what is asked here."))


def _refused(request: Any, refusal: Denied | WrongStep, verb: Verb, status: int) -> HttpResponseBase:
    _record(request, verb, {"view": request.resolver_match.view_name}, case_id=refusal.case_id)
    instead = getattr(refusal, "instead", "")
    return problem.answer(status, refusal.reason, instead=instead)


def _record(request: Any, verb: Verb, data: dict[str, Any], **more: Any) -> None:
    about = {**data, "token": str(request.token.pk)}
    with transaction.atomic(), acting(request.token.user_id) as moment:
        actor = getattr(request, "actor", None) or Actor(at=moment, user=request.token.user)
        record(actor, verb, outcome=Event.Outcome.REFUSED, data=about, **more)
