"""A request of the person: one officer, one case, two weeks; a copy without others; corrections, restriction, refusal."""

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Entry, Grant, Shield
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.rights import actions, paper
from rondom.rights.models import Request
from rondom.sharing.actions import grants, shields
from rondom.sharing.models import Notice, Restriction
from tests.browse import sign_in
from tests.proof import refused
from tests.world import World

ASKED = {
    "kind": Request.Kind.INSIGHT,
    "how": Request.Identity.DOCUMENT,
    "checked_by": "Balie van het CSG",
    "checked_on": timezone.localdate(),
}


@pytest.fixture(autouse=True)
def english():
    """What is refused is said in the language of the code."""
    with translation.override("en"):
        yield


def ask(world: World, case: Case, by=None) -> Case:
    """Eve opens the case for a request of the person."""
    code = world.code(case)
    with world.acting(by or world.eve) as actor:
        return actions.open_request(actor=actor, code=code, **ASKED)


def copy(world: World, case: Case, left_out=frozenset()) -> dict:
    with world.acting(world.eve) as actor:
        return actions.export(
            actor=actor, case=dossier.locked(actor, case.pk), left_out=set(left_out), form="json"
        )


def test_the_officer_sees_nothing_before_all_but_others_during_and_nothing_after(world):
    case = world.coordinated()
    assert world.held(world.eve, case) == 0
    ask(world, case)
    assert world.held(world.eve, case) == sum(Category) - Category.PERPETRATOR
    with world.acting(world.eve) as actor:
        actions.close(actor=actor, case=dossier.locked(actor, case.pk), outcome=Request.Outcome.DONE)
    assert world.held(world.eve, case) == 0


def test_it_ends_by_itself_after_two_weeks(world):
    case = world.report()
    ask(world, case)
    with world.acting(world.eve) as actor:
        grant = Grant.objects.get(case=case, organisation=world.rondom)
        assert grant.ends_at - actor.at == timedelta(days=14)
        assert grant.rows == ["own-data"]
    with world.acting(world.eve, timezone.now() + timedelta(days=15)) as later:
        assert not Case.objects.visible_to(later).filter(pk=case.pk).exists()


def test_the_coordinator_is_told_and_the_log_of_the_case_says_it(world):
    case = world.coordinated()
    ask(world, case)
    with world.acting(world.anna):
        assert Notice.objects.filter(case=case, user=world.anna, kind=Notice.Kind.REQUEST).exists()
        event = Event.objects.get(case_id=case.pk, verb="case:request:opened")
        assert (event.actor_id, event.decision, event.purpose) == (world.eve.pk, "own-data", "insight")


def test_nobody_else_opens_a_case_this_way(world):
    case = world.report()
    code = world.code(case)
    for someone in (world.alice, world.anna, world.administrator):
        with world.acting(someone) as actor, refused(Denied):
            actions.open_request(actor=actor, code=code, **ASKED)
    with world.acting(world.alice), connection.cursor() as cursor:
        cursor.execute(
            "SELECT open_request(gen_random_uuid(), %s, %s, 'insight', 'document', current_date, 1)",
            [code, world.csg.pk],
        )
        assert cursor.fetchone() == (None,)


def test_a_shield_holds_and_looks_like_no_case(world):
    case = world.report()
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, case.pk)
        shields.from_person(actor=actor, case=seen, user=world.eve, reason=Shield.Reason.RELATIVE)
    code = world.code(case)
    with world.acting(world.eve) as actor, refused(NotThere):
        actions.open_request(actor=actor, code=code, **ASKED)


def test_one_request_at_a_time(world):
    case = world.report()
    ask(world, case)
    with world.acting(world.eve) as actor, refused(WrongStep, "open already"):
        actions.open_request(actor=actor, code=world.code(case), **ASKED)


def test_the_copy_holds_what_is_about_the_person_and_nothing_of_others(world):
    case = world.coordinated()
    ask(world, case)
    found = copy(world, case)
    text = json.dumps(found, ensure_ascii=False)
    assert "Lotte" in text
    assert "Het verhaal zoals verteld." in text
    assert "Henk" not in text
    assert not [person.display_name for person in world.people if f'"{person.display_name}"' in text]
    assert {line["organisation"] for line in found["log"]} >= {world.csg.name, world.rondom.name}
    assert set(found) - {"format", "language", "made_at", "keys"} == set(found["keys"])
    assert any("15(4)" in one["why"] for one in found["left_out"])
    assert any("Autoriteit Persoonsgegevens" in one for one in found["rights"])


def test_what_a_bystander_told_stays_theirs(world):
    case = world.report(
        reporter_role="bystander", reporter_note="De buurvrouw belde.", story="Gezien door de buurvrouw."
    )
    ask(world, case)
    text = json.dumps(copy(world, case), ensure_ascii=False)
    assert "buurvrouw" not in text


def test_a_text_in_which_others_can_be_recognised_is_left_out_and_it_says_so(world):
    case = world.report()
    ask(world, case)
    with world.acting(world.eve):
        story = Entry.objects.get(case=case, kind=Entry.Kind.STORY)
    found = copy(world, case, {str(story.pk)})
    assert "Het verhaal zoals verteld." not in json.dumps(found, ensure_ascii=False)
    assert any("recogni" in one["why"] or "herken" in one["why"] for one in found["left_out"])


