"""What the tests of the programme ask of a refusal: the answer, nothing written, and that it stands in the log."""

from rondom.audit.models import Event
from tests.browse import nothing_changed, signed_in

VERBS = {403: "access:denied", 404: "access:not_there", 409: "access:wrong_step"}


def turned_away(world, user, url, data=None, *, status, method="post"):
    """Someone asks and is refused: with this status, without a change, and recorded."""
    client = signed_in(user)
    before = _count(world, user, status)
    with nothing_changed():
        answer = getattr(client, method)(url, data or {})
    assert answer.status_code == status
    assert _count(world, user, status) == before + 1
    return answer


def happened(world, user, verb):
    """The last event of someone with this verb."""
    with world.acting(user):
        return Event.objects.filter(verb=verb, actor_id=user.pk).latest("pk")


def _count(world, user, status):
    with world.acting(user):
        return Event.objects.filter(verb=VERBS[status], actor_id=user.pk).count()
