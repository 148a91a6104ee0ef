"""Another system, as tests and benches play it: a token made by a manager, and reports sent with it."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from rondom.accounts.confirm import Fresh
from rondom.accounts.models import User
from rondom.organisations import actions
from rondom.organisations.actions import tokens
from rondom.organisations.models import Organisation, Role, Token

URL = "/api/v1/reports"


def manager(world: Any, place: str = "csg", name: str = "dave") -> User:
    """Someone manages an organisation, beside what they do there."""
    user: User = getattr(world, name)
    with world.acting(world.administrator) as actor:
        organisation = getattr(world, place)
        if not user.memberships.filter(role=Role.MANAGER).exists():
            actions.add_member(actor=actor, user=user, organisation=organisation, role=Role.MANAGER)
    return user


def let_in(
    world: Any, who: str = "alice", *, place: str = "csg", by: str = "dave", days: int = 90
) -> tuple[Token, str]:
    """A token that registers through someone's account."""
    boss = manager(world, place, by)
    with world.acting(boss) as actor:
        organisation: Organisation = getattr(world, place)
        return tokens.make(
            actor=actor, fresh=Fresh(boss.pk), organisation=organisation, user=getattr(world, who), name="Intakesysteem",
            ends_at=actor.at + timedelta(days=days),
        )  # fmt: skip


def send(data: Any, token: str, key: str | None = None, **headers: str) -> HttpResponse:
    """What came back to a report that was sent; bytes go as they are."""
    client = Client(raise_request_exception=False)
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    sent = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid4())}
    kind = headers.pop("content_type", "application/json")
    wanted = {**sent, **{name.replace("_", "-").title(): value for name, value in headers.items()}}
    return client.generic(
        "POST", URL, body, content_type=kind, headers={k: v for k, v in wanted.items() if v}
    )
