"""The timeline of a case: everyone reads what is theirs, what is new stands out, and no content is opened for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rondom.cases.actions import dossier
from rondom.cases.models import Category, Entry
from rondom.coordination import lanes, timeline
from rondom.coordination.actions import criminal_route
from rondom.coordination.actions.criminal_route import Stands
from rondom.coordination.models import RouteState, RouteStep
from rondom.coordination.timeline import Sort
from tests.browse import signed_in, words
from tests.planned import plan_of
from tests.statements import few


@pytest.fixture
def case(world):
    case = world.coordinated()
    plan_of(world, case)
    return case


def _at(case, after=""):
    return f"/zaken/{case.pk}/tijdlijn/{after}"


def _lines(world, user, case):
    with world.acting(user) as actor:
        seen = dossier.locked(actor, case.pk)
        return timeline.of_case(actor, seen, timeline.gathered(seen)).lines


def test_who_coordinates_reads_what_happened_over_all_organisations_without_its_content(world, case):
    page = signed_in(world.anna).get(_at(case))
    said = words(page)
    for sentence in (
        "Reported", "The MDT decided", "Asked to coordinate: accepted", "Was asked to: carry out an agreed action", "Set a goal",
        "Reminded of an action", "Visit at their place: reached", "The person said yes to sharing", "May see a part of the case",
        "Went through the safety questions", "It became better known when it was", "A right: explained",
        "Noted something about someone in the case", "Was asked why an action does not come along", "Still ahead",
    ):  # fmt: skip
        assert sentence in said, sentence
    for content in ("Zo is het.", "Het verhaal zoals verteld.", "Lotte", "Rust en een dokter."):
        assert content not in page.content.decode()
    assert page.content.decode().count('class="m m--') > 10


def test_each_reads_what_is_theirs(world, case):
    """Veilig Thuis sees no medical care and no law; who sees only that there is a case, sees that it was decided."""
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        stands = Stands(RouteState.NO_CONTACT, actor.at.date(), RouteStep.ToldBy.PERSON)
        criminal_route.note(actor=actor, case=seen, stands=stands)
    assert any("criminal route" in line.what for line in _lines(world, world.anna, case))
    assert not any("criminal route" in line.what for line in _lines(world, world.victor, case))
    assert signed_in(world.bob).get(_at(case)).status_code == 404
    with world.acting(world.victor) as actor:
        held = dossier.locked(actor, case.pk).held
    assert not held & Category.MEDICAL
    assert all("window" not in line.what for line in _lines(world, world.victor, case))


def test_what_happened_since_the_reader_did_something_is_new_to_them(world):
    case = world.coordinated()
    assert not any(line.new for line in _lines(world, world.anna, case) if line.who == "Anna")
    with world.acting(world.alice, timezone.now() + timedelta(minutes=1)) as actor:
        seen = dossier.locked(actor, case.pk)
        kind = Entry.Kind.NOTE
        dossier.write(actor=actor, case=seen, kind=kind, category=Category.IDENTITY, text="Een notitie.")
    (newest, *_) = _lines(world, world.anna, case)
    assert (newest.who, newest.what, newest.new) == ("Alice", "wrote a note", True)
    assert not _lines(world, world.alice, case)[0].new
    assert "1 thing happened since you last did something here." in words(
        signed_in(world.anna).get(_at(case))
    )


def test_one_sort_one_organisation_a_stretch_of_time_and_what_is_older(world, case):
    anna = signed_in(world.anna)
    said = words(anna.get(_at(case, "?soort=contact")))
    assert "Visit at their place" in said
    assert "The MDT decided" not in said
    assert "May see a part of the case" in words(anna.get(_at(case, "?van=shn&schaal=week")))
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        every = timeline.gathered(seen)
        long_ago = timeline.of_case(actor, seen, every, until=every[-1].at + timedelta(seconds=1))
        assert {line.at for line in long_ago.lines} <= {line.at for line in every if line.at <= every[-1].at + timedelta(seconds=1)}  # fmt: skip
        nothing = timeline.of_case(actor, seen, every, until=every[-1].at)
        assert nothing.lines == []
        assert lanes.picture(nothing) is None


@pytest.mark.parametrize("query", ["?tot=gisteren", "?tot=9999-99-99T00:00", "?tot=2026-01-01", "?schaal=eeuw", "?van=niemand", "?soort=x"])  # fmt: skip
def test_what_cannot_be_read_in_the_address_is_said_and_the_newest_is_shown(world, case, query):
    page = signed_in(world.anna).get(_at(case, query))
    assert page.status_code == 200
    assert "Reported" in words(page)


def test_it_costs_few_statements_however_much_happened(world, case):
    anna = signed_in(world.anna)
    anna.get(_at(case))
    with few(38):
        anna.get(_at(case))


def test_a_hundred_lines_a_page_and_a_mark_for_each(world, case):
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        (line, *_) = timeline.gathered(seen)
        many = [
            timeline.Line(line.at - timedelta(hours=hour), line.sort, "x", "csg", "", None, "case")
            for hour in range(500)
        ]
        shown = timeline.of_case(actor, seen, many)
    assert len(shown.lines) == timeline.PAGE
    assert shown.older == many[timeline.PAGE - 1].at
    picture = lanes.picture(shown)
    assert len(picture.marks) == timeline.PAGE
    assert {mark.y for mark in picture.marks} == {picture.lanes[0].y}
    assert min(mark.x for mark in picture.marks) >= picture.left
    assert max(mark.x for mark in picture.marks) <= picture.width
    assert set(lanes.SHAPES) == set(Sort)
