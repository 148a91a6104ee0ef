"""For witnesses at other organisations: what was signed last, and the proof that the log only grew. Nothing of anyone."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from rondom.audit import sealed
from rondom.core.http import public, reads

_NOTE = "text/plain; charset=utf-8"


@public
@reads
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest checkpoint, as it was signed; 204 while nothing is sealed."""
    last = sealed.latest()
    return HttpResponse(last.note, content_type=_NOTE) if last else HttpResponse(status=HTTPStatus.NO_CONTENT)


@public
@reads
def consistency(request: HttpRequest) -> HttpResponse:
    """The latest checkpoint with the proof from the size in `vanaf` (0 when left out); 409 when there was never so much."""
    last, asked = sealed.latest(), request.GET.get("vanaf", "0")
    if not last:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    first = (
        int(asked)
        if asked.isascii() and asked.isdecimal() and len(asked) <= len(str(last.size))
        else last.size + 1
    )
    if first > last.size:
        return JsonResponse({"checkpoint": last.note}, status=HTTPStatus.CONFLICT)
    return JsonResponse({"checkpoint": last.note, "proof": sealed.consistency(first, last.size)})
