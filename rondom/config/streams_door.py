"""Who may have a stream: asked of the database, as the serving role, for each person under their own rights."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.contrib import auth
from django.db import connection, transaction
from django.http import HttpRequest

from rondom.accounts.door import lacks_second_factor
from rondom.accounts.sessions import SessionStore
from rondom.cases.models import Case
from rondom.core.db import acting
from rondom.core.errors import Denied
from rondom.organisations.actor import Actor
from rondom.triage import policies

_workers = ThreadPoolExecutor(2, "door")  # each with a connection of its own
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks with: the key of its session, a region, and the case that its page shows or nothing."""

    session: str
    slug: str
    case: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whose stream it is, of which region and case."""

    user_id: str
    region_id: str
    case_id: str


async def ask(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Ask the database outside the loop that serves the streams."""

    def work() -> T:
        connection.close_if_unusable_or_obsolete()
        return question(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_workers, work)


def admit(asked: Asked) -> Admitted | str:
    """Whether this session has a seat in the region and sees the case now; else why not: "out" or "ended"."""
    request: Any = HttpRequest()
    request.session = SessionStore(asked.session or None)
    user = auth.get_user(request)
    if not user.is_authenticated or lacks_second_factor(request):
        return "out"
    with transaction.atomic(), acting(user.pk) as at:
        try:
            actor = Actor.of(user, at)
        except Denied:
            return "ended"
        region = next(
            (seat.region for seat in policies.seats_of(actor) if seat.region.slug == asked.slug), None
        )
        if region is None or not _sees(actor, asked.case):
            return "ended"
    return Admitted(str(user.pk), str(region.pk), str(UUID(asked.case)) if asked.case else "")


def seeing(case: str, users: Collection[str]) -> set[str]:
    """Of these people, those who may see the case at this moment."""
    with transaction.atomic():
        return {user for user in users if _sees_now(UUID(user), UUID(case))}


def seen_by(user: str, cases: Collection[str]) -> list[str]:
    """Of these cases, those that this person may see at this moment."""
    with transaction.atomic(), acting(UUID(user)):
        return [str(key) for key in Case.objects.filter(pk__in=cases).values_list("pk", flat=True)]


def _sees_now(user_id: UUID, case_id: UUID) -> bool:
    with acting(user_id):
        return Case.objects.filter(pk=case_id).exists()


def _sees(actor: Actor, case: str) -> bool:
    if not case:
        return True
    try:
        return Case.objects.visible_to(actor).filter(pk=UUID(case)).exists()
    except ValueError:
        return False
