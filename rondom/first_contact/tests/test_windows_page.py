"""The acute windows of a case: on their own page, on that of the case, and in Today."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.audit.models import Event
from rondom.cases.models import Category
from rondom.first_contact.intake import Incident
from rondom.first_contact.models import WindowStep
from tests.browse import markup, nothing_changed, signed_in, title, words
from tests.statements import ON_A_CASE, few
from tests.world import yes

TODAY = "/vandaag/"
ADVICE = "/melding/voor-u-komt/"
MAN = [{"roles": ["victim"], "name": "Sam", "gender": "m"}]
STORY = [Category.IDENTITY, Category.STORY]


def _at(case):
    return f"/zaken/{case.pk}/termijnen/"


def _moment(hours):
    return timezone.localtime(timezone.now() - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def _send(world, case, who="alice", **fields):
    return signed_in(getattr(world, who)).post(_at(case), {"window": "PEP_72H", "kind": "offered", **fields})


def _ago(world, hours):
    with world.acting(world.alice) as actor:
        moment = actor.at - timedelta(hours=hours)
    return Incident(moment, moment, uncertain=False)


# A page of their own


def test_the_page_shows_every_window_with_both_bounds_its_source_and_that_nobody_confirmed_it(world):
    page = signed_in(world.alice).get(_at(world.report()))
    said = words(page)
    assert re.fullmatch(r"Windows \w{3}-\w{3} – Rondom", title(page))
    for name in (
        "HIV medicine (PEP)",
        "Emergency contraception (levonorgestrel)",
        "Hepatitis B",
        "Trace evidence",
    ):
        assert name in said
    assert said.count("closes at the earliest") == said.count("closes at the latest") == 5
    assert said.count("Not yet medically confirmed.") == 5
    assert said.count("Source:") == 5
    assert markup(page).count('class="rd-winbar rd-k--') == 5


def test_a_step_is_noted_with_its_moment_and_the_page_tells_who_and_when(world):
    case = world.report()
    done = _send(world, case, when=_moment(1))
    assert (done.status_code, done.headers["Location"]) == (302, _at(case))
    said = words(signed_in(world.alice).get(_at(case)))
    assert re.search(r"What was noted Offered (today|yesterday) \d\d:\d\d, Alice \(Organisatie csg\)", said)
    assert "Take back what was noted last HIV medicine (PEP)" in said


def test_what_does_not_apply_says_why_and_can_be_overruled(world):
    case = world.report(people=MAN)
    said = words(signed_in(world.alice).get(_at(case)))
    assert said.count("The person is recorded as a man. A person can say that it does apply.") == 2
    assert said.count("Does apply after all Emergency contraception") == 2
    again = _send(world, case, window="EC_LNG_72H", kind="applies", reason="Hij vertelt dat het kan.")
    assert again.status_code == 302
    assert words(signed_in(world.alice).get(_at(case))).count("The person is recorded as a man.") == 1


def test_what_was_taken_back_can_still_be_read(world):
    case = world.report()
    _send(world, case, kind="not_applicable", reason="Volgens haar zelf.")
    with world.acting(world.alice):
        step = WindowStep.objects.get()
    done = signed_in(world.alice).post(f"{_at(case)}{step.pk}/terugnemen/")
    assert done.headers["Location"] == _at(case)
    said = words(signed_in(world.alice).get(_at(case)))
    assert re.search(
        r"Does not apply taken back (today|yesterday) \d\d:\d\d, Alice: Volgens haar zelf\.", said
    )
    assert "Take back" not in said


WRONG = {
    "nothing chosen": ({"window": "", "kind": ""}, "Choose a window below, and what happened."),
    "another window": ({"window": "STI_9W"}, "Choose a window below, and what happened."),
    "no kind": ({"kind": ""}, "Choose one."),
    "another kind": ({"kind": "applies"}, "Choose from the list."),
    "no reason": ({"kind": "not_applicable"}, "Write why."),
    "tomorrow": ({"when": "2099-01-01T10:00"}, "This moment is still to come."),
    "no moment": ({"when": "gisteren"}, "Enter a valid date/time."),
    "too long": ({"kind": "not_applicable", "reason": "x" * 501}, "at most 500 characters"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_said_and_nothing_is_noted(world, wrong):
    fields, sentence = WRONG[wrong]
    case = world.report()
    with nothing_changed():
        page = _send(world, case, **fields)
    assert page.status_code == 422
    assert sentence in words(page)


@pytest.mark.parametrize(
    ("who", "status"), [("bob", 404), ("olga", 404), ("paul", 404), ("eve", 404), ("sam", 403)]
)
def test_who_may_not_see_when_it_happened_sees_no_windows(world, who, status):
    case = world.report()
    for method in ("get", "post"):
        with nothing_changed():
            page = getattr(signed_in(getattr(world, who)), method)(_at(case))
        assert page.status_code == status


def test_who_may_not_see_what_is_medical_sees_the_clock_alone_and_notes_nothing(world):
    case = world.report()
    _send(world, case, kind="declined")
    said = words(signed_in(world.victor).get(_at(case)))
    assert "So you see the clock alone." in said
    assert "eclined" not in said
    assert "Note what happened" not in said
    with nothing_changed():
        assert _send(world, case, "victor").status_code == 403
    with world.acting(world.alice):
        assert Event.objects.filter(case_id=case.pk, outcome="refused").count() == 1


def test_the_log_does_not_tell_what_was_done(world):
    case = world.report()
    _send(world, case, kind="done")
    said = words(signed_in(world.alice).get(f"/zaken/{case.pk}/logboek/"))
    assert "noted something about an acute window" in said
    assert "PEP" not in said


# On the case


def test_the_case_page_shows_the_windows_and_folds_what_does_not_apply(world):
    page = signed_in(world.alice).get(f"/zaken/{world.report(people=MAN).pk}/")
    said = words(page)
    assert "Acute windows" in said
    assert "2 windows do not apply" in said
    assert markup(page).count('class="rd-winbar rd-k--') == 3
    assert f'href="{ADVICE}"' in markup(page)


def test_a_window_that_closed_is_shown_with_whom_to_ask_and_not_as_late(world):
    page = signed_in(world.alice).get(f"/zaken/{world.report(incident=_ago(world, 400)).pk}/")
    assert words(page).count("perhaps too late: consult the CSG at once") == 5
    assert "rd-tag--over" not in markup(page)


@pytest.mark.parametrize(("who", "shown"), [("alice", True), ("victor", True), ("sam", False)])
def test_the_windows_follow_the_story(world, who, shown):
    page = signed_in(getattr(world, who)).get(f"/zaken/{world.report().pk}/")
    assert ("Acute windows" in words(page)) == shown


# In Today


def test_today_shows_what_closes_first_on_top_and_names_no_care(world):
    late, soon = world.report(), world.report(incident=_ago(world, 65))
    page = words(signed_in(world.alice).get(TODAY))
    assert "Acute windows 2" in page
    shown = page[page.index("Acute windows") :]
    assert shown.index(world.code(soon)) < shown.index(world.code(late))
    assert "PEP" not in page


def test_what_may_be_closing_now_goes_before_what_closes_soon_and_what_closed_goes_last(world):
    closed, open_ = (world.report(incident=_ago(world, hours)) for hours in (300, 65))
    with world.acting(world.alice) as actor:
        wide = Incident(actor.at - timedelta(hours=75), actor.at - timedelta(hours=60))
    doubtful = world.report(incident=wide)
    page = words(signed_in(world.alice).get(TODAY))
    shown = page[page.index("Acute windows") :]
    order = [shown.index(world.code(case)) for case in (doubtful, open_, closed)]
    assert order == sorted(order)


def test_what_was_answered_no_longer_stands_in_today(world):
    case = world.report(incident=_ago(world, 100))
    for code in ("PEP_72H", "EC_LNG_72H", "EC_UPA_IUD_120H", "HBV_7D"):
        _send(world, case, window=code, kind="declined")
    assert "Acute windows 1" in words(signed_in(world.alice).get(TODAY))
    _send(world, case, window="FMO_7D", kind="done")
    assert "Acute windows" not in words(signed_in(world.alice).get(TODAY))


@pytest.mark.parametrize(("hours", "stands"), [(160, True), (300, True), (340, False), (20 * 8766, False)])
def test_what_surely_closed_stands_in_today_for_a_week_and_then_on_the_case_alone(world, hours, stands):
    case = world.report(incident=_ago(world, hours))
    assert ("Acute windows" in words(signed_in(world.alice).get(TODAY))) == stands
    assert "perhaps too late" in words(signed_in(world.alice).get(f"/zaken/{case.pk}/"))


def test_unknown_times_stand_in_today(world):
    world.report(incident=Incident())
    assert "perhaps too late unknown when it happened" in words(signed_in(world.alice).get(TODAY))


@pytest.mark.parametrize("who", ["carol", "dave", "victor", "sam", "bob"])
def test_only_who_is_on_the_case_and_may_note_it_is_asked(world, who):
    world.report(answers=[yes("veilig_thuis", *STORY), yes("victim_support", *STORY)])
    assert "Acute windows" not in words(signed_in(getattr(world, who)).get(TODAY))


def test_police_who_told_the_person_are_no_longer_asked(world):
    case = world.report(by=world.bob, channel="police", answers=[])
    assert "Acute windows 1" in words(signed_in(world.bob).get(TODAY))
    for code in ("PEP_72H", "EC_LNG_72H", "EC_UPA_IUD_120H", "HBV_7D", "FMO_7D"):
        assert _send(world, case, "bob", window=code).status_code == 302
    assert "Acute windows" not in words(signed_in(world.bob).get(TODAY))


@pytest.mark.parametrize("path", [TODAY, "case", "windows"])
def test_the_windows_cost_few_statements(world, path):
    case = world.report()
    world.report()
    for kind in ("offered", "accepted", "done"):
        _send(world, case, kind=kind)
    url = {"case": f"/zaken/{case.pk}/", "windows": _at(case)}.get(path, path)
    client = signed_in(world.alice)
    with few(ON_A_CASE):
        assert client.get(url).status_code == 200
