"""Case files: all that come with the demo can be registered, and what is wrong with another is said field by field."""

from datetime import UTC, datetime, timedelta

import pytest

from rondom.cases.models import Category
from rondom.first_contact.actions import reports
from rondom.first_contact.casefile import BrokenFile, read
from tests.casuistry import NAMES, case_file, changed, without
from tests.proof import nothing_written

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MISSING = object()
LONG = "x" * 20_001

# Where, what stands there, and the field that the fault names.
BROKEN = [
    (("region",), MISSING, "region"),
    (("region",), None, "region"),
    (("region",), "atlantis", "region"),
    (("region",), "North", "region"),
    (("region",), "north\x00", "region"),
    (("region",), "\ud800", "region"),
    (("region",), 5, "region"),
    (("region",), ["north"], "region"),
    (("channel",), MISSING, "channel"),
    (("channel",), "pigeon", "channel"),
    (("channel",), "csg\nregion: gelogen", "channel"),
    (("channel",), {"a": 1}, "channel"),
    (("title_nl",), MISSING, "title_nl"),
    (("title_nl",), "", "title_nl"),
    (("title_nl",), "   ", "title_nl"),
    (("title_nl",), 5, "title_nl"),
    (("title_nl",), "x" * 501, "title_nl"),
    (("title_nl",), "a\x00b", "title_nl"),
    (("title_nl",), "a\udfffb", "title_nl"),
    (("reported_hours_ago",), MISSING, "reported_hours_ago"),
    (("reported_hours_ago",), -1, "reported_hours_ago"),
    (("reported_hours_ago",), float("nan"), "reported_hours_ago"),
    (("reported_hours_ago",), float("inf"), "reported_hours_ago"),
    (("reported_hours_ago",), 10**400, "reported_hours_ago"),
    (("reported_hours_ago",), "5", "reported_hours_ago"),
    (("reported_hours_ago",), True, "reported_hours_ago"),
    (("reporter",), MISSING, "reporter"),
    (("reporter",), "victim", "reporter"),
    (("reporter", "role"), "neighbour", "reporter.role"),
    (("reporter", "note_nl"), 7, "reporter.note_nl"),
    (("reporter", "note_nl"), "x" * 2001, "reporter.note_nl"),
    (("story_nl",), LONG, "story_nl"),
    (("story_nl",), ["a"], "story_nl"),
    (("wishes_nl",), "a\ud800", "wishes_nl"),
    (("event",), MISSING, "event"),
    (("event",), [], "event"),
    (("event", "earliest_hours_before_report"), 1, "event.earliest_hours_before_report"),
    (("event", "earliest_hours_before_report"), -1, "event.earliest_hours_before_report"),
    (("event", "latest_hours_before_report"), "gisteren", "event.latest_hours_before_report"),
    (("event", "latest_hours_before_report"), 1e9, "event.latest_hours_before_report"),
    (("event", "uncertain"), "ja", "event.uncertain"),
    (("event", "ongoing"), 0, "event.ongoing"),
    (("event", "place_kind"), "moon", "event.place_kind"),
    (("event", "violence_types"), "sexual_violence", "event.violence_types"),
    (("event", "violence_types"), ["arson"], "event.violence_types"),
    (("event", "violence_types"), [["sexual_violence"]], "event.violence_types"),
    (("event", "dependency_relation"), "boss", "event.dependency_relation"),
    (("persons",), {}, "persons"),
    (("persons",), None, "persons"),
    (("persons", 0), "Lotte", "persons[0]"),
    (("persons", 0, "role"), MISSING, "persons[0].role"),
    (("persons", 0, "role"), [], "persons[0].role"),
    (("persons", 1, "role"), "perpetrator", "persons[1].role"),
    (("persons", 0, "name"), "x" * 121, "persons[0].name"),
    (("persons", 0, "birth_year"), 1066, "persons[0].birth_year"),
    (("persons", 0, "birth_year"), 1998.5, "persons[0].birth_year"),
    (("persons", 0, "birth_year"), "1998", "persons[0].birth_year"),
    (("persons", 0, "gender"), "female", "persons[0].gender"),
    (("persons", 0, "languages"), "nl", "persons[0].languages"),
    (("persons", 0, "languages"), ["nederlands"], "persons[0].languages"),
    (("persons", 0, "languages"), ["nl\n"], "persons[0].languages"),
    (("persons", 0, "needs"), [None], "persons[0].needs"),
    (("persons", 0, "needs"), ["x" * 41], "persons[0].needs"),
    (("persons", 1, "relation_to_victim"), {"a": 1}, "persons[1].relation_to_victim"),
    (("persons", 0, "safe_contact"), "bel maar", "persons[0].safe_contact"),
    (("persons", 0, "safe_contact", "phone_ok"), "ja", "persons[0].safe_contact.phone_ok"),
    (("persons", 0, "safe_contact", "hours_nl"), "x" * 201, "persons[0].safe_contact.hours_nl"),
    (("persons", 0, "safe_contact", "code_word"), "x" * 61, "persons[0].safe_contact.code_word"),
    (("consents",), "alles", "consents"),
    (("consents", 0), [], "consents[0]"),
    (("consents", 0, "to"), MISSING, "consents[0].to"),
    (("consents", 0, "to"), "press", "consents[0].to"),
    (("consents", 0, "to"), "other:" + "x" * 81, "consents[0].to"),
    (("consents", 0, "categories"), "story", "consents[0].categories"),
    (("consents", 0, "categories"), ["gossip"], "consents[0].categories"),
    (("consents", 0, "categories"), [["story"]], "consents[0].categories"),
    (("consents", 0, "categories"), [{}], "consents[0].categories"),
    (("consents", 0, "given"), MISSING, "consents[0].given"),
    (("consents", 0, "given"), "ja", "consents[0].given"),
    (("consents", 1, "words_nl"), "x" * 2001, "consents[1].words_nl"),
]  # fmt: skip


