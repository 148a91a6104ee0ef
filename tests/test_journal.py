"""Nothing that anyone typed lands in what the server or the database says, in an error page, or in a header."""

import json
import logging
import logging.config
import re
from io import StringIO

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from rondom.core import embedded
from rondom.core.journal import Bare
from tests.attack import connect
from tests.served import HOST, Served, served
from tests.world import World

NAME, PHONE, STORY = "kanarienaam", "0612345678kanarie", "kanarieverhaal"
CANARIES = ("kanarie", "0612345678")
NOBODY = "00000000-0000-4000-8000-000000000000"
REPORT = {"name": NAME, "phone": PHONE, "story": STORY}
MANY = {**REPORT, **{f"f{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)}}
TOO_MUCH = str(settings.BODY_MAX_BYTES + 1)
ASKED = f"?code={NAME}&q={PHONE}"


@pytest.fixture(scope="module")
def site(own_database, tmp_path_factory, django_db_blocker) -> Served:
    """The server, with Alice signed in and the token of a form in her browser."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("server") / "log") as found:
        found.sign_in(World().alice)
        assert found.ask("GET", reverse("first_contact:new"))[0] == 200
        yield found


_NEXT = re.compile(r'name="next" value="[^"]*"')


def database_log() -> str:
    """All that the database server wrote."""
    return (embedded.data_folder() / "cluster" / "server.log").read_text(errors="replace")


def no_canary(site: Served, answer: tuple[int, str, str], *, typed_stays: bool = False) -> None:
    """No canary sings; only a page with a form gives back what was typed in it.

    Every page knows its own address, for the way back after choosing a language: that is no news to who asked it.
    """
    _status, headers, page = answer
    page = _NEXT.sub("", page)
    for place in (site.said, database_log(), headers, *([] if typed_stays else [page])):
        for canary in CANARIES:
            assert canary not in place


# The status, how it is provoked, and whether the page is a form that keeps what was typed.
PROVOKED = {
    "too many fields": (400, lambda site: site.send(reverse("first_contact:new"), MANY), False),
    "a body that is no form": (
        400,
        lambda site: site.ask(
            "POST",
            f"/melding/nieuw/{ASKED}",
            STORY.encode(),
            Content_Type="multipart/form-data",
            X_CSRFToken=site.cookies["__Host-csrf"],
            Origin=f"https://{HOST}",
        ),
        False,
    ),
    "another host": (400, lambda site: site.ask("GET", f"/vandaag/{ASKED}", Host=f"{NAME}.example"), False),
    "no token": (
        403,
        lambda site: site.send(reverse("first_contact:new") + ASKED, REPORT, token=False),
        False,
    ),
    "not the chair": (
        403,
        lambda site: site.send(reverse("triage:close", args=["north"]) + ASKED, REPORT),
        True,
    ),
    "no such page": (404, lambda site: site.ask("GET", f"/{NAME}/{ASKED}"), False),
    "no such case": (404, lambda site: site.ask("GET", reverse("case", args=[NOBODY]) + ASKED), False),
    "not this method": (405, lambda site: site.ask("GET", reverse("sign_out") + ASKED), False),
    "a method of their own": (403, lambda site: site.ask("KANARIE", reverse("today") + ASKED), False),
    "something is missing": (422, lambda site: site.send(reverse("first_contact:new"), REPORT), True),
    "more than a request may hold": (
        413,
        lambda site: site.ask("POST", f"/melding/nieuw/{ASKED}", STORY.encode(), Content_Length=TOO_MUCH),
        False,
    ),
}


@pytest.mark.parametrize("what", PROVOKED)
def test_a_refused_request_leaves_no_word_of_it(what, site):
    status, provoke, typed_stays = PROVOKED[what]
    answer = provoke(site)
    assert answer[0] == status
    no_canary(site, answer, typed_stays=typed_stays)


def test_what_cannot_be_done_now_leaves_no_word_of_it(site):
    world = World()
    case = world.report()
    site.sign_in(world.alice)
    answer = site.send(reverse("triage:decide", args=["north", case.pk]), REPORT)
    assert answer[0] == 409
    no_canary(site, answer, typed_stays=True)


GOOD = {
    **REPORT,
    "region": "north",
    "channel": "csg",
    "sentence": STORY,
    "involved-TOTAL_FORMS": "0",
    "involved-INITIAL_FORMS": "0",
}


def test_a_fault_of_ours_leaves_no_word_of_it(site, owner):
    """The database refuses the very statement that carries what was told."""
    site.sign_in(World().alice)
    owner.execute("REVOKE INSERT ON cases_person, cases_entry FROM rondom_app")
    try:
        answer = site.send(reverse("first_contact:new"), GOOD)
    finally:
        owner.execute("GRANT INSERT ON cases_person, cases_entry TO rondom_app")
    assert answer[0] == 500
    no_canary(site, answer)
    last = json.loads(site.said.strip().splitlines()[-1])
    assert (last["status"], last["view"], last["method"]) == (500, "first_contact:new", "POST")
    assert last["error"][0]["kind"] == "django.db.utils.ProgrammingError"
    assert any("rondom.first_contact.views" in step for step in last["error"][0]["way"])


def test_a_database_that_is_gone_leaves_no_word_of_it(site, owner):
    name = owner.info.dbname
    connection.close()
    site.sign_in(World().alice)
    with connect() as session:
        owner.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 0")
        session.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
    try:
        answer = site.send(reverse("first_contact:new"), GOOD)
        health = site.ask("GET", "/healthz")
    finally:
        owner.execute(f"ALTER DATABASE {name} CONNECTION LIMIT -1")
    assert (answer[0], health[0]) == (500, 503)
    no_canary(site, answer)


def test_every_line_of_the_server_is_one_record_in_utc(site):
    site.ask("GET", f"/{NAME}%0a%0d{{}}/")
    lines = [json.loads(line) for line in site.said.splitlines()]
    assert lines
    assert all(line["at"].endswith("+00:00") and line["level"] and line["logger"] for line in lines)


def test_a_statement_that_fails_is_not_quoted_by_the_database(own_database):
    connection.close()
    with pytest.raises(Exception, match=NAME), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT '{NAME}'::uuid")
    with pytest.raises(Exception, match=NAME), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::text::date", [NAME])
    assert "kanarie" not in database_log()


def logged(say) -> str:
    """What the settings of every server make of a record."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Bare())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        say(logger)
    finally:
        logger.removeHandler(handler)
    return out.getvalue()


def test_an_exception_is_told_by_its_kind_and_way_alone():
    def say(logger):
        story = STORY
        try:
            try:
                int(story)
            except ValueError as error:
                raise LookupError(NAME) from error
        except LookupError:
            logger.exception("Failed for %s", PHONE)

    line = json.loads(logged(say))
    assert "kanarie" not in str(line)
    assert line["said"] == "Failed for %s"
    assert [one["kind"] for one in line["error"]] == ["builtins.LookupError", "builtins.ValueError"]
    assert line["error"][0]["way"][-1].endswith(" say")


def test_a_message_that_was_filled_in_beforehand_is_told_by_its_place_alone():
    filled_in = f"Failed for {NAME}"
    line = json.loads(logged(lambda logger: logger.warning(filled_in)))
    assert "said" not in line
    assert line["place"].startswith("test_journal:")


def test_every_logger_says_it_in_this_way_and_nothing_is_mailed():
    configured = settings.LOGGING
    assert configured["formatters"]["bare"]["()"] == "rondom.core.journal.Bare"
    assert {handler["formatter"] for handler in configured["handlers"].values()} == {"bare"}
    names = [
        "django",
        "django.request",
        "django.security",
        "django.template",
        "django.db.backends",
        "procrastinate",
    ]
    for name in names:
        for handler in logging.getLogger(name).handlers:
            assert isinstance(handler.formatter, Bare), name
