"""All minutes of all receivers against the access rule: whoever reads them, on the page or on paper, reads what they may see
now, and nothing else.

In a small world a word that stands nowhere else is put in every text that minutes can hold, in every category; in the
loaded demo the texts are those of the demo.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from rondom.accounts.models import User
from rondom.cases.actions import dossier
from rondom.cases.models import ALL_CATEGORIES, FOUR, Case, Category, Entry, Shield, StepText, in_mask
from rondom.sharing.actions import shields
from rondom.triage import actions as triage
from rondom.triage.models import Addition, DecisionLine, Meeting, View
from tests.browse import signed_in, words
from tests.matrix import SEATS
from tests.opened import opened
from tests.papers import read
from tests.world import World, no, yes


@dataclass
class Told:
    """A meeting with cases that everyone sees otherwise, and where each word stands: of which case, in which category."""

    world: World
    meeting: Meeting
    cases: list[Case]
    words: dict[str, tuple[Case, int]] = field(default_factory=dict)

    def word(self, case: Case, category: int) -> str:
        """A new word for a text of this category."""
        found = f"kanarie{len(self.words):03d}vogel"
        self.words[found] = (case, category)
        return found

    def seen(self, user: User, *cases: Case) -> set[str]:
        """The words that the access rule lets someone read now, of these cases."""
        held = {case.pk: self.world.held(user, case) for case in cases or self.cases}
        return {word for word, (case, category) in self.words.items() if held.get(case.pk, 0) & category}


def _cases(world: World) -> list[Case]:
    """Each shared otherwise; the last is shielded from the chair and from Veilig Thuis's Victor."""
    everything = list(Category)
    answers = [
        [yes("veilig_thuis", Category.IDENTITY, Category.STORY, Category.SAFETY), no("police")],
        [
            yes("police", Category.IDENTITY, Category.LEGAL),
            yes("victim_support", *everything),
            no("veilig_thuis"),
        ],
        [yes("veilig_thuis", *everything), yes("victim_support", Category.RECOVERY)],
    ]
    cases = [world.report(answers=one, sentence="Zin.") for one in answers]
    with world.acting(world.alice) as actor:
        for user in (world.carol, world.victor):
            shielded = dossier.locked(actor, cases[-1].pk)
            shields.from_person(actor=actor, case=shielded, user=user, reason=Shield.Reason.RELATIVE)
    return cases


def _write_everything(told: Told, case: Case) -> None:
    """A word in every view, line, action and addition, in every category."""
    world = told.world
    with world.acting(world.alice) as actor:
        for category in in_mask(ALL_CATEGORIES - Category.PERPETRATOR):
            names = ("facts", "opinion", "offer") if category == Category.SAFETY else ("facts",)
            said = {name: told.word(case, category) for name in names}
            triage.write_view(actor=actor, case=dossier.locked(actor, case.pk), category=category, **said)
        due_at = actor.at + timedelta(days=1)
        lines, asks = [], []
        for domain in FOUR:
            lines.append(triage.Line(domain, DecisionLine.Need.NOW, told.word(case, domain.category)))
            ask = world.ask(world.csg, world.anna, domain, due_at)
            asks.append(
                type(ask)(
                    ask.kind, ask.organisation, ask.user, due_at, domain, told.word(case, domain.category)
                )
            )
        seen = dossier.locked(actor, case.pk)
        triage.decide(actor=actor, case=seen, outcome=world.outcome(actor, lines=lines, asks=asks))
        for category in Category:
            triage.add_to_minutes(
                actor=actor, case=dossier.locked(actor, case.pk), meeting=told.meeting, category=category,
                kind=Addition.Kind.ADDITION, text=told.word(case, category),
            )  # fmt: skip


@pytest.fixture
def told(world) -> Told:
    cases = _cases(world)
    world.open_mdt()
    with world.acting(world.carol):
        meeting = Meeting.objects.get()
    found = Told(world, meeting, cases)
    for case in cases:
        _write_everything(found, case)
    return found


def _readings(browser: Client, path: str) -> Iterator[str]:
    """What stands on the page, and what on paper."""
    page = browser.get(path)
    if page.status_code in {403, 404}:  # so is the paper (tests/matrix.py)
        return
    assert page.status_code == 200
    yield page.content.decode()
    yield read(browser.get(f"{path}verslag.pdf").content)


def _found(text: str) -> set[str]:
    return set(re.findall(r"kanarie\d{3}vogel", text))


