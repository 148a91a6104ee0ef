"""What someone means, from their own words: a pure function of the words and of words.toml.

Words are compared by their stem (Snowball, Dutch) and by their sound, so that most misspellings make no difference; what is
still unknown is compared with one or two letters off. Nothing of what was typed is kept anywhere, not even in a cache.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import snowballstemmer

FILE = Path(__file__).with_name("words.toml")
MOST = 4000  # characters that are looked at: a story is longer than it needs to be
_MOST_WORDS = 240
_LONGEST = 32  # letters of a word: what is longer is none
_MOST_UNKNOWN = 60  # words that are compared letter by letter with those that are known
_GAP = 4  # words at most where a phrase has ".."
_BREAKS = frozenset(
    {"die", "dat", "is", "wordt", "werd", "was", "word", "ben", "omdat", "want"}
)  # no phrase goes past these
_ROOT = 4  # letters at least of a stem that says something
_PART = 6  # letters at least of a word that may be part of a longer one
_CUT = 4  # letters at most of an ending, after a beginning that is misspelt
_ONE_OFF, _TWO_OFF = 6, 10  # letters at least of a word that may be one or two letters off
_WORD = re.compile(r"\d+|[^\W\d_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=s\b|\w)")
_SOUNDS = [
    (re.compile(pattern), instead)
    for pattern, instead in [
        ("ij|ei|ey", "y"), ("ouw|auw|au", "ou"), ("sch", "sg"), ("ch", "g"), ("ck", "k"), ("x", "ks"), ("qu", "kw"), ("ph", "f"),
        ("c(?=[eiy])", "s"), ("c", "k"), (r"([bdfghjklmnpqrstvwz])\1", r"\1"),
    ]
]  # fmt: skip
_ENDINGS = ("tjes", "jes", "tje", "ten", "den", "je", "te", "de", "en", "t", "e", "s")
# Ages as groups: @n_minor and so on.
_AGES = {"n_small": range(2, 13), "n_minor": range(7, 18), "n_youth": range(18, 26), "n_adult": range(18, 100), "n_old": range(65, 110)}  # fmt: skip

Phrase = tuple[str, tuple[frozenset[str], ...]]  # its group, and its parts: each one of these; empty: a gap

_stemmer = snowballstemmer.stemmer("dutch")


def sound(word: str, *, whole: bool = True) -> str:
    """How a word sounds, roughly; `whole` for one that is not only a beginning."""
    for pattern, instead in _SOUNDS:
        word = pattern.sub(instead, word)
    if whole and word.endswith(("dt", "d")):
        word = word[: -2 if word.endswith("dt") else -1] + "t"
    return word


def stem(word: str) -> str:
    """The Dutch stem of a word."""
    return str(_stemmer.stemWord(word))


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, in small letters and without accents; of a long one its beginning and its end."""
    if len(text) > MOST:
        text = f"{text[: MOST // 2]} {text[-MOST // 2 :]}"
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = [word for word in _WORD.findall(_APOSTROPHE.sub("", plain)) if len(word) <= _LONGEST]
    return found if len(found) <= _MOST_WORDS else found[: _MOST_WORDS // 2] + found[-_MOST_WORDS // 2 :]


def is_off(one: str, other: str, most: int) -> bool:
    """Whether two words are more than `most` letters apart; two letters that changed places count as one."""
    if abs(len(one) - len(other)) > most:
        return True
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, seen in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != seen))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == seen:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1] > most


def _shorter(word: str, times: int) -> set[str]:
    """The word with up to so many letters left out."""
    found = {word}
    for _ in range(times):
        found |= {one[:i] + one[i + 1 :] for one in found for i in range(len(one))}
    return found


def _off(word: str) -> int:
    return 0 if len(word) < _ONE_OFF else 1 if len(word) < _TWO_OFF else 2


