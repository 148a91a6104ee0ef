"""Under which law a text falls: it is said, the police choose between article 8 and 9, and it counts at once."""

import pytest

from rondom.cases.models import Category, Entry, Regime
from tests.browse import nothing_changed, signed_in, words
from tests.world import yes

EIGHT = "police data, daily police task (Wpg article 8)"
NINE = "police data, targeted investigation (Wpg article 9)"


@pytest.fixture
def case(world):
    """The police registered; Victor of Veilig Thuis may read, by the decision under Wpg article 20."""
    answers = [yes("veilig_thuis", *Category), yes("csg", *Category)]
    return world.report(by=world.bob, answers=answers)


def _entry(world, case, by, kind=Entry.Kind.STORY):
    with world.acting(by):
        return Entry.objects.get(case=case, kind=kind)


def _page(case, entry):
    return f"/zaken/{case.pk}/tekst/{entry.pk}/wet/"


def test_it_says_under_which_law_a_text_falls_when_that_is_a_special_one(world, case):
    said = words(signed_in(world.bob).get(f"/zaken/{case.pk}/"))
    assert EIGHT in said
    assert "Falls under another law" in said
    other = words(signed_in(world.victor).get(f"/zaken/{case.pk}/"))
    assert EIGHT in other
    assert "Falls under another law" not in other
    own = world.report(answers=[])
    assert "Wpg" not in words(signed_in(world.alice).get(f"/zaken/{own.pk}/"))


def test_relabelled_to_article_9_others_do_not_see_it_at_once_and_back_they_do(world, case):
    entry = _entry(world, case, world.bob)
    bob, victor = signed_in(world.bob), signed_in(world.victor)

    def read():
        return "Het verhaal zoals verteld." in words(
            victor.post(f"/zaken/{case.pk}/verhaal/", {"purpose": "mdt"})
        )

    assert read()
    assert "do not see it any more" in words(bob.get(_page(case, entry)))
    assert bob.post(_page(case, entry), {"regime": Regime.WPG_9.value}).status_code == 302
    assert not read()
    assert NINE in words(bob.get(f"/zaken/{case.pk}/"))
    assert victor.get(_page(case, entry)).status_code == 404
    assert bob.post(_page(case, entry), {"regime": Regime.WPG_8.value}).status_code == 302
    assert read()
    assert "Bob changed under which law a text falls" in words(bob.get(f"/zaken/{case.pk}/logboek/"))


@pytest.mark.parametrize("regime", ["0", "3", "4", "9", ""])
def test_police_data_fall_under_no_other_law(world, case, regime):
    entry = _entry(world, case, world.bob)
    client = signed_in(world.bob)
    with nothing_changed():
        assert client.post(_page(case, entry), {"regime": regime}).status_code == 422


def test_only_the_organisation_that_wrote_it_chooses(world, case):
    entry = _entry(world, case, world.bob)
    client = signed_in(world.victor)
    with nothing_changed():
        answer = client.post(_page(case, entry), {"regime": Regime.WPG_9.value})
    assert answer.status_code == 403


def test_a_text_that_is_no_police_data_keeps_its_law(world):
    case = world.report()
    entry = _entry(world, case, world.alice)
    client = signed_in(world.alice)
    with nothing_changed():
        answer = client.post(_page(case, entry), {"regime": Regime.WPG_9.value})
    assert answer.status_code == 403