def _compare(told: Told, users: list[User]) -> tuple[int, set[str]]:
    """Each of these reads exactly what they may; gives how many readings there were, and all words that were read."""
    readings, everything = 0, set()
    for user in users:
        browser = signed_in(user)
        for text in _readings(browser, f"/mdt/north/verslagen/{told.meeting.pk}/"):
            readings += 1
            assert _found(text) == told.seen(user), user.username
            everything |= _found(text)
        for case in told.cases:
            for text in _readings(browser, f"/zaken/{case.pk}/mdt/"):
                readings += 1
                assert _found(text) == told.seen(user, case), (user.username, case.pk)
                everything |= _found(text)
    return readings, everything


def test_everyone_reads_exactly_what_they_may_see_while_it_is_open_and_when_it_is_closed(told):
    world = told.world
    readings, everything = _compare(told, world.people)
    assert readings > 24
    assert everything == set(told.words), "every word is read by someone"
    assert not told.seen(world.carol, told.cases[-1]), "the chair, from whom it is shielded"
    assert told.seen(world.sam)
    world.close_mdt()
    assert not told.seen(world.sam), "who saw it only at the table"
    readings, everything = _compare(told, [world.carol, world.alice, world.victor, world.sam])
    assert readings > 8
    assert everything == set(told.words)


def test_nobody_reads_in_them_that_there_was_a_case_they_may_not_see(told):
    world, code = told.world, told.world.code(told.cases[-1])
    told.world.close_mdt()
    pages = {
        user: words(signed_in(user).get(f"/mdt/north/verslagen/{told.meeting.pk}/"))
        for user in (world.carol, world.bob)
    }
    for user, page in pages.items():
        assert code not in page, user.username
        assert not re.search(r"\b3\b.{0,20}(cases|zaken)", page)


def test_what_is_shielded_later_is_gone_from_the_minutes_at_once(told):
    world, (case, *_rest) = told.world, told.cases
    world.close_mdt()
    assert told.seen(world.anna, case)
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        shields.from_person(actor=actor, case=seen, user=world.anna, reason=Shield.Reason.RELATIVE)
    assert not told.seen(world.anna, case)
    _compare(told, [world.anna])


# The loaded demo


class Texts:
    """Every text of the demo that minutes can hold, opened, with its case and category; and who sees what."""

    def __init__(self, owner: Any) -> None:
        rows = [
            *((one, (one.facts, one.opinion, one.offer)) for one in opened(owner, View)),
            *((one, (one.text,)) for one in opened(owner, DecisionLine)),
            *((one, (one.text,)) for one in opened(owner, StepText)),
            *((one, (one.text,)) for one in opened(owner, Addition)),
            *((one, (one.text,)) for one in opened(owner, Entry, kind=Entry.Kind.SUMMARY)),
        ]
        self.all = {
            (one.case_id, one.category, _pressed(text)) for one, texts in rows for text in texts if text
        }
        query = """
            SELECT user_id, case_id, bit_or(categories) FROM case_access
            WHERE starts_at <= now() AND ends_at > now() GROUP BY 1, 2
        """
        self.held = {(user, case): mask for user, case, mask in owner.execute(query)}

    def of(self, user: UUID) -> tuple[set[str], set[str]]:
        """What someone may read, and what they may not."""
        may = {text for case, category, text in self.all if self.held.get((user, case), 0) & category}
        return may, {text for _case, _category, text in self.all} - may


def _pressed(text: str) -> str:
    """Without spaces and hyphens, which a line on paper ends with."""
    return re.sub(r"[\s­-]", "", text)


def test_in_the_demo_nobody_reads_more_in_any_minutes_than_they_may(demo_database, owner):
    texts = Texts(owner)
    query = """
        SELECT held.id FROM triage_meeting held JOIN organisations_region place ON place.id = region_id
        WHERE slug = %s AND closed_at IS NOT NULL ORDER BY opened_at DESC LIMIT 2
    """
    meetings = {slug: owner.execute(query, [slug]).fetchall() for slug in SEATS}
    users = dict(owner.execute("SELECT username, id FROM accounts_user").fetchall())
    readings, read_by_someone = 0, set()
    for key, slug in [(key, slug) for slug, keys in SEATS.items() for key in keys]:
        may, may_not = texts.of(users[key])
        browser = Client()
        browser.post(f"/demo/als/{key}/")
        for (meeting,) in meetings[slug]:
            for text in _readings(browser, f"/mdt/{slug}/verslagen/{meeting}/"):
                found = _pressed(html.unescape(re.sub(r"<[^>]*>", "", text)))
                assert [one for one in may_not if one in found and not _inside(one, may)] == [], (
                    key,
                    meeting,
                )
                read_by_someone |= {one for one in may if one in found}
                readings += 1
    assert readings >= 4 * sum(map(len, SEATS.values()))
    assert len(read_by_someone) > 10


def _inside(text: str, may: set[str]) -> bool:
    """Whether a text is a part of one that may be read."""
    return any(text in one for one in may)
