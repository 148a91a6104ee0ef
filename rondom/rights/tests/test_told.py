"""A person's copy says which files are kept, how often they told it, and what was added."""

import json
from collections.abc import Iterator

import pytest
from django.utils import translation

from rondom.cases.actions import documents, dossier, telling
from rondom.cases.models import Category, Document, Entry, Retelling, Teller
from rondom.core.uploads import BY_NAME, Brought
from rondom.rights import actions, paper
from rondom.rights.models import Request
from rondom.rights.tests.test_requests import ask, copy


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_the_copy_says_which_files_there_are_how_often_it_was_told_and_what_was_added(world):
    case = world.coordinated()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        for name, given_by, shareable in [
            ("Eigen.pdf", Teller.VICTIM, Document.Shareable.NO),
            ("Van ander.pdf", Teller.RELATIVE, Document.Shareable.YES),
        ]:
            about = documents.About(Category.STORY, given_by, shareable)
            documents.add(
                actor=actor, case=seen, brought=Brought(name, BY_NAME["PDF"], b"%PDF-"), about=about
            )
        for by, text in [(Teller.VICTIM, "Later verteld."), (Teller.RELATIVE, "Door haar broer verteld.")]:
            told = telling.Told(by=by, at=actor.at, day_only=True)
            telling.add(actor=actor, case=seen, kind=Entry.Kind.ADDITION, text=text, told=told)
        asked = {"asked_by": "de school", "at": actor.at, "day_only": True, "need": Retelling.Need.NOT_NEEDED}
        telling.note_retelling(actor=actor, case=seen, why="Zonder reden.", **asked)
    with world.acting(world.eve):
        assert not Document.objects.filter(case=case).exists()
    ask(world, case)
    found = copy(world, case)
    assert [one["what"] for one in found["files"]] == ["letter: Eigen.pdf"], (
        "also what may not be shared with others"
    )
    assert [(one["organisation"], one["how"]) for one in found["retellings"]] == [
        (world.csg.name, "told for the first time"), ("de school", "not needed")
    ]  # fmt: skip
    assert paper.pdf(found).startswith(b"%PDF-")
    text = json.dumps(found, ensure_ascii=False)
    assert "Later verteld." in text
    assert "broer" not in text
    assert "Van ander" not in text
    assert any("a file that someone else gave" in one["why"] for one in found["left_out"])
    with world.acting(world.eve) as actor:
        actions.close(actor=actor, case=dossier.locked(actor, case.pk), outcome=Request.Outcome.DONE)
        assert not Document.objects.filter(case=case).exists(), "only as long as the request is open"
