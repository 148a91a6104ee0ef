"""Which places fit what was understood, best first: a pure function of groups, topics and the places there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rondom.landscape import topics

SHOWN = 3
DANGER, SUICIDE = "alarm-112", "113"
_RANKS = (1.0, 0.85, 0.7, 0.55)
_ALSO = 0.25  # of what a place scores on other topics than its best
_OTHERS = 0.4  # of a topic's strength, for services that words.toml does not name
_LEAST = 0.3  # of the best score: what fits less is left out
_BY_NAME = 3.5  # strength of a service that is called by its name
_FOR = {"me": "me", "young": "young", "near": "near", "saw": "near", "own": "own", "work": "work"}
_NEAR = {"near": "near", "saw": "near"}


@dataclass(frozen=True)
class Fit:
    """A place that fits, and the sentence that says why (languages/*.toml: because)."""

    slug: str
    because: str


@dataclass(frozen=True)
class Ranked:
    """The places that fit, best first; who asks, as far as that is clear; and what comes before everything."""

    fits: tuple[Fit, ...]
    who: str
    danger: bool
    maybe: bool  # perhaps it happens now: it is asked, with 112 beside it
    suicidal: bool
    recent: bool
    understood: bool


def who_asks(said: frozenset[str]) -> str:
    """Who asks, as far as the words say: young, work, own, near, or empty."""
    if "own_hit" in said or "own_minor" in said:
        return "own"
    if "work" in said and "i_young" not in said:
        return "work"
    if "i_young" in said:
        return "young"
    if (
        "kin" in said
        and "object_me" not in said
        and ("saw" in said or "how_help" in said or "other_child" in said)
    ):
        return "near"
    return ""


def rank(
    said: frozenset[str], who: str, there: Mapping[str, Sequence[str]], named: Sequence[str] = ()
) -> Ranked:
    """Rank the places for what was said.

    `there` gives the places by code (a kind of violence or an expertise), and under "" all of them; `named` are those that
    were called by their name.
    """
    asker = who or who_asks(said)
    scores: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, str]] = {}
    for topic in topics.every():
        strength = topic.strength(said)
        if not strength:
            continue
        places = topic.places.get(_NEAR.get(asker, asker), topic.places[""])
        others = sorted({slug for code in topic.about for slug in there.get(code, ())[:SHOWN]} - {*places})
        marks = [(slug, strength * rank) for slug, rank in zip(places, _RANKS, strict=False)]
        for slug, score in [*marks, *((slug, strength * _OTHERS) for slug in others)]:
            scores[slug] += score
            best[slug] = max(best.get(slug, (0.0, "")), (score, topic.because))
    for slug in named:
        scores[slug] += _BY_NAME
        best[slug] = max(best.get(slug, (0.0, "")), (_BY_NAME, "named"))
    return _ranked(
        said,
        asker,
        {slug: (1 - _ALSO) * best[slug][0] + _ALSO * total for slug, total in scores.items()},
        best,
        there,
    )


def rank_anyone(who: str) -> Ranked:
    """Where someone can always go, before anything was said."""
    fits = tuple(Fit(slug, _FOR.get(who, "anyone")) for slug in topics.anyone(who)[:SHOWN])
    return Ranked(fits, who, danger=False, maybe=False, suicidal=False, recent=False, understood=True)


def _ranked(
    said: frozenset[str],
    asker: str,
    scores: Mapping[str, float],
    best: Mapping[str, tuple[float, str]],
    there: Mapping[str, Sequence[str]],
) -> Ranked:
    known = frozenset(there[""])
    without = {"politie-0900", "mma"} if "no_police" in said else set()
    kept = {slug: score for slug, score in scores.items() if slug in known and slug not in without}
    top = max(kept.values(), default=0.0)
    order = sorted(
        (slug for slug in kept if kept[slug] >= _LEAST * top), key=lambda slug: (-kept[slug], slug)
    )
    fits = [Fit(slug, best[slug][1]) for slug in order]
    first = []
    danger, maybe, suicidal = (topics.comes_before(what, said) for what in ("danger", "maybe", "suicidal"))
    if danger:
        first.append(Fit(DANGER, "danger"))
    if suicidal:
        first.append(Fit(SUICIDE, "suicidal"))
    rest = fits or [fit for fit in rank_anyone(asker).fits if fit.slug in known]
    shown = tuple(first + [fit for fit in rest if fit.slug not in {one.slug for one in first}])[:SHOWN]
    return Ranked(shown, asker, danger, maybe and not danger, suicidal, "recent" in said, bool(fits))
