"""What is typed is kept as it was typed, for who types it; what was typed elsewhere meanwhile is kept beside it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import translation

from rondom.audit.models import Event
from rondom.core.db import uuid7
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.first_contact import terms
from rondom.first_contact.actions import drafts, reports
from rondom.first_contact.models import Draft
from rondom.first_contact.policies import MOST_TYPED
from rondom.first_contact.typed import Typed, content_of
from rondom.first_contact.verbs import DraftVerb
from tests.proof import nothing_written, refused

HARD = "\u200f\u05e9\u05dc\u05d5\u05dd\u202e e\u0301 \U0001f469\u200d\U0001f467 \x00 \ufb00 \r\n<b>%s</b>"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def typed(sentence="Zij wil rust.", **changes) -> Typed:
    data = QueryDict(mutable=True)
    data.update({"sentence": sentence, "csrfmiddlewaretoken": "x", "draft-version": "0"})
    return Typed(content=content_of(data), **changes)


def keep(world, what: Typed, by=None) -> drafts.Placed:
    with world.acting(by or world.alice) as actor:
        return drafts.keep(actor=actor, typed=what)


def read(world, key, by=None) -> Typed:
    with world.acting(by or world.alice) as actor:
        return Typed.of(drafts.go_on(actor=actor, key=key))


def verbs(world) -> list[str]:
    """What stands in the log of what Alice did with drafts."""
    with world.acting(world.alice):
        said = Event.objects.filter(verb__startswith="draft:").order_by("pk")
        return list(said.values_list("verb", flat=True))


def test_what_was_typed_is_found_again_as_it_was_typed(world):
    placed = keep(world, typed(HARD))
    found = read(world, placed.draft.pk)
    assert found.data["sentence"] == HARD
    assert found.version == 1
    assert list(found.data) == ["sentence"], "nothing of the page itself"
    assert verbs(world) == [DraftVerb.STARTED, DraftVerb.OPENED]


def test_fifty_thousand_characters_and_two_hundred_people(world):
    data = QueryDict(mutable=True)
    data["story"] = HARD * 2500
    for row in range(200):
        data.setlist(f"involved-{row}-name", [f"Naam {row} {HARD}", ""])
    data.setlist("violence_types", ["stalking", "nergens"])
    assert len(data["story"]) > 50_000
    placed = keep(world, Typed(content=content_of(data)))
    assert dict(read(world, placed.draft.pk).data.lists()) == dict(data.lists())


def test_typing_on_is_a_new_version_and_no_event(world):
    first = typed()
    placed = keep(world, first)
    for turn in range(1, 4):
        placed = keep(world, replace(first, version=turn, turn=turn, content=typed(f"{turn}").content))
    assert placed.draft.version == 4
    assert verbs(world) == [DraftVerb.STARTED]
    assert placed.draft.goes_at - placed.draft.saved_at == terms.UNTOUCHED


def test_the_same_save_again_changes_nothing(world):
    what = typed()
    keep(world, what)
    with nothing_written():
        assert keep(world, what).draft.version == 1


def test_an_answer_that_was_lost_makes_no_second_version(world):
    what = typed()
    keep(world, what)
    more = replace(what, turn=1, content=typed("Zij wil rust en een dokter.").content)
    placed = keep(world, more)  # still on version 0, as the page never heard of version 1
    assert placed.draft.version == 2
    assert placed.beside == []


def test_a_save_that_comes_late_does_not_take_the_place_of_a_newer_one(world):
    what = typed()
    keep(world, what)
    newer = replace(what, version=1, turn=2, content=typed("nieuw").content)
    keep(world, newer)
    with nothing_written():
        keep(world, replace(what, version=1, turn=1, content=typed("oud").content))
    assert read(world, what.key).data["sentence"] == "nieuw"


def test_two_pages_do_not_overwrite_each_other(world):
    here = typed("hier")
    keep(world, here)
    there = read(world, here.key)
    keep(world, replace(here, version=1, turn=1, content=typed("hier verder").content))
    placed = keep(world, replace(there, turn=1, content=typed("daar verder").content))
    assert placed.verb == DraftVerb.KEPT_BESIDE
    assert placed.is_one_of_several
    assert placed.draft.case_id == placed.beside[0].case_id
    assert read(world, here.key).data["sentence"] == "hier verder"
    assert read(world, placed.draft.pk).data["sentence"] == "daar verder"
    again = replace(there, turn=2, content=typed("daar nog verder").content)  # the answer was lost
    assert keep(world, again).draft.pk == placed.draft.pk
    assert read(world, placed.draft.pk).data["sentence"] == "daar nog verder"


def test_another_device_goes_on_where_one_was(world):
    here = typed("hier")
    keep(world, here)
    there = read(world, here.key)
    placed = keep(world, replace(there, turn=1, content=typed("daar").content))
    assert placed.verb is None
    assert placed.draft.pk == here.key
    assert placed.beside == []


def two_versions(world) -> tuple[Draft, Draft]:
    first = typed("eerste")
    keep(world, first)
    other = keep(world, replace(first, page=uuid7(), content=typed("tweede").content))
    return other.beside[0], other.draft


def test_one_version_is_chosen_and_the_other_can_be_taken_back(world):
    first, second = two_versions(world)
    with world.acting(world.alice) as actor:
        assert {one.pk for one in drafts.compare(actor=actor, key=first.pk)} == {first.pk, second.pk}
        drafts.choose(actor=actor, key=second.pk)
    with world.acting(world.alice) as actor:
        away = Draft.objects.get(pk=first.pk)
        assert away.goes_at - away.thrown_away_at == terms.THROWN_AWAY
        drafts.take_back(actor=actor, key=first.pk)
    assert read(world, first.pk).data["sentence"] == "eerste"
    assert verbs(world)[-3:] == [DraftVerb.CHOSEN, DraftVerb.TAKEN_BACK, DraftVerb.OPENED]


def test_what_is_typed_in_a_page_that_was_thrown_away_elsewhere_is_not_lost(world):
    what = typed()
    keep(world, what)
    with world.acting(world.alice) as actor:
        drafts.throw_away(actor=actor, key=what.key)
    with nothing_written():
        keep(world, what)  # nothing new
    keep(world, replace(what, version=1, turn=1, content=typed("toch nog iets").content))
    assert read(world, what.key).data["sentence"] == "toch nog iets"


def test_registering_ends_the_draft_and_its_words_stand_in_the_case_alone(world):
    what = typed()
    keep(world, what)
    with world.acting(world.alice) as actor:
        placed = drafts.taken(actor, what)
        case = reports.register(actor=actor, intake=world.intake(actor.at), draft=placed.draft)
    assert case.pk == placed.draft.case_id
    with world.acting(world.alice) as actor:
        draft = Draft.objects.get(pk=what.key)
        assert draft.registered_at
        assert "rust" not in draft.content
        assert drafts.taken(actor, what).case_id == case.pk, "sent again it is the same case"
        event = Event.objects.get(verb="report:registered", case_id=case.pk)
    assert event.data["draft"] == str(what.key)


def test_what_was_typed_after_registering_is_kept(world):
    what = typed()
    keep(world, what)
    with world.acting(world.alice) as actor:
        reports.register(actor=actor, intake=world.intake(actor.at), draft=drafts.taken(actor, what).draft)
    placed = keep(world, replace(what, version=1, turn=1, content=typed("nog iets").content))
    assert placed.case_id == placed.draft.case_id
    assert placed.draft.pk != what.key
    with world.acting(world.alice) as actor:
        (left,) = Draft.objects.of(actor).unfinished()
        assert (left.pk, left.is_of_a_case) == (placed.draft.pk, True)


@pytest.mark.parametrize("who", ["dave", "bob", "victor"])
def test_it_is_of_nobody_else(world, who):
    what = typed()
    keep(world, what)
    with world.acting(getattr(world, who)) as actor:
        for do in (drafts.go_on, drafts.compare, drafts.choose, drafts.throw_away, drafts.take_back):
            with refused(NotThere):
                do(actor=actor, key=what.key)
        for version in (0, 1):
            with refused(NotThere):
                drafts.keep(actor=actor, typed=replace(what, version=version, turn=9))


def test_what_is_nowhere_is_not_there(world):
    with world.acting(world.alice) as actor, refused(NotThere):
        drafts.keep(actor=actor, typed=typed(version=3))
    with world.acting(world.alice) as actor, refused(NotThere):
        drafts.go_on(actor=actor, key=uuid4())


def test_who_takes_no_reports_keeps_no_drafts(world):
    with world.acting(world.eve) as actor, refused(Denied, "does not register reports"):
        drafts.keep(actor=actor, typed=typed())


def test_more_than_fits_is_refused_in_words(world):
    with world.acting(world.alice) as actor, refused(WrongStep, "too long"):
        drafts.keep(actor=actor, typed=Typed(content="x" * (MOST_TYPED + 1)))


def test_what_ended_does_not_end_again(world):
    what = typed()
    keep(world, what)
    with world.acting(world.alice) as actor:
        with refused(WrongStep, "not thrown away"):
            drafts.take_back(actor=actor, key=what.key)
        drafts.throw_away(actor=actor, key=what.key)
        for do, words in [
            (drafts.throw_away, "already"),
            (drafts.go_on, "thrown away"),
            (drafts.choose, "choice"),
        ]:
            with refused(WrongStep, words):
                do(actor=actor, key=what.key)
        with refused(NotThere):
            drafts.compare(actor=actor, key=what.key)
        drafts.take_back(actor=actor, key=what.key)
        reports.register(actor=actor, intake=world.intake(actor.at), draft=drafts.taken(actor, what).draft)
        with refused(WrongStep, "registered already"):
            drafts.throw_away(actor=actor, key=what.key)


def test_the_words_are_sealed(world):
    what = typed("kanariewoord")
    keep(world, what)
    with connection.cursor() as cursor, world.acting(world.alice):
        cursor.execute("SELECT content FROM first_contact_draft WHERE id = %s", [what.key])
        assert b"kanariewoord" not in bytes(cursor.fetchone()[0])


def test_the_terms_are_data_with_their_reason():
    assert timedelta(days=1) == terms.THROWN_AWAY < terms.REGISTERED < terms.UNTOUCHED