IDS = [f"{field} {place}" for place, (_, _, field) in enumerate(BROKEN)]


@pytest.mark.parametrize(("path", "value", "field"), BROKEN, ids=IDS)
def test_a_broken_field_gives_its_one_fault_and_nothing_is_written(path, value, field, db):
    data = without(case_file(), path) if value is MISSING else changed(case_file(), path, value)
    if field in {"consents[0]", "persons[0]"}:
        data = changed(data, path[:1], [value])  # nothing else can be wrong with what is no object
    with nothing_written(), pytest.raises(BrokenFile) as broken:
        read(data, NOW)
    fields = [fault.split(": ", 1)[0] for fault in broken.value.faults]
    assert field in fields
    assert all(each == field or each.startswith(f"{field}.") for each in fields), fields
    assert all(len(fault.splitlines()) == 1 for fault in broken.value.faults)


def test_all_faults_of_a_file_are_told_at_once(db):
    data = case_file(channel="pigeon", title_nl="", persons=[{"role": "victim", "birth_year": 1}])
    with pytest.raises(BrokenFile) as broken:
        read(data, NOW)
    assert [fault.split(":")[0] for fault in broken.value.faults] == [
        "channel",
        "title_nl",
        "persons[0].birth_year",
    ]


@pytest.mark.parametrize("data", [None, [], "file", 5, True])
def test_what_is_no_object_is_no_case_file(data, db):
    with pytest.raises(BrokenFile):
        read(data, NOW)


@pytest.mark.parametrize("name", NAMES)
def test_every_case_file_of_the_demo_can_be_registered(name, world):
    registrar = world.alice
    with world.acting(registrar) as actor:
        case = reports.register(actor=actor, intake=read(case_file(name), actor.at))
    assert world.held(registrar, case)


@pytest.mark.parametrize("name", NAMES)
def test_moments_are_counted_back_from_the_report(name, db):
    data = case_file(name)
    intake = read(data, NOW)
    assert NOW - intake.reported_at == timedelta(hours=data["reported_hours_ago"])
    for field, moment in [("earliest", intake.incident.earliest), ("latest", intake.incident.latest)]:
        hours = data["event"][f"{field}_hours_before_report"]
        assert moment == (None if hours is None else intake.reported_at - timedelta(hours=hours))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_a_person_or_an_answer_gets_lost(name, db):
    data = case_file(name)
    intake = read(data, NOW)
    assert [person["name"] for person in intake.people] == [
        (one["name"] or "").strip() for one in data["persons"]
    ]
    assert [answer.given for answer in intake.answers] == [one["given"] for one in data["consents"]]
    assert [answer.words for answer in intake.answers] == [one["words_nl"] for one in data["consents"]]
    categories = {category.name.lower(): category for category in Category}
    for answer, consent in zip(intake.answers, data["consents"], strict=True):
        assert answer.categories == sum(categories[name] for name in consent["categories"])


def test_little_needs_to_be_known(db):
    known = ["region", "reported_hours_ago", "channel", "title_nl"]
    data = {name: case_file()[name] for name in known} | {"reporter": {}, "event": {}}
    intake = read(data, NOW)
    assert (intake.story, intake.people, intake.answers) == ("", [], [])
    assert (intake.incident.earliest, intake.incident.uncertain, intake.incident.place_kind) == (
        None,
        True,
        "unknown",
    )
