"""A report that is sent again, at once or later, is one case and one answer."""

import json
import socket
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.models import Case
from rondom.core.errors import Collided, Denied, WrongStep
from rondom.first_contact.actions import receptions
from rondom.first_contact.actions.receptions import Sent
from rondom.first_contact.models import Reception
from rondom.keys import store
from tests.casuistry import case_file
from tests.proof import refused
from tests.served import HOST, served
from tests.systems import URL, let_in, send
from tests.world import World

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("CRITICAL", logger="django")


@pytest.fixture(scope="module")
def let(own_database):
    return let_in(World())


def cases(world) -> int:
    with world.acting(world.alice):
        return Case.objects.count()


def test_the_same_key_and_body_give_the_same_answer_and_one_case(world, let):
    before, key = cases(world), str(uuid4())
    answers = [send(case_file(), let[1], one) for one in (key, f'"{key}"', key)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.content for answer in answers}) == 1
    assert cases(world) == before + 1
    with world.acting(world.alice):
        kept = Reception.objects.latest("received_at")
        found = Event.objects.filter(case_id=kept.case_id).values_list("verb", flat=True)
        assert sorted(found.filter(verb__startswith="report:")) == [
            "report:received",
            "report:registered",
            "report:repeated",
            "report:repeated",
        ]
        assert key not in f"{kept.key_digest} {kept.body_digest}"


def test_the_same_key_with_another_body_is_refused(world, let):
    key = str(uuid4())
    assert send(case_file(), let[1], key).status_code == 201
    before = cases(world)
    answer = send(case_file("DH-02"), let[1], key)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["detail"]
    assert cases(world) == before


def test_what_was_refused_can_be_mended_under_the_same_key(world, let):
    key = str(uuid4())
    assert send(case_file(channel="pigeon"), let[1], key).status_code == 422
    assert send(case_file(), let[1], key).status_code == 201


def test_a_key_is_of_one_token_alone(world, let):
    key = str(uuid4())
    other = let_in(world, "bob", place="police", by="bob")[1]
    before = cases(world)
    codes = {send(case_file("OB-06"), one, key).json()["code"] for one in (let[1], other)}
    assert len(codes) == 2
    assert cases(world) > before


def test_two_that_come_at_once_are_one_case(world, let):
    before, key, answers = cases(world), str(uuid4()), []

    def go() -> None:
        try:
            answers.append(send(case_file(), let[1], key))
        finally:
            connection.close()
            store.close()

    threads = [threading.Thread(target=go) for _one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.content for answer in answers}) == 1
    assert cases(world) == before + 1


def test_who_began_before_the_other_was_done_asks_again_in_a_moment(world, let):
    """Access begins at a moment: in a transaction that began before it, what the other registered does not show yet."""
    key, body = str(uuid4()), json.dumps(case_file()).encode()
    other = threading.Thread(target=lambda: (send(body, let[1], key), connection.close(), store.close()))
    with world.acting(world.alice) as actor:
        other.start()
        other.join(60)
        with refused(Collided):
            receptions.take(actor=actor, token=let[0], sent=Sent(key, body, case_file()))
    assert send(body, let[1], key).status_code == 201


def test_a_day_later_the_answer_is_no_longer_given_and_the_report_stands(world, let):
    key = str(uuid4())
    body = json.dumps(case_file()).encode()
    assert send(body, let[1], key).status_code == 201
    sent = Sent(key, body, case_file())
    for later, error in [(timedelta(hours=23), None), (timedelta(hours=25), WrongStep)]:
        with world.acting(world.alice, at=timezone.now() + later) as actor:
            if error is None:
                assert receptions.take(actor=actor, token=let[0], sent=sent)["code"]
            else:
                with refused(error):
                    receptions.take(actor=actor, token=let[0], sent=sent)


def test_who_lost_sight_of_the_case_gets_no_second_one(world, let, owner):
    key = str(uuid4())
    code = send(case_file(), let[1], key).json()["code"]
    owner.execute(
        "INSERT INTO cases_shield (id, case_id, user_id, cleared, reason, set_at, set_by_id)"
        " SELECT gen_random_uuid(), id, %s, '{}', 'relative', now(), %s FROM cases_case WHERE code = %s",
        [world.alice.pk, world.alice.pk, code],
    )
    before = owner.execute("SELECT count(*) FROM cases_case").fetchone()
    assert send(case_file(), let[1], key).status_code == 409
    assert owner.execute("SELECT count(*) FROM cases_case").fetchone() == before


def test_nobody_writes_down_that_something_came_with_the_token_of_another(world, let):
    case = world.report(by=world.anna)
    with world.acting(world.anna) as actor, pytest.raises(Exception, match="row-level security"):
        Reception(
            case=case, token=let[0], key_digest="k", body_digest="b", answer="{}", received_at=actor.at
        ).save(force_insert=True)


def test_who_registers_no_reports_does_not_do_so_here_either(world, let):
    with world.acting(world.eve) as actor, refused(Denied):
        receptions.take(actor=actor, token=let[0], sent=Sent(str(uuid4()), b"{}", case_file()))


def test_when_the_line_breaks_before_the_answer_the_report_is_there_once(world, let, tmp_path):
    """The real server, with the settings of production: sent, cut off, and sent again."""
    before, body = cases(world), json.dumps(case_file()).encode()
    headers = {
        "Authorization": f"Bearer {let[1]}", "Idempotency-Key": str(uuid4()), "Content-Type": "application/json",
    }  # fmt: skip
    lines = [
        f"POST {URL} HTTP/1.1",
        f"Host: {HOST}",
        "X-Forwarded-Proto: https",
        f"Content-Length: {len(body)}",
    ]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with served(tmp_path / "log") as server:
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        status, said, page = server.ask("POST", URL, body, **headers)
        again = server.ask("POST", URL, body, **headers)
    assert status == 201, page
    assert again[2] == page
    assert "Set-Cookie" not in said
    assert cases(world) == before + 1
