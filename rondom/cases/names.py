"""Names as they sound, so that one who heard a name finds it in another spelling; for Dutch ears.

A name is taken apart into words; particles ("van", "de", "el") count for nothing, since people leave them out. Of each
word is kept how it begins, its first vowel roughly, and its consonants: "Jansen" and "Janssen" are "jansn", "Meijer",
"Meyer" and "Maier" are "mer". What is confused in speech is one sound: c, k and q; f, v and w; s, z, sch and sh; x is
ks. It is made to find too much rather than too little: a person looks at what is found.
"""

import re
import unicodedata
from collections.abc import Iterator

PARTICLES = frozenset({
    "van", "von", "vom", "zu", "de", "der", "den", "des", "het", "t", "s", "d", "te", "ten", "ter", "tot",
    "toe", "op", "in", "onder", "bij", "aan", "uit", "a", "la", "le", "les", "l", "du", "da", "di", "do",
    "dos", "del", "della", "el", "al", "an", "ait", "ibn", "bin", "ben", "bint", "abu", "abd", "y", "e",
    "en", "i",
})  # fmt: skip
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "ng", "ħ": "h", "ß": "ss",
    "ə": "e", "ĸ": "k",
})  # fmt: skip
# In this order; each is a sound as it is written in Dutch, or in a transcription of another language.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"^y(?=[aeiou])", "j"),
        (r"^y", "i"),
        (r"^dj", "j"),
        (r"x", "ks"),
        (r"ph", "f"),
        (r"^ch(?=[rl])", "k"),
        (r"tsch|tsj|tch|sch|cz|sz|sj|sh|ts|tz|dz|zh|ch", "s"),
        (r"c(?=[eiy])", "s"),
        (r"[ckq]+h?", "k"),
        (r"gh", "g"),
        (r"[vw]", "f"),
        (r"z", "s"),
        (r"th|dt|d(?=$|[^aeiouy])", "t"),
        (r"(?<=.)h", ""),
        (r"(?<=.)[jy]", "i"),
        (r"(.)\1+", r"\1"),
    ]
]
_VOWELS = {"a": "a", "e": "e", "i": "e", "o": "o", "u": "o"}
_DIGITS_OF_PHONE = 9
_FEWEST_DIGITS = 6
# A Dutch number with its area code, or any with its country code; the signs between its digits may be left out.
_NUMBER = re.compile(r"(?<!\d)(?:(?:\+|00)\d{1,3}[\s.()-]*(?:\(?0\)?)?|0)(?:[\s.()-]{0,2}\d){8,10}(?!\d)")
_REMARK = re.compile(r"\([^)]*\)")
KINDS = frozenset({"name", "year", "phone"})


def called(name: str) -> str:
    """A name without what stands beside it in brackets, as "(surname unknown)"."""
    return _REMARK.sub(" ", name)


def words(name: str) -> list[str]:
    """The words of a name, in small letters without accents, particles left out unless there is nothing else."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_LETTERS)
    found = re.findall(r"[^\W\d_]+", plain)
    return [word for word in found if word not in PARTICLES] or found


def sound(word: str) -> str:
    """How a word of a name sounds: its beginning, first vowel and consonants."""
    heard = word
    for pattern, replacement in _SOUNDS:
        heard = pattern.sub(replacement, heard)
    head = re.match(r"([^aeiou]*)([aeiou]*)(.*)", heard, re.DOTALL)
    assert head is not None
    start, vowels, rest = head.groups()
    first = "e" if "i" in vowels[1:] else _VOWELS.get(vowels[:1], "")
    kept = start + first + re.sub(r"[aeiou]", "", rest)
    return re.sub(r"(.)\1+", r"\1", kept)


def phone(number: str) -> str:
    """The digits of a phone number that stay the same however it is written; empty when there are too few."""
    digits = re.sub(r"\D", "", number)
    return digits[-_DIGITS_OF_PHONE:] if len(digits) >= _FEWEST_DIGITS else ""


def phones(text: str) -> set[str]:
    """The phone numbers that someone wrote among other words, as "after nine, 06-12345678"; dates and hours are none."""
    return {phone(found) for found in _NUMBER.findall(text)}


def index_words(name: str = "", birth_year: int | None = None, *numbers: str) -> Iterator[str]:
    """What someone can be found by, each kind apart: how the words of their name sound, year of birth, phone numbers.

    The first of `numbers` is a number, however short; the others are texts in which one may stand.
    """
    yield from (f"name|{sound(word)}" for word in words(called(name)))
    if birth_year:
        yield f"year|{birth_year}"
    first, *texts = numbers or ("",)
    yield from (f"phone|{one}" for one in {phone(first)}.union(*map(phones, texts)) if one)
