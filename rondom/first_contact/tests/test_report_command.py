"""`rondom report`: a case file registered from the command line."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from rondom.cases.code import clean
from rondom.cases.models import Case
from rondom.first_contact.definitions import CODES
from tests.casuistry import NAMES, case_file
from tests.proof import everything, nothing_written

KEYS = [
    "code",
    "region",
    "status",
    "reported_at",
    "mdt_due_at",
    "mdt_meeting",
    "next_actor",
    "windows",
    "similar",
    "warnings",
]


@pytest.fixture
def file(tmp_path):
    """Writes data to a file, as JSON unless it is text already."""

    def write(data):
        path = tmp_path / "case.json"
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        return str(path)

    return write


def _report(path, username="alice", *more):
    said = StringIO()
    call_command("report", path, "--as", username, *more, stdout=said)
    (line,) = said.getvalue().splitlines()
    return json.loads(line)


def _faults(path, capsys, username="alice", *more):
    """What is said on stderr, line by line, when the file is refused; nothing is written."""
    with nothing_written(), pytest.raises(SystemExit) as stopped:
        call_command("report", path, "--as", username, *more)
    assert stopped.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    return shown.err.splitlines()


def test_a_report_is_registered_and_what_came_of_it_is_printed_on_one_line(world, file):
    answer = _report(file(case_file()))
    assert list(answer) == KEYS
    assert clean(answer["code"]) == answer["code"] != ""
    assert (answer["region"], answer["status"]) == ("north", "reported")
    assert (
        answer["next_actor"].items()
        >= {"organisation": world.csg.name, "person": "Carol", "action": "mdt"}.items()
    )
    with world.acting(world.alice):
        assert Case.objects.get().code == answer["code"]


def test_every_moment_is_a_whole_moment_and_the_mdt_is_due_24_hours_after_the_report(world, file):
    answer = _report(file(case_file()))
    moments = [answer[name] for name in ("reported_at", "mdt_due_at", "mdt_meeting")] + [
        answer["next_actor"]["due_at"]
    ]
    reported, due, meeting, next_due = (datetime.fromisoformat(text) for text in moments)
    assert all(moment.tzinfo for moment in (reported, due, meeting, next_due))
    assert (due - reported).total_seconds() == 24 * 3600
    assert next_due == due


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_the_demo_is_registered(name, world, file):
    assert _report(file(case_file(name)))["status"] == "reported"


def test_the_windows_stand_in_the_order_of_the_data_with_both_bounds_in_utc(world, file):
    answer = _report(file(case_file("DH-01")), "alice", "--at", "2026-03-29T12:00:00+02:00")
    assert [one["code"] for one in answer["windows"]] == CODES
    assert answer["windows"][0] == {
        "code": "PEP_72H",
        "state": "open",
        "closes_earliest": "2026-03-31T20:00:00+00:00",
        "closes_latest": "2026-03-31T22:00:00+00:00",
    }


def test_when_nobody_knows_how_long_ago_it_was_there_is_no_earliest_closing(world, file):
    answer = _report(file(case_file("DH-14")))
    assert {one["closes_earliest"] for one in answer["windows"]} == {None}
    assert {one["state"] for one in answer["windows"]} == {"doubtful"}
    assert all(datetime.fromisoformat(one["closes_latest"]).tzinfo for one in answer["windows"])


@pytest.mark.parametrize(
    "at", ["2026-10-25T02:30:00+01:00", "2026-01-10T12:00:00Z", "2026-01-10T13:00", "2024-02-29"]
)
@pytest.mark.parametrize("name", ["DH-02", "DH-05", "OB-15"])
def test_at_another_moment_a_file_gives_the_same_states(name, at, world, file):
    then, now = _report(file(case_file(name)), "alice", "--at", at), _report(file(case_file(name)))
    assert [one["state"] for one in then["windows"]] == [one["state"] for one in now["windows"]]
    reported = datetime.fromisoformat(at)
    reported = reported if reported.tzinfo else timezone.make_aware(reported)
    assert datetime.fromisoformat(then["reported_at"]) == reported - timedelta(
        hours=case_file(name)["reported_hours_ago"]
    )


WRONG_MOMENTS = {
    "to come": ("2099-01-01T10:00", "--at: this moment is still to come"),
    "no moment": ("gisteren", "--at: “gisteren” is not a moment, such as"),
    "nothing": ("", "--at: “” is not a moment, such as"),
    "half": ("2026-13-40", "--at: “2026-13-40” is not a moment, such as"),
}


@pytest.mark.parametrize("wrong", WRONG_MOMENTS)
def test_a_moment_that_is_none_or_still_to_come_is_refused_in_a_sentence(wrong, world, file, capsys):
    text, sentence = WRONG_MOMENTS[wrong]
    (line,) = _faults(file(case_file()), capsys, "alice", f"--at={text}")
    assert line.startswith(sentence)


def test_what_does_not_apply_can_stand_in_the_file(world, file):
    answer = _report(file(case_file("OB-13", windows_not_applicable={"EC_LNG_72H": "Volgens haar zelf."})))
    states = {one["code"]: one["state"] for one in answer["windows"]}
    assert (states["EC_LNG_72H"], states["EC_UPA_IUD_120H"]) == ("not_applicable", "open")


@pytest.mark.parametrize(
    ("judged", "field"),
    [
        ({"STI_9W": "Zo."}, "windows_not_applicable.STI_9W"),
        ({"PEP_72H": ""}, "windows_not_applicable.PEP_72H"),
        ({"PEP_72H": None}, "windows_not_applicable.PEP_72H"),
        ({"PEP_72H": 3}, "windows_not_applicable.PEP_72H"),
        (["PEP_72H"], "windows_not_applicable"),
    ],
)
def test_a_judgement_in_a_file_needs_a_known_window_and_a_reason(judged, field, world, file, capsys):
    (line,) = _faults(file(case_file(windows_not_applicable=judged)), capsys)
    assert line.startswith(f"{field}: ")


def test_every_fault_has_a_line_of_its_own_and_nothing_is_written(world, file, capsys):
    lines = _faults(file(case_file(channel="a\nb", title_nl="", wishes_nl=5)), capsys)
    assert [line.split(":")[0] for line in lines] == ["channel", "title_nl", "wishes_nl"]


BROKEN = {
    "empty": b"",
    "not JSON": b"{",
    "not text": b"\xff\xfe\x00",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "very deep": b"[" * 100_000,
    "a number without end": b"9" * 5000,
    "a list": b"[]",
    "text": b'"alles"',
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_file_that_is_no_case_file_is_refused_in_a_sentence(broken, world, file, capsys):
    for line in _faults(file(BROKEN[broken]), capsys):
        assert ": " in line


def test_a_file_that_is_not_there_is_refused_in_a_sentence(world, tmp_path, capsys):
    (line,) = _faults(str(tmp_path / "nothing.json"), capsys)
    assert line.startswith("file: ")


def test_a_region_where_the_organisation_does_not_work_is_refused(world, file, capsys):
    (line,) = _faults(file(case_file(region="south")), capsys)
    assert line.startswith("region: ")


def test_someone_who_is_not_known_registers_nothing(world, file):
    with nothing_written(), pytest.raises(CommandError, match="--as") as refusal:
        call_command("report", file(case_file()), "--as", "mallory")
    assert refusal.value.returncode == 2


def test_at_the_terminal_a_good_file_ends_with_0_and_one_line(own_database, world, rondom, file):
    done = rondom("report", file(case_file("OB-12")), "--as", "victor")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(json.loads(done.stdout)) == KEYS


def test_at_the_terminal_a_broken_file_ends_with_2_and_a_line_for_each_fault(
    own_database, world, rondom, file
):
    before = everything()
    done = rondom("report", file(case_file(channel="pigeon", title_nl="")), "--as", "alice")
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["channel", "title_nl"]
    assert everything() == before


@pytest.mark.parametrize("arguments", [["--as", "mallory"], []])
def test_at_the_terminal_a_wrong_call_ends_with_2_and_a_sentence(
    own_database, world, rondom, file, arguments
):
    before = everything()
    done = rondom("report", file(case_file()), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "--as" in done.stderr
    assert everything() == before
