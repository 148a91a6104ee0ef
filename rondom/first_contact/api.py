"""For other systems: register a report, and read how."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rondom.core import problem
from rondom.core.http import by_token, public
from rondom.first_contact import openapi
from rondom.first_contact.actions import receptions
from rondom.first_contact.forms import sent
from rondom.organisations.models import Token
from rondom.organisations.systems import SystemRequest


@by_token(Token.Scope.CREATE_REPORTS)
def reports(request: SystemRequest) -> HttpResponse:
    """Take in a report; sent again with the same key, it gives the same answer and no second case."""
    answer = receptions.take(actor=request.actor, token=request.token, sent=sent.read(request))
    return problem.as_json(camel(answer), 201)


@public
@csrf_exempt  # nothing changes here, and who asks reads problems, not pages
def document(request: HttpRequest) -> HttpResponse:
    """What can be sent and what comes back (OpenAPI 3.1); pages of others may read it too, as it holds nothing else."""
    if request.method not in {"GET", "HEAD"}:
        sentence = _("This is done with %(method)s.") % {"method": "GET"}
        return problem.answer(405, sentence, headers={"Allow": "GET, HEAD"})
    everyone = {"Access-Control-Allow-Origin": "*"}  # NL API Design Rules, /core/publish-openapi
    return problem.as_json(openapi.document(), 200, headers=everyone)


def camel(value: Any) -> Any:
    """The same with every key as the API spells it (NL API Design Rules): mdt_due_at becomes mdtDueAt."""
    if isinstance(value, dict):
        return {re.sub(r"_(.)", lambda one: one[1].upper(), key): camel(each) for key, each in value.items()}
    return [camel(each) for each in value] if isinstance(value, list) else value
