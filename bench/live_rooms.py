"""Meetings to measure: in each a chair and members of three organisations, one case, and a session for every screen."""

import time
from datetime import time as clock
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs Django set up
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from bench.live import Room, Written  # noqa: E402
from rondom.accounts.models import User  # noqa: E402
from rondom.cases.actions import dossier  # noqa: E402
from rondom.cases.models import ALL_CATEGORIES, Case, Category  # noqa: E402
from rondom.core.db import acting  # noqa: E402
from rondom.first_contact.actions import reports  # noqa: E402
from rondom.first_contact.intake import Intake  # noqa: E402
from rondom.organisations import actions  # noqa: E402
from rondom.organisations.actor import Actor  # noqa: E402
from rondom.organisations.models import Organisation, Region, Role  # noqa: E402
from rondom.sharing.actions.consents import Answer  # noqa: E402
from rondom.triage import actions as triage  # noqa: E402

Kind = Organisation.Kind
KINDS = [Kind.CSG, Kind.VEILIG_THUIS, Kind.VICTIM_SUPPORT]


def build(meetings: int, screens: int) -> list[Room]:
    """Lay down as many meetings, open, each discussing a case, with as many people at the table."""
    rooms = [_room(f"regio-{number}", screens) for number in range(meetings)]
    connection.close()
    return rooms


def _room(slug: str, screens: int) -> Room:
    boss = User.objects.get(username="bench")
    with transaction.atomic(), acting(boss.pk) as now:
        actor = Actor.of(boss, now)
        region = actions.add_region(
            actor=actor, slug=slug, name=slug, kind=Region.Kind.PILOT, mdt_time=clock(10, 30), municipalities=["GM0518"]
        )  # fmt: skip
        places = [
            actions.add_organisation(
                actor=actor, slug=f"{slug}-{kind.replace('_', '-')}", name=f"{kind} {slug}", short_name=kind, kind=kind,
                regions=[region],
            )
            for kind in KINDS
        ]  # fmt: skip
        people = [
            _person(actor, region, places[seat % 3], f"{slug}-{seat}", chair=not seat)
            for seat in range(screens)
        ]
    case = _case(people[0], region)
    return Room(slug, case.pk, people[1 % screens], [_session(user) for user in people])


def _person(actor: Actor, region: Region, place: Organisation, name: str, *, chair: bool) -> User:
    user: User = actions.add_account(actor=actor, username=name, display_name=name)
    actions.add_member(actor=actor, user=user, organisation=place, role=Role.PROFESSIONAL)
    actions.give_seat(actor=actor, region=region, organisation=place, user=user, chair=chair)
    return user


def _case(chair: User, region: Region) -> Case:
    yes = [
        Answer(kind, "", ALL_CATEGORIES & ~Category.PERPETRATOR, given=True, words="Ja.")
        for kind in KINDS[1:]
    ]
    with transaction.atomic(), acting(chair.pk) as now:
        actor = Actor.of(chair, now)
        people = [{"roles": ["victim"], "name": "Iemand"}]
        intake = Intake(
            region, "csg", "Iemand vraagt hulp.", now, story="Een verhaal.", people=people, answers=yes
        )
        case = reports.register(actor=actor, intake=intake)
    with transaction.atomic(), acting(chair.pk) as now:
        actor = Actor.of(chair, now)
        triage.open_meeting(actor=actor, region=region)
        triage.discuss(actor=actor, case=dossier.locked(actor, case.pk))
    return case


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def write(room: Any, one: Written) -> None:
    """Someone of the meeting writes a view; its time begins just before the commit."""
    with transaction.atomic(), acting(room.writer.pk) as now:
        actor = Actor.of(room.writer, now)
        case = dossier.locked(actor, room.case)
        triage.write_view(actor=actor, case=case, category=Category.CASE, facts=one.words)
        one.at = time.perf_counter()
