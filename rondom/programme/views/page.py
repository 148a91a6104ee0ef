"""What the pages of the programme share: the frame, a form on a page of its own, rows by page, a row or nothing."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rondom.core.errors import NotThere
from rondom.core.http import status_of
from rondom.organisations.middleware import ActorRequest
from rondom.programme import policies
from rondom.programme.cells import Phase, TargetGroup

Row = TypeVar("Row", bound=Model)


def shown(request: ActorRequest, template: str, tab: str, **more: Any) -> HttpResponse:
    """A page of the programme, under one of its tabs."""
    frame = {
        "nav": "programme",
        "tab": tab,
        "runs": policies.runs(request.actor),
        "steers": policies.steers(request.actor),
    }
    return render(request, f"programme/{template}.html", frame | more, status=status_of(request))


def form_page(
    request: ActorRequest, tab: str, form: object | None, *, heading: str, button: str, back: str, **more: Any
) -> HttpResponse:
    """A form, or a question to confirm, on a page of its own: with 422 when what was sent is not right."""
    return shown(request, "form", tab, form=form, heading=heading, button=button, back=back, **more)


def cell_asked(request: HttpRequest) -> tuple[str, str]:
    """The target group and the phase that are asked for; empty for all, and for what is none."""
    group, phase = request.GET.get("groep", ""), request.GET.get("fase", "")
    return group if group in TargetGroup.values else "", phase if phase in Phase.values else ""


def the(kind: type[Row], key: UUID, *related: str, lock: bool = False) -> Row:
    """The row with this identifier, kept for a change when `lock`. Raises NotThere."""
    rows = kind._default_manager.select_related(*related) if related else kind._default_manager.all()  # noqa: SLF001
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=key).first()
    if found is None:
        raise NotThere(kind.__name__.lower(), key)
    return found
