"""Everyday words lead to a place that fits; danger and suicide come first; nothing that is typed can break it."""

import tomllib
from pathlib import Path

import pytest

from rondom.landscape import filling, ranking, topics, words

ASKED = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))
ACUTE = tomllib.loads(Path(__file__).with_name("acute.toml").read_text(encoding="utf-8"))
THERE = {"": [one["id"] for one in tomllib.loads(filling.FILE.read_text(encoding="utf-8"))["service"]]}


def _ranked(text, who=""):
    return ranking.rank(words.groups(text), who, THERE)


def _slugs(text, who=""):
    return [fit.slug for fit in _ranked(text, who).fits]


def test_there_are_enough_questions_and_each_names_places_that_exist():
    assert len(ASKED["questions"]) >= 40
    assert {slug for _, fits in ASKED["questions"] for slug in fits.split()} <= set(THERE[""])


@pytest.mark.parametrize(("text", "fits"), ASKED["questions"])
def test_a_fitting_place_is_among_the_first_three(text, fits):
    shown = _slugs(text)
    assert 1 <= len(shown) <= 3
    assert {*fits.split()} & {*shown}


@pytest.mark.parametrize("text", ASKED["dangers"] + ACUTE["now"])
def test_direct_danger_puts_112_first(text):
    assert _slugs(text)[0] == "alarm-112"


@pytest.mark.parametrize("text", ACUTE["not_now"])
def test_what_is_over_or_only_asked_about_leaves_112_in_its_bar(text):
    assert "alarm-112" not in _slugs(text)


def test_what_may_be_going_on_is_asked_and_what_is_over_is_not():
    assert _ranked("mijn man slaat mij").maybe
    assert _ranked("mijn ex stalkt mij").maybe
    assert not _ranked("hij slaat me nu").maybe  # there 112 is first
    assert not _ranked("mijn vader sloeg ons vroeger").maybe
    assert not _ranked("spreekbeurt over mishandeling").maybe


@pytest.mark.parametrize(
    "text",
    [
        "ik wil niet meer leven",
        "zelfmort",
        "er een einde aan maken",
        "I want to die",
        "не хочу жити",
        "أفكر في الانتحار",
    ],
)
def test_words_of_suicide_put_113_first_whatever_else_is_said(text):
    assert _slugs(text)[0] == "113"
    assert "113" in _slugs(f"ik ben verkracht en {text}")
    assert "csg" in _slugs(f"ik ben verkracht en {text}")


def test_it_is_asked_who_asks_and_the_words_tell():
    assert _ranked("ik ben huisarts en vermoed mishandeling bij een patiënt").who == "work"
    assert _ranked("ik ben 13 en bang voor mijn vader").who == "young"
    assert _ranked("ik sla mijn vrouw").who == "own"
    assert _ranked("mijn man slaat mij").who == ""
    assert _slugs("mijn man slaat mij", "work")[0] == "veilig-thuis"
    assert _slugs("er wordt gestalkt", "young")[1] == "kindertelefoon"


def test_who_hits_and_who_is_hit_are_told_apart():
    assert _slugs("ik sla mijn vrouw")[0] == "de-waag"
    assert "de-waag" not in _slugs("mijn vrouw slaat mij")
    assert "de-waag" not in _slugs("ik word geslagen door mijn vrouw")
    assert "de-waag" not in _slugs("ik heb een vriendin die verkracht is")


def test_who_wants_no_police_is_not_sent_there():
    assert "politie-0900" in _slugs("ik ben aangerand")
    assert "politie-0900" not in _slugs("ik ben aangerand maar wil geen politie")


def test_what_is_not_understood_still_gets_an_answer():
    for text in ("", "xyzzy", "🙂🙂", "12 34", "?!"):
        ranked = _ranked(text)
        assert not ranked.understood
        assert [fit.slug for fit in ranked.fits] == list(topics.anyone(""))
    assert _slugs("", "young") == list(topics.anyone("young"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("verkragt", "rape"), ("aangerant", "assault"), ("mishandelt", "hit"), ("gechanteert", "blackmail"), ("sexueel", "sex"), ("huwlijksdwang", "marriage"), ("schadevergoedding", "damages"), ("advokaat", "legal"), ("zwangerr", "medical"), ("meldkode", "work")],
)  # fmt: skip
def test_misspellings_are_understood(typed, meant):
    assert meant in words.groups(typed)


@pytest.mark.parametrize(
    "text",
    [
        "wel",
        "weer",
        "de weg",
        "ik heb een boek gelezen over het weer",
        "het verslag is verplaatst",
        "geen zin",
    ],
)
def test_everyday_words_are_not_taken_for_others(text):
    assert not {"hit", "danger", "share", "home", "rape", "threat"} & words.groups(text)


def test_a_word_is_compared_by_its_sound_and_by_letters_that_are_off():
    assert words.sound("verkracht") == words.sound("verkragt")
    assert words.sound("meisje") == words.sound("mijsje")
    assert not words.is_off("verkracht", "vekracht", 1)
    assert not words.is_off("verkracht", "verkrahct", 1)
    assert words.is_off("verkracht", "verklaart", 1)


@pytest.mark.parametrize(
    "text",
    ["😭" * 5000, "verkracht " * 1000, "a" * 10_000, "\x00\x00verkracht\x00", "<script>alert(1)</script>", "'; DROP TABLE landscape_fact; --", "\u202e\ud7ff\uffff", "é" * 4000, "ik ben " * 3000, "9" * 10_000, "x'" * 5000],
)  # fmt: skip
def test_whatever_is_typed_gives_one_to_three_places(text):
    assert 1 <= len(_slugs(text)) <= 3


def test_of_a_whole_story_the_beginning_and_the_end_are_read():
    story = "Het was een gewone dag en ik liep naar de winkel. " * 300
    assert "csg" in _slugs(f"Ik ben verkracht. {story}")
    assert "csg" in _slugs(f"{story} Toen ben ik verkracht.")


def test_every_rule_names_groups_that_exist_and_every_place_is_known():
    for topic in topics.every():
        for slugs in topic.places.values():
            assert {*slugs} <= {*THERE[""]}, topic.name
    assert {*topics.paths()} <= {*THERE[""]}
    for who in ("", *topics.choices()["who"]):
        assert {*topics.anyone(who)} <= {*THERE[""]}
