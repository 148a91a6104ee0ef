"""In the demo, what no fact rules out is judged by whoever registered the case, through the real action."""

import json

import psycopg
import pytest

from rondom.cases.models import Entry
from rondom.core import embedded
from rondom.demo.history import NOT_APPLICABLE
from rondom.first_contact.models import WindowStep
from tests.casuistry import FOLDER
from tests.opened import opened

EC = {"EC_LNG_72H", "EC_UPA_IUD_120H"}


@pytest.fixture
def judged(demo_database):
    """The steps with windows of each case of the demo, by the sentence that names it."""
    place = embedded.database("rondom_owner", name=demo_database)
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=demo_database
    ) as owner:
        titles = {entry.case_id: entry.text for entry in opened(owner, Entry, kind=Entry.Kind.SUMMARY)}
        found = {}
        for step in opened(owner, WindowStep):
            found.setdefault(titles[step.case_id], []).append(step)
    return found


def test_three_cases_hold_a_judgement_with_its_reason_and_no_other_holds_a_step(judged):
    titles = {json.loads((FOLDER / f"{name}.json").read_text())["title_nl"]: name for name in NOT_APPLICABLE}
    assert {titles.get(title) for title in judged} == set(NOT_APPLICABLE)
    for title, steps in judged.items():
        assert {step.code for step in steps} == EC
        assert {(step.kind, step.reason) for step in steps} == {
            ("not_applicable", NOT_APPLICABLE[titles[title]])
        }
