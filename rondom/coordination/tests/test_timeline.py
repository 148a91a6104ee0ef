"""The timeline of a case: everyone reads what is theirs, what is new stands out, and no content is opened for it."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from django.utils.translation import override

from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Entry, Step
from rondom.coordination import lanes, timeline
from rondom.coordination.actions import closing, criminal_route, plan
from rondom.coordination.actions.criminal_route import Stands
from rondom.coordination.models import RouteState, RouteStep
from rondom.coordination.timeline import Sort
from rondom.sharing.actions import grants
from tests.browse import signed_in, words
from tests.planned import plan_of
from tests.seen_to import SEEN_TO
from tests.statements import few


@pytest.fixture
def case(world):
    case = world.coordinated()
    plan_of(world, case)
    return case


def _at(case, after=""):
    return f"/zaken/{case.pk}/tijdlijn/{after}"


def _lines(world, user, case):
    with override("en"), world.acting(user) as actor:
        seen = dossier.locked(actor, case.pk)
        return timeline.of_case(actor, seen, timeline.gathered(seen, actor.at)).lines


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
    anna = signed_in(world.anna)
    said = "1 thing happened since you last did something in this case."
    assert said in words(anna.get(_at(case)))
    assert said in words(anna.get(_at(case))), "looking twice loses nothing"


def test_one_sort_one_organisation_a_stretch_of_time_and_what_is_older(world, case):
    anna = signed_in(world.anna)
    said = words(anna.get(_at(case, "?soort=contact")))
    assert "Visit at their place" in said
    assert "The MDT decided" not in said
    assert "May see a part of the case" in words(anna.get(_at(case, "?van=shn&schaal=week")))
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        every = timeline.gathered(seen, actor.at)
        first = timeline.of_case(actor, seen, every, until=every[-1].at)
        assert {line.at for line in first.lines} == {every[-1].at}
        nothing = timeline.of_case(actor, seen, every, until=every[-1].at - timedelta(seconds=1))
        assert nothing.lines == []
        assert lanes.picture(nothing) is None


@pytest.mark.parametrize("query", ["?tot=gisteren", "?tot=9999-99-99T00:00", "?tot=2026-01-01", "?schaal=eeuw", "?van=niemand", "?soort=x", "?schaal=dag&tot=0001-01-01T00:00Z", "?schaal=jaar&tot=9999-12-31T23:59-14:00"])  # fmt: skip
def test_what_cannot_be_read_in_the_address_is_said_and_the_newest_is_shown(world, case, query):
    page = signed_in(world.anna).get(_at(case, query))
    assert page.status_code == 200
    assert "Reported" in words(page)


def test_it_costs_few_statements_however_much_happened(world, case):
    anna = signed_in(world.anna)
    anna.get(_at(case))
    with few(43):
        anna.get(_at(case))


def test_a_hundred_lines_a_page_and_a_mark_for_each(world, case):
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        (line, *_) = timeline.gathered(seen, actor.at)
        many = [
            timeline.Line(line.at - timedelta(hours=hour), line.sort, "x", "csg", "", None, "case")
            for hour in range(500)
        ]
        shown = timeline.of_case(actor, seen, many)
    assert len(shown.lines) == timeline.PAGE
    assert shown.older == many[timeline.PAGE].at
    picture = lanes.picture(shown)
    assert len(picture.marks) == timeline.PAGE
    assert {mark.y for mark in picture.marks} == {picture.lanes[0].y}
    assert min(mark.x for mark in picture.marks) >= picture.left
    assert max(mark.x for mark in picture.marks) <= picture.width
    assert set(lanes.SHAPES) == set(Sort)


@pytest.mark.parametrize("scale", [None, timedelta(days=1), timedelta(days=31)])
def test_nothing_is_lost_between_one_page_and_the_next_nor_on_the_way_back(world, scale):
    """Much happens at one moment, as at a decision: it stays together."""
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        every = [
            timeline.Line(actor.at - timedelta(hours=number // 7 * 5), Sort.ACTION, str(number), "csg", "", None, "case")
            for number in range(500)
        ]  # fmt: skip
        read, until = [], None
        while True:
            part = timeline.of_case(actor, seen, every, until=until, scale=scale)
            read += [line.what for line in part.lines]
            if part.older is None:
                break
            until = part.older
        assert read == [line.what for line in every]
        back = {line.what for line in part.lines}
        while not part.newest:
            part = timeline.of_case(actor, seen, every, until=part.later, scale=scale)
            assert part.lines
            back |= {line.what for line in part.lines}
    assert len(back) == len(every)


def test_newer_and_older_are_links_that_keep_what_was_chosen(world, case):
    anna = signed_in(world.anna)
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        every = [line for line in timeline.gathered(seen, actor.at) if line.sort == Sort.ACTION]
    page = anna.get(_at(case, f"?soort=action&tot={quote(every[-1].at.isoformat())}")).content.decode()
    assert 'rel="next" href="?soort=action&amp;"' in page
    assert 'rel="prev"' not in page
    assert 'rel="next"' not in anna.get(_at(case)).content.decode()


def test_who_accepted_and_coordinates_no_longer_is_said_to_have_accepted(world):
    case = world.coordinated()
    (action,) = world.steps(case, kind=Case.NextKind.ACTION)
    with world.acting(world.victor) as actor:
        plan.advance(actor=actor, case=dossier.locked(actor, case.pk), step=action, state=Step.State.DONE)
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        closing.close(actor=actor, case=seen, reason=Case.ClosingReason.DONE, checklist=SEEN_TO)
    said = [(line.what, line.user_id) for line in _lines(world, world.anna, case)]
    assert ("asked to coordinate: accepted", world.anna.pk) in said
    assert ("coordinates no longer: the case was closed", None) in said
    assert ("closed the case", world.anna.pk) in said


def test_a_share_whose_period_is_over_says_so(world):
    case = world.coordinated()
    world.consent(case, "prosecution", Category.IDENTITY)
    with world.acting(world.anna) as actor:
        seen, until = dossier.locked(actor, case.pk), actor.at + timedelta(hours=1)
        grants.give(
            actor=actor, case=seen, organisation=world.om, categories=[Category.IDENTITY], ends_at=until
        )
    ended = "no longer sees this part of the case: the period ended"
    with world.acting(world.anna) as actor:
        seen = dossier.locked(actor, case.pk)
        with override("en"):
            before, after = (timeline.gathered(seen, at) for at in (until - timedelta(minutes=1), until))
    assert ended not in {line.what for line in before}
    (line,) = [line for line in after if line.what == ended]
    assert (line.at, line.place) == (until, world.om.short_name)
