"""What the finder says: the same in every language, and in Dutch that most people read (B1)."""

import re
import tomllib
from statistics import mean

import pytest

from rondom.landscape import filling, topics
from rondom.landscape.languages import choose, languages, mark_of

LANGUAGES = languages()
FILLED = tomllib.loads(filling.FILE.read_text(encoding="utf-8"))["service"]
SERVICES = {one["id"]: one["role_nl"] for one in FILLED}

# Douma (1960) fitted Flesch's formula to Dutch: 206.84 - 0.93 words a sentence - 77 syllables a word (De leesbaarheid van
# landbouwbladen, Wageningen 1960). From 60 up is "standard" and from 70 "fairly easy"; B1 is not defined by a formula, and
# there is no official conversion: we take 65 on the whole, with short sentences, as our measure.
EASY_ENOUGH = 65
LONGEST_SENTENCE = 20
_SYLLABLE = re.compile(r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiouyéèëïöü]")


def _shape(value):
    if isinstance(value, dict):
        return {key: _shape(one) for key, one in value.items()}
    return [_shape(one) for one in value] if isinstance(value, list) else str


def _texts(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    else:
        yield value


def test_there_are_four_languages_dutch_first_and_arabic_from_right_to_left():
    assert list(LANGUAGES) == ["nl", "en", "ar", "uk"]
    assert {code: one.direction for code, one in LANGUAGES.items()} == {
        "nl": "ltr",
        "en": "ltr",
        "ar": "rtl",
        "uk": "ltr",
    }
    assert {code for code, one in LANGUAGES.items() if one.unreviewed} == {"ar", "uk"}


@pytest.mark.parametrize("code", ["en", "ar", "uk"])
def test_every_language_is_complete(code):
    def said(language):
        return {
            key: value for key, value in language.says.items() if key not in {"does", "notes", "unreviewed"}
        }

    assert _shape(said(LANGUAGES[code])) == _shape(said(LANGUAGES["nl"]))
    assert all(text.strip() for text in _texts(said(LANGUAGES[code])))


@pytest.mark.parametrize("code", ["ar", "uk"])
def test_other_languages_say_what_every_place_does_as_long_as_the_dutch_says_the_same(code):
    for slug, dutch in SERVICES.items():
        assert LANGUAGES[code].does(slug, dutch), slug
        assert LANGUAGES[code].does(slug, dutch + " En nog iets.") == ""
    assert mark_of("a") != mark_of("b")


@pytest.mark.parametrize("code", ["ar", "uk"])
def test_other_languages_say_what_is_noted_of_anonymity_of_what_is_told_and_of_the_way_there(code):
    noted = [
        one[f"{name}_nl"] for one in FILLED for name in ("anonymity", "told", "phone") if f"{name}_nl" in one
    ]
    assert len(noted) > 20
    for dutch in noted:
        assert LANGUAGES[code].note({"nl": dutch, "en": "-"}), dutch
        assert LANGUAGES[code].note({"nl": dutch + " Nieuw.", "en": "-"}) == ""
    assert len(LANGUAGES[code].says["notes"]) == len({*noted})  # and nothing that no place says any more
    assert LANGUAGES["nl"].note({"nl": "Ja.", "en": "Yes."}) == "Ja."
    assert LANGUAGES[code].note(None) == ""


def test_every_reason_and_every_choice_has_its_sentence():
    for language in LANGUAGES.values():
        reasons = {topic.because for topic in topics.every()} | {
            "danger",
            "suicidal",
            "named",
            "anyone",
            "me",
        }
        assert reasons <= {*language.says["because"]}
        for question, offered in topics.choices().items():
            assert list(offered) == list(language.says[question])


def test_the_language_is_that_of_the_address_or_of_the_browser():
    assert choose("ar", "en").code == "ar"
    assert choose("", "uk-UA,uk;q=0.9,en;q=0.5").code == "uk"
    assert choose("", "fr,de;q=0.5").code == "nl"
    assert choose("xx", "").code == "nl"


def _douma(texts):
    sentences = [one for text in texts for one in re.split(r"(?<=[.?!:])\s+", text) if re.search(r"\w", one)]
    every = [word for sentence in sentences for word in re.findall(r"[^\W\d_]+", sentence.lower())]
    syllables = mean(max(1, len(_SYLLABLE.findall(word))) for word in every)
    longest = max(sentences, key=lambda one: len(one.split()))
    return 206.84 - 0.93 * len(every) / len(sentences) - 77 * syllables, longest


def test_the_measure_tells_easy_from_hard():
    easy, _ = _douma(["De man loopt naar huis. Hij is moe. Dan gaat hij slapen."])
    hard, _ = _douma(
        [
            "Onderhavige beschikking impliceert de onherroepelijke vaststelling van aansprakelijkheidsverdeling."
        ]
    )
    assert easy > 90
    assert hard < 0


def test_the_dutch_of_the_finder_is_easy_to_read():
    texts = [
        text
        for key, value in LANGUAGES["nl"].says.items()
        if key not in {"language", "direction"}
        for text in _texts(value)
        if " " in text
    ]
    score, longest = _douma(texts)
    assert score >= EASY_ENOUGH
    assert len(longest.split()) <= LONGEST_SENTENCE, longest
