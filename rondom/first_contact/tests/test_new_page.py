"""The page on which a first report is noted."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.models import Case, Category, Entry, Grant, Person
from rondom.first_contact.models import Report
from rondom.sharing.models import Consent
from tests.browse import field, markup, nothing_changed, signed_in, title, words

NEW = "/melding/nieuw/"
ROWS = {"involved-TOTAL_FORMS": "3", "involved-INITIAL_FORMS": "0"}


def _sent(world, **fields):
    return {"region": "north", **ROWS, **fields}


def _folds(response):
    """The parts of the page by name, and whether each is open."""
    found = re.findall(r'<details class="rd-sec" id="(\w+)"( open)?>', markup(response))
    return {name: bool(is_open) for name, is_open in found}


def _moment(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_the_page_says_what_is_required_and_when_the_mdt_will_discuss_it(world):
    page = signed_in(world.alice).get(NEW)
    said = words(page)
    assert page.status_code == 200
    assert title(page) == "New report – Rondom"
    assert "Only part 1 is required." in said
    assert "Immediate danger? Call 112" in said
    assert re.search(r"24 hours until the MDT tomorrow \d\d:\d\d If you register now", said)


def test_only_the_first_part_is_open_at_first(world):
    folds = _folds(signed_in(world.alice).get(NEW))
    assert list(folds) == ["start", "when", "contact", "people", "story", "wishes", "safety", "consent"]
    assert [name for name, is_open in folds.items() if is_open] == ["start"]


def test_before_the_consents_it_says_that_police_sit_in_the_mdt_and_what_the_prosecutor_can_do(world):
    said = words(signed_in(world.alice).get(NEW))
    police = said.index("The police also sit in the MDT.")
    prosecutor = said.index("without a criminal complaint (“ambtshalve”)")
    assert police < prosecutor < said.index("Everything they need")
    assert said.count("Not asked yet") == 5  # four receivers, and what it means


def test_yes_no_and_do_not_know_can_each_be_chosen(world):
    page = markup(signed_in(world.alice).get(NEW))
    for question in ["ongoing", "phone_ok", "text_ok", "voicemail_ok", "shared_device"]:
        assert re.findall(rf'name="{question}" value="(\w*)"', page) == ["yes", "no", "unknown"]


def test_a_region_is_asked_only_of_who_works_in_several(world):
    assert 'type="hidden"' in field(signed_in(world.alice).get(NEW), "region")
    both = signed_in(world.victor).get(NEW)
    assert field(both, "region").startswith("<select")
    assert "Regio north" in words(both)


def test_who_does_not_give_help_reads_that_they_cannot_register(world):
    page = signed_in(world.eve).get(NEW)
    assert page.status_code == 403
    assert "You cannot do this" in words(page)


def test_nothing_filled_in_registers_nothing_and_says_what_is_missing(world):
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, _sent(world))
    said = words(page)
    assert page.status_code == 422
    assert "How did this reach you? Choose one." in said
    assert "What is it about, in one sentence? Write one sentence." in said
    assert "Nothing is registered yet. What you wrote is still on this page." in said
    assert 'href="#id_channel_0"' in markup(page)
    assert 'href="#id_sentence"' in markup(page)


def test_after_an_error_everything_typed_still_stands_there(world):
    typed = {
        "sentence": "Iemand vraagt hulp.",
        "event_latest": "2099-01-01T10:00",
        "phone": "06 12345678",
        "contact_hours": "Na tien uur",
        "code_word": "tuincentrum",
        "name": "Lotte",
        "birth_year": "1800",
        "involved-2-name": "Henk",
        "story": "Zij zei: <b>ik wil</b> rust.",
        "wishes": "Een dokter.",
        "consent-police-words": "Liever niet.",
    }
    chosen = {
        "channel": "csg",
        "voicemail_ok": "no",
        "violence_types": ["stalking"],
        "consent-csg-scope": "all",
    }
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, _sent(world, **typed, **chosen))
    said = words(page)
    assert page.status_code == 422
    for name, text in typed.items():
        shown = text.replace("<", "&lt;").replace(">", "&gt;")
        assert shown in field(page, name), name
    for name, value in [("channel", "csg"), ("voicemail_ok", "no"), ("violence_types", "stalking")]:
        assert re.search(rf'name="{name}" value="{value}" id="[^"]*" checked', markup(page)), name
    assert "At the latest: This moment is still to come." in said
    assert "Year of birth: Write a year, such as 1998." in said
    assert "Who is this? Several are possible: Choose who this is: Henk." in said
    assert "Police: Choose the answer that these words belong to." in said


def test_after_an_error_every_part_that_holds_something_is_open(world):
    page = signed_in(world.alice).post(NEW, _sent(world, sentence="x", phone="06", birth_year="oud"))
    folds = _folds(page)
    assert [name for name, is_open in folds.items() if is_open] == ["start", "contact", "people"]
    states = re.findall(r'<li class="([\w-]*)"><a href="#\w+">', markup(page))
    assert states == ["is-wrong", "", "is-begun", "is-wrong", "", "", "", ""]


def test_the_earliest_moment_may_not_come_after_the_latest(world):
    with world.acting(world.alice) as actor:
        now = actor.at
    moments = {
        "event_earliest": _moment(now - timedelta(hours=2)),
        "event_latest": _moment(now - timedelta(hours=5)),
    }
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, _sent(world, channel="csg", sentence="Hulp.", **moments))
    assert "At the latest: This is before the earliest moment." in words(page)


def test_a_channel_and_one_sentence_are_enough(world):
    page = signed_in(world.alice).post(
        NEW, _sent(world, channel="school", sentence="Een leraar belt."), follow=True
    )
    with world.acting(world.alice):
        case = Case.objects.get()
        assert Report.objects.get().channel == "school"
        assert not Person.objects.exists()
        assert not Consent.objects.exists()
    assert page.redirect_chain == [(f"/zaken/{case.pk}/", 302)]
    assert "The report is registered. The clock of 24 hours runs." in words(page)


def test_a_whole_report_is_registered_as_it_was_filled_in(world):
    with world.acting(world.alice) as actor:
        then = (actor.at - timedelta(hours=6)).replace(second=0, microsecond=0)
    filled = {
        "channel": "csg",
        "sentence": "Een vrouw vraagt hulp.",
        "event_earliest": _moment(then),
        "event_latest": _moment(then),
        "ongoing": "unknown",
        "phone": "06 12345678",
        "phone_ok": "yes",
        "voicemail_ok": "no",
        "shared_device": "unknown",
        "name": "Lotte",
        "birth_year": "1998",
        "involved-0-roles": ["possible_perpetrator"],
        "involved-0-name": "Henk",
        "story": "Wat zij vertelde.",
        "consent-csg-scope": "all",
        "consent-csg-words": "Jullie mogen alles weten.",
        "consent-police-scope": "none",
        "consent-police-words": "Geen politie.",
        "consent-veilig_thuis-scope": "later",
    }
    assert signed_in(world.alice).post(NEW, _sent(world, **filled)).status_code == 302
    with world.acting(world.alice):
        report = Report.objects.get()
        people = {person.name: person for person in Person.objects.all()}
        lotte = people["Lotte"]
        given = {consent.receiver_kind: consent.given for consent in Consent.objects.all()}
        shared = {grant.organisation_id: grant.categories for grant in Grant.objects.all()}
        said = {entry.text for entry in Entry.objects.filter(kind="consent_words")}
        assert people["Henk"].category == Category.PERPETRATOR
    assert (report.event_earliest, report.event_uncertain, report.ongoing) == (then, False, None)
    assert (lotte.phone_ok, lotte.text_ok, lotte.voicemail_ok, lotte.shared_device) == (
        True,
        None,
        False,
        None,
    )
    assert given == {"csg": True, "police": False}
    assert said == {"Jullie mogen alles weten.", "Geen politie."}
    assert world.police.pk not in shared
    assert shared[world.vt.pk] == Category.CASE


@pytest.mark.parametrize(
    "broken", [{"involved-TOTAL_FORMS": "x"}, {"region": "elsewhere"}, {"channel": "pigeon"}]
)
def test_what_no_form_of_ours_sends_registers_nothing(world, broken):
    sent = _sent(world, channel="csg", sentence="Hulp.") | broken
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, sent)
    assert page.status_code == 422
    assert "Hulp." in field(page, "sentence")


def test_nobody_registers_without_signing_in(world, client):
    with nothing_changed():
        page = client.post(NEW, _sent(world, channel="csg", sentence="Hulp."))
    assert page.status_code == 302
    assert page["Location"].startswith("/inloggen/")


def test_someone_may_be_several_and_forty_people_are_the_most(world):
    rows = {"involved-TOTAL_FORMS": "200", "involved-INITIAL_FORMS": "0"}
    many = {f"involved-{n}-name": f"Naam {n}" for n in range(200)} | {
        f"involved-{n}-roles": "bystander" for n in range(200)
    }
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, _sent(world, channel="csg", sentence="Hulp.") | rows | many)
    assert page.status_code == 422
    assert "40" in words(page)
    assert "Naam 199" in field(page, "involved-199-name")
    both = {
        "involved-0-name": "Henk",
        "involved-0-roles": ["relative", "possible_perpetrator"],
        "involved-0-birth_year": "1970",
    }
    assert alice.post(NEW, _sent(world, channel="csg", sentence="Hulp.", **both)).status_code == 302
    with world.acting(world.alice):
        person = Person.objects.get()
        assert (person.roles, person.birth_year) == (["relative", "possible_perpetrator"], 1970)
        assert person.category == Category.PERPETRATOR


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("birth_year", "1850", "Year of birth: Write a year, such as 1998."),
        ("birth_year", "2031", "Year of birth: Write a year, such as 1998."),
        ("story", "a" * 50_000, "at most 20000 characters"),
        ("event_earliest", "2099-01-01T10:00", "At the earliest: This moment is still to come."),
        ("municipality", "Nergenshuizen", "Rondom does not know this municipality."),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_nothing_is_lost(world, name, value, sentence):
    rest = {"channel": "csg", "sentence": "Hulp \u202e עזרה مساعدة e\u0301", "wishes": "Rust."}
    alice = signed_in(world.alice)
    with nothing_changed():
        page = alice.post(NEW, _sent(world, **rest, **{name: value}))
    assert page.status_code == 422
    assert sentence in words(page)
    assert value in field(page, name)
    assert rest["sentence"] in field(page, "sentence")
