"""One request, one transaction, one actor."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from rondom.accounts import door
from rondom.accounts.models import User
from rondom.audit import trace
from rondom.audit.log import Verb, record
from rondom.audit.models import Event
from rondom.audit.verbs import Door
from rondom.core.db import acting
from rondom.core.errors import ConfirmFirst, Denied, NotThere, WrongStep
from rondom.organisations import systems
from rondom.organisations.actor import Actor


class ActorRequest(HttpRequest):
    """A request of someone who is signed in."""

    user: User
    actor: Actor


class ActorMiddleware:
    """Runs the view, and renders its page, inside one transaction that knows who acts.

    A refusal rolls the transaction back and is then recorded in one of its own. Views marked `@public` run
    without an actor, those marked `@by_token` for another system (systems.py); every other view needs a signed-in
    person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with trace.apart():
            return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        trace.begin(request.resolver_match.view_name, request.headers.get("traceparent", ""))
        if getattr(view, "public", False):
            return None
        if getattr(view, "scope", ""):
            return systems.answer(request, view, args, kwargs)
        return door.stop(request, view) or self._acted(request, view, args, kwargs)

    def _acted(
        self, request: Any, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase:
        try:
            with transaction.atomic(), acting(request.user.pk) as moment:
                request.actor = Actor.of(request.user, moment)
                return self._rendered(view(request, *args, **kwargs))
        except ConfirmFirst:
            return door.ask_again(request, view)
        except Denied as refusal:
            return self._refused(request, refusal, Door.DENIED, 403)
        except WrongStep as refusal:
            return self._refused(request, refusal, Door.WRONG_STEP, 409)
        except NotThere as absence:
            asked = {"kind": absence.kind, "requested": str(absence.requested or "")}
            self._record(request, Door.NOT_THERE, asked, case_id=absence.case_id)
            raise

    @staticmethod
    def _rendered(response: HttpResponseBase) -> HttpResponseBase:
        rendering = getattr(response, "render", None)
        return rendering() if callable(rendering) else response

    def _refused(self, request: Any, refusal: Denied | WrongStep, verb: Verb, status: int) -> HttpResponse:
        self._record(request, verb, {"view": request.resolver_match.view_name}, case_id=refusal.case_id)
        page = render(request, f"{status}.html", vars(refusal), status=status)
        if not hasattr(request, "actor"):  # no longer of any organisation: the session ends too
            request.session.flush()
        return page

    @staticmethod
    def _record(request: Any, verb: Verb, data: dict[str, Any], **more: Any) -> None:
        with transaction.atomic(), acting(request.user.pk) as moment:
            actor = getattr(request, "actor", None) or Actor(at=moment, user=request.user)
            record(actor, verb, outcome=Event.Outcome.REFUSED, data=data, **more)
