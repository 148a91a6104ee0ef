import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.cases import names


@pytest.mark.parametrize(
    "same",
    [
        ["Wójcik", "Wojcik", "Vojtsik", "WÓJCIK"],
        ["Aleksandra", "Alexandra"],
        ["Jansen", "Janssen", "JANSSEN"],
        ["Meijer", "Meyer", "Meier", "Maier", "Meĳer"],
        ["Mohammed", "Mohamed", "Muhammad", "Mouhamed"],
        ["Christina", "Kristina"],
        ["Djamila", "Jamila"],
        ["Yusuf", "Youssef", "Joesoef"],
        ["Schmidt", "Smit", "Smid"],
        ["Stefan", "Stephan", "Steven"],
        ["Bosch", "Bos"],
        ["Hendriks", "Hendrix"],
        ["Łukasz", "Lukas", "Lucas"],
        ["Thijs", "Tijs", "Tys"],
        ["IJzerman", "Ĳzerman", "Yzerman", "ijzerman"],
        ["Wouters", "Vouters"],
        ["Çelik", "Celik"],
        ["Zoë", "Zoe"],
    ],
)
def test_spellings_of_one_name_sound_alike(same):
    assert len({tuple(names.sound(word) for word in names.words(name)) for name in same}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lotte", "Henk"), ("Jansen", "Jensen"), ("Bakker", "Dekker"), ("Ali", "Ella"), ("Visser", "Mulder")],
)
def test_other_names_do_not(one, other):
    assert names.sound(one.lower()) != names.sound(other.lower())


@pytest.mark.parametrize("name", ["van 't Hof", "Van ‘t Hof", "Hof", "hof, van 't", "Hof-van de"])
def test_particles_count_for_nothing(name):
    assert names.words(name) == ["hof"]


def test_a_name_of_particles_alone_is_a_name():
    assert names.words("van den") == ["van", "den"]


@pytest.mark.parametrize("written", ["06-12345678", "+31 6 1234 5678", "0031612345678", "(06) 12 34 56 78"])
def test_a_phone_number_is_the_same_however_it_is_written(written):
    assert names.phone(written) == "612345678"


@pytest.mark.parametrize("few", ["", "112", "geen", "12345"])
def test_too_few_digits_are_no_phone_number(few):
    assert names.phone(few) == ""


def test_kinds_of_words_stay_apart():
    assert set(names.index_words("Lotte de Vries", 1998, "06 12 34 56 78")) == {
        "name|lot",
        "name|fres",
        "year|1998",
        "phone|612345678",
    }


@given(st.text(max_size=60))
def test_any_text_can_be_a_name(text):
    assert all(names.sound(word) for word in names.words(text))
    assert names.words(text.upper().lower()) is not None
