"""The editor is reminded, by the worker, of what expires; and a sheet comes in by a command."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone, translation

from conftest import environment
from rondom.core import embedded
from rondom.landscape import directory, lists
from rondom.landscape.actions import proposals
from rondom.landscape.models import Service
from rondom.landscape.terms import Field
from tests.browse import signed_in, words

TODAY = timezone.localdate()


def test_who_serves_cannot_remind(world, editor):
    with (
        world.acting(editor),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute("SELECT remind_of_expiring(30)")


@translation.override("en")
def test_a_sheet_comes_in_by_a_command_with_a_line_for_every_row(world, editor, tmp_path, capsys):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"id,phone,source,verified_on\nshn,0900-1234,site,{TODAY}\nfier,bel,site,{TODAY}\n")
    call_command("take_in_services", str(sheet), "--check", by="dave")
    assert directory.current().by_slug["shn"].value(Field.PHONE) == {"number": "0900-0101"}
    call_command("take_in_services", str(sheet), by="dave")
    said = capsys.readouterr().out
    assert "2\tshn\tchanged: phone" in said
    assert "3\tfier\tleft out: phone: A number has digits" in said
    assert directory.current().by_slug["shn"].shown(Field.PHONE, TODAY) == {"number": "0900-1234"}
    with pytest.raises(CommandError, match="Only the editor"):
        call_command("take_in_services", str(sheet), by="alice")
    with pytest.raises(CommandError, match="No such file"):
        call_command("take_in_services", str(tmp_path / "none.csv"), by="dave")


def test_the_editor_reads_on_today_what_waits(world, editor):
    with world.acting(world.bob) as actor:
        service = Service.objects.get(slug="shn")
        proposals.propose(
            actor=actor,
            service=service,
            slug="shn",
            changes={"phone": {"number": "0900-1234"}},
            source="x",
            checked_on=TODAY,
        )
        assert lists.waiting(actor) == 0
    assert "1 proposed change to the landscape waits for you." in words(signed_in(editor).get("/vandaag/"))
    assert "landscape waits" not in words(signed_in(world.bob).get("/vandaag/"))


REMIND = "from rondom.landscape.tasks import remind; remind()"


def test_the_worker_reminds_once_of_what_expires(own_database, owner, world):
    """In a process of its own, as the worker: a service whose facts expire within a month, once for each first day."""
    soon = TODAY + timedelta(days=10)
    owner.execute(
        "UPDATE landscape_fact SET expires_on = %s WHERE field = 'phone' AND ends_at IS NULL AND service_id ="
        " (SELECT id FROM landscape_service WHERE slug = 'kindertelefoon')",
        [soon],
    )
    for _turn in range(2):
        code = f"import django; django.setup(); {REMIND}"
        subprocess.run(
            [sys.executable, "-c", code],
            env={**environment(owner.info.dbname), "RONDOM_ROLE": "worker"},
            check=True,
            cwd=embedded.ROOT,
        )
    rows = owner.execute(
        "SELECT slug, first_on FROM landscape_reminder JOIN landscape_service s ON s.id = service_id"
    ).fetchall()
    assert rows == [("kindertelefoon", soon)]
    events = owner.execute("SELECT count(*) FROM audit_event WHERE verb = 'landscape:reminded'").fetchone()
    assert events == (1,)
