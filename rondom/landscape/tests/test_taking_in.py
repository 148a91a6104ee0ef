"""A sheet of services comes in row by row; a wrong row is left out and stops no other."""

import pytest
from django.utils import timezone

from rondom.audit.models import Event
from rondom.core.errors import WrongStep
from rondom.landscape import directory, importing
from rondom.landscape.actions import facts
from rondom.landscape.terms import Field
from tests.proof import refused

TODAY = timezone.localdate()
SHEET = "id,phone,phone_hours,source,verified_on,unverified\r\n"


def rows(text):
    return importing.read(text.encode(), directory.current(), TODAY)


def test_a_sheet_is_taken_in_row_by_row(world, editor):
    found = rows(
        SHEET
        + f"shn,0900-1234,mo-fr 09:00-17:00,site,{TODAY},phone_hours\r\n"
        + f"fier,not a number,,site,{TODAY},\r\n"
        + f"csg,0800-0432,,site,{TODAY},\r\n"
        + f"mores,070-1234567 verify,,site,{TODAY},\r\n"
        + f"shn,0900-1234,,site,{TODAY},\r\n"
        + f"new-one,070-1234567,,site,{TODAY},\r\n"
        + "luisterlijn,,,site,,\r\n"
        + "de-waag,030-1234567,,,,\r\n"
        + "comensha,033-4481186,,site,2099-01-01,\r\n"
    )
    faults = {row.line: row.fault for row in found if row.fault}
    assert list(faults) == [3, 4, 6, 7, 9, 10]
    assert "digits" in faults[3]
    assert "0800-0188" in faults[4]
    assert "twice" in faults[6]
    assert "Missing: name" in faults[7]
    assert "source" in faults[9]
    assert "verified_on" in faults[10]
    with world.acting(editor) as actor:
        facts.take_in(actor=actor, rows=found)
        places = directory.current().by_slug
        assert places["shn"].shown(Field.PHONE, TODAY) == {"number": "0900-1234"}
        assert places["shn"].shown(Field.PHONE_HOURS, TODAY) is None  # unverified
        assert places["mores"].value(Field.PHONE) == {"number": "070-1234567"}
        assert places["mores"].shown(Field.PHONE, TODAY) is None
        assert places["luisterlijn"].shown(Field.PHONE, TODAY) == {
            "number": "088-0767000"
        }  # empty changes nothing
        assert Event.objects.get(verb="landscape:taken_in").data == {"services": ["shn", "mores"]}
        with refused(WrongStep, "says something new"):
            facts.take_in(actor=actor, rows=rows(SHEET + f"shn,0900-1234,,site,{TODAY},\r\n"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "names the columns"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"name;phone\r\nx;y", "names the columns"),
        (b"id,colour\r\nx,red", "colour"),
        (b"id\r\nx\0y", "not a sheet"),
        (b'id,source\r\n"open,x', "not a sheet"),
        (b"id\r\n" + b"x\r\n" * 6001, "At most 6000"),
    ],
)
def test_what_is_no_sheet_is_refused_whole(content, words):
    with pytest.raises(importing.Unreadable, match=words):
        importing.read(content, directory.Directory(None, ()), TODAY)


@pytest.mark.parametrize(
    "row", ["<script>,1,,x,,", "a" * 99 + ",1,,x,,", "🦊,1,,x,,", ",,,,,", "shn,1,2,3,4,5,6,7"]
)
@pytest.mark.django_db
def test_a_strange_row_is_a_fault_and_stops_no_other(row):
    strange, fine = rows(f"{SHEET}{row}\r\nmores,070-1234567,,site,{TODAY},\r\n")
    assert strange.fault
    assert (fine.slug, fine.fault, fine.fields) == ("mores", "", ["phone"])