def test_the_paper_is_tagged_has_a_title_and_a_language_and_holds_the_text(world):
    case = world.coordinated()
    ask(world, case)
    made = paper.pdf(copy(world, case))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) in {"nl", "en"}
        assert pdf.Root.StructTreeRoot
        meta = pdf.open_metadata()
        assert meta["pdfuaid:part"] == "1"
        assert str(pdf.docinfo["/Title"])
        assert len(pdf.pages) >= 2
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_markup_that_was_typed_stays_text(world):
    case = world.report(story='#panic("x") = *kop* [a] @b <c> $d$ \\ ')
    ask(world, case)
    assert paper.pdf(copy(world, case)).startswith(b"%PDF")


def test_a_correction_stands_beside_the_text_for_who_reads_it(world):
    case = world.report()
    ask(world, case)
    with world.acting(world.eve) as actor:
        seen = dossier.locked(actor, case.pk)
        story = Entry.objects.get(case=case, kind=Entry.Kind.STORY)
        actions.correct(actor=actor, case=seen, entry=story, text="Het was op dinsdag.")
    with world.acting(world.alice) as actor:
        assert Entry.objects.get(pk=story.pk).text == "Het verhaal zoals verteld."
        note = Entry.objects.get(case=case, about_id=story.pk)
        assert (note.text, note.category, note.regime) == (
            "Het was op dinsdag.",
            story.category,
            story.regime,
        )
    with world.acting(world.eve) as actor, refused(Denied):
        actions.correct(actor=actor, case=dossier.locked(actor, case.pk), entry=note, text="Nog iets.")


def test_while_restricted_nothing_more_is_shared(world):
    case = world.coordinated()
    ask(world, case)
    with world.acting(world.eve) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(WrongStep, "within a year"):
            actions.restrict(actor=actor, case=seen, ground=Restriction.Ground.DISPUTED, until=actor.at)
        until = actor.at + timedelta(days=30)
        made = actions.restrict(actor=actor, case=seen, ground=Restriction.Ground.DISPUTED, until=until)
    with world.acting(world.anna) as actor:
        share = {"organisation": world.shn, "categories": [Category.SAFETY]}
        with refused(WrongStep, "for now"):
            grants.give(actor=actor, case=dossier.locked(actor, case.pk), **share)
    with world.acting(world.eve) as actor:
        actions.lift(actor=actor, case=dossier.locked(actor, case.pk), restriction=made)
        with refused(WrongStep):
            actions.lift(actor=actor, case=dossier.locked(actor, case.pk), restriction=made)


def test_a_refusal_is_whole_and_leaves_its_categories_out_of_the_next_copy(world):
    case = world.report()
    ask(world, case)
    with world.acting(world.eve) as actor:
        seen = dossier.locked(actor, case.pk)
        with refused(WrongStep, "ground"):
            actions.close(actor=actor, case=seen, outcome=Request.Outcome.PARTLY, refused=4)
        more = {"ground": "investigation", "refused": 4, "until": actor.at + timedelta(days=60)}
        actions.close(actor=actor, case=seen, outcome=Request.Outcome.PARTLY, **more)
    ask(world, case)
    found = copy(world, case)
    assert "Het verhaal zoals verteld." not in json.dumps(found, ensure_ascii=False)
    assert any("23(1)(d)" in one["why"] for one in found["left_out"])


class TestPages:
    @pytest.fixture
    def eve(self, world, client):
        return sign_in(client, world.eve)

    def test_an_officer_goes_from_request_to_copy_to_answer(self, world, eve):
        case = world.coordinated()
        page = eve.get(reverse("rights:requests"))
        assert page.status_code == 200
        sent = {
            "code": world.code(case).lower(), "kind": "insight", "how": "document", "checked_by": "Balie",
            "checked_on": timezone.localdate().isoformat(),
        }  # fmt: skip
        opened = eve.post(reverse("rights:requests"), sent)
        url = reverse("rights:request", args=[case.pk])
        assert opened.headers["Location"] == url
        assert "Balie" in eve.get(url).content.decode()
        for form, kind in (("pdf", "application/pdf"), ("json", "application/json")):
            made = eve.post(url, {"do": "copy", "language": "nl", "form": form})
            assert made.status_code == 200
            assert made.headers["Content-Type"] == kind
            assert made.headers["Content-Disposition"].startswith("attachment;")
            assert "no-store" in made.headers["Cache-Control"]
        assert json.loads(made.content)["language"] == "nl"
        assert eve.post(url, {"do": "answer", "outcome": "refused"}).status_code == 422
        assert eve.post(url, {"do": "answer", "outcome": "done"}).status_code == 302
        assert eve.get(url).status_code == 404
        assert "gedaan" in eve.get(reverse("rights:requests")).content.decode(), (
            "what came of it stays in her list"
        )
        assert eve.get(reverse("case", args=[case.pk])).status_code == 404
        with world.acting(world.anna):
            assert Event.objects.filter(case_id=case.pk, verb="case:exported", action="E").count() == 2

    def test_a_wrong_code_and_another_role(self, world, eve, client):
        sent = {
            "code": "AAA-AAB",
            "kind": "insight",
            "how": "document",
            "checked_by": "B",
            "checked_on": "2026-01-01",
        }
        page = eve.post(reverse("rights:requests"), sent)
        assert page.status_code == 422
        assert 'value="B"' in page.content.decode()
        sign_in(client, world.anna)
        case = world.report()
        assert client.get(reverse("rights:requests")).status_code == 403
        assert client.get(reverse("rights:calendar")).status_code == 403
        for name in ("request", "hold"):
            assert client.get(reverse(f"rights:{name}", args=[case.pk])).status_code == 404
