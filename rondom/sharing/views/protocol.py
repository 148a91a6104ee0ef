"""Sharing: the page of the privacy protocol."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rondom.core.http import public, reads
from rondom.sharing import lists
from rondom.sharing.decide import ROWS
from rondom.sharing.terms import Certainty, Regime


@public
@reads
def protocol(request: HttpRequest) -> HttpResponse:
    """Who may share what, on which ground: for everyone to read, and without a word about any person."""
    sender, receiver = lists.asked(request.GET)
    groups = lists.groups(ROWS, sender, receiver)
    context = {
        "groups": groups,
        "allowed": any(not row.never for group in groups for row in group.rows),
        "senders": lists.choices(lists.SENDERS, sender),
        "receivers": lists.choices(lists.RECEIVERS, receiver),
        "unconfirmed": sum(not row.confirmed_by for row in ROWS),
        "regimes": Regime,
        "certainties": Certainty,
        "meanings": lists.meanings(),
    }
    return render(request, "sharing/protocol.html", context)