@dataclass
class Lexicon:
    """The words that are known, each with the marks it gives: itself, and "@group" for its groups."""

    exact: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    begin: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    near: dict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # by sound with letters left out
    spelt: dict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # by spelling with a letter left out
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))  # by how they begin
    plain: frozenset[str] = frozenset()

    def learn(self, pattern: str, mark: str) -> None:
        """From now on a word that fits the pattern gives this mark."""
        word = "".join(tokens(pattern))
        if mark[0] == "@" and len(word) >= _ONE_OFF:
            for shorter in _shorter(word, 1):
                self.spelt[shorter] |= {word}
        if pattern.endswith("*"):
            self.begin[sound(word, whole=False)] |= {mark}
            self.exact[sound(word)] |= {mark}
        else:
            self.exact[sound(word)] |= {mark}
            root = stem(word)
            if len(root) >= _ROOT and root[:2] == word[:2]:  # not "wel" for "geweld"
                self.exact[sound(root)] |= {mark}

    def finish(self) -> None:
        """Make ready for misspellings, once every word is known."""
        for word in {*self.exact, *self.begin}:
            marks = self.exact.get(word, set()) | self.begin.get(word, set())
            if word in self.plain or (len(word) <= _ONE_OFF and not any(mark[0] == "@" for mark in marks)):
                continue  # it says nothing by itself
            for shorter in _shorter(word, _off(word)) if _off(word) else ():
                self.near[shorter] |= {word}

    def marks(self, word: str, *, guess: bool = True) -> set[str]:
        """What a word says; of one that is not known, with `guess`, what the word says that it is a letter or two off."""
        if word.isdecimal():
            age = int(word[:4])
            return {"@" + name for name, ages in _AGES.items() if age in ages} | self.exact.get(word, set())
        whole, start = sound(word), sound(word, whole=False)
        exact = self.exact.get(whole, set())
        found = set(exact)
        for end in range(2, len(start) + 1):
            found |= self.begin.get(start[:end], set())
        short = len(whole) < _TWO_OFF
        begins = any(mark[0] == "@" for mark in found)
        if word in self.plain or (short and begins):
            return found
        forms = set() if begins else set().union(*self._forms(word, whole))
        clear = exact or (short and any(mark[0] == "@" for mark in forms))
        return found | forms if clear or not guess else found | forms | self._misspelt(word, whole)

    def _forms(self, word: str, whole: str) -> Iterator[set[str]]:
        yield self.exact.get(sound(stem(word)), set())
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) > 3:  # noqa: PLR2004 - less is no word
                yield self.exact.get(sound(word.removesuffix(ending)), set())
        for place in range(_PART, len(whole) - 1):
            yield self.exact.get(whole[:place], set())
            yield self.begin.get(whole[-place:], set()) | self.exact.get(whole[-place:], set())

    def _misspelt(self, word: str, whole: str) -> set[str]:
        """What the words say that sound nearly like this one, or begin so, or are spelt nearly so."""
        found = self._near(whole, _off(whole + "-"))  # what was typed may lack a letter
        for cut in range(1, _CUT + 1):
            if not found and len(whole) - cut >= _TWO_OFF - 2:
                found = self._near(whole[:-cut], 1, begins=True)
        if not found and len(word) >= _ONE_OFF:
            spelt = {one for shorter in _shorter(word, 1) for one in self.spelt.get(shorter, ())}
            found = set().union(*(self.exact[sound(one)] for one in spelt if not is_off(word, one, 1)))
        return found

    def _near(self, heard: str, most: int, *, begins: bool = False) -> set[str]:
        near = {word for shorter in _shorter(heard, most) for word in self.near.get(shorter, ())}
        for off in range(1, most + 1):
            fits = [
                one for one in near if _off(one) >= off and one[0] == heard[0] and not is_off(heard, one, off)
            ]
            found = set().union(*(self.begin.get(one, set()) for one in fits))
            if not begins:
                found = found.union(*(self.exact.get(one, set()) for one in fits))
            if found:
                return found
        return set()


def groups(text: str) -> frozenset[str]:
    """The groups of words.toml that a text speaks of."""
    words = tokens(text)
    known = lexicon()
    marks = {
        word: frozenset(known.marks(word, guess=place < _MOST_UNKNOWN))
        for place, word in enumerate(dict.fromkeys(words))
    }
    said = [marks[word] | {f"={word}"} for word in words]
    for place, (one, other) in enumerate(pairwise(words)):  # "naakt foto", "ex man"
        if not one.isdecimal() and not other.isdecimal() and len(one + other) > _PART:
            said[place] |= known.exact.get(sound(one + other), set())
    there = frozenset().union(*said)
    found = {mark[1:] for mark in there if mark[0] == "@"}
    for mark in there & known.phrases.keys():
        for group, phrase in known.phrases[mark]:
            if (
                group not in found
                and all(not part.isdisjoint(there) for part in phrase if part)
                and _stands(phrase, said)
            ):
                found.add(group)
    return frozenset(found)


def _stands(phrase: tuple[frozenset[str], ...], said: list[frozenset[str]]) -> bool:
    """Whether the parts follow each other somewhere; an empty part is a gap."""
    return any(_from(phrase, said, place) for place in range(len(said)))


def _from(phrase: Iterable[frozenset[str]], said: list[frozenset[str]], place: int) -> bool:
    slack = 0
    for part in phrase:
        if not part:
            slack = _GAP
            continue
        while place < len(said) and part.isdisjoint(said[place]) and slack:
            if any(mark[0] == "=" and mark[1:] in _BREAKS for mark in said[place]):
                return False
            place, slack = place + 1, slack - 1
        if place >= len(said) or part.isdisjoint(said[place]):
            return False
        place, slack = place + 1, 0
    return True


@lru_cache(maxsize=1)
def book() -> dict[str, Any]:
    """words.toml as it stands."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words of words.toml, made ready once."""
    read = book()
    known = Lexicon(plain=frozenset(read["plain"]["words"].split()))
    for group, entries in read["groups"].items():
        for entry in entries:
            parts = entry.split()
            if len(parts) == 1 and "|" not in entry and entry[0] != "@" and len(tokens(entry)) == 1:
                known.learn(entry, f"@{group}")
            else:
                phrase = tuple(_part(known, part) for part in _spread(parts))
                for mark in phrase[0]:
                    known.phrases[mark].append((group, phrase))
    known.finish()
    return known


def _spread(parts: list[str]) -> Iterator[str]:
    """The parts of a phrase; "blijf-van-mijn-lijf" is several words."""
    for part in parts:
        pieces = [part] if "|" in part or part[0] in ".@" else tokens(part)
        yield from pieces[:-1]
        if pieces:
            yield pieces[-1] + ("*" if part.endswith("*") and not pieces[-1].endswith("*") else "")


def _part(book: Lexicon, part: str) -> frozenset[str]:
    if part == "..":
        return frozenset()
    for one in part.split("|"):
        if one[0] != "@":
            book.learn(one, one)
    return frozenset(part.split("|"))
