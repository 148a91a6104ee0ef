"""A file is seen by who may see its part of the case, and only when it may be shared; others do nothing with it."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils import translation

from rondom.audit.models import Event
from rondom.cases.actions import documents, dossier
from rondom.cases.models import Category, Document, Regime, Teller
from rondom.core.errors import Denied
from rondom.core.uploads import BY_NAME, Brought
from tests.browse import markup, nothing_changed, signed_in, words
from tests.proof import refused
from tests.world import yes

Shareable = Document.Shareable


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _at(case, document=None, what=""):
    return f"/zaken/{case.pk}/bestanden/" + (f"{document.pk}/{what}" if document else "")


def _add(
    world, case, by=None, category=Category.STORY, shareable=Shareable.YES, content=b"%PDF-1.4 een brief"
):
    with world.acting(by or world.alice) as actor:
        brought = Brought("Brief.pdf", BY_NAME["PDF"], content)
        about = documents.About(category, Teller.VICTIM, shareable, "Wat erop staat.")
        return documents.add(actor=actor, case=dossier.locked(actor, case.pk), brought=brought, about=about)


def _seen(world, by, case):
    with world.acting(by):
        return set(Document.objects.filter(case=case).values_list("pk", flat=True))


def test_others_see_it_only_with_its_part_of_the_case_and_when_it_may_be_shared(world):
    case = world.report()
    story = _add(world, case)
    for shareable in (Shareable.NO, Shareable.NOT_ASKED):
        _add(world, case, shareable=shareable)
    medical = _add(world, case, category=Category.MEDICAL)
    assert medical.regime == Regime.MEDICAL_SECRECY
    assert len(_seen(world, world.alice, case)) == 4
    assert _seen(world, world.victor, case) == {story.pk}, (
        "the story is shared with Veilig Thuis, medical care is not"
    )
    assert _seen(world, world.sam, case) == set()
    assert _seen(world, world.bob, case) == set()
    victor = signed_in(world.victor)
    assert markup(victor.get(_at(case))).count("Brief.pdf") == 1
    assert victor.post(_at(case, story), {"purpose": "help"}).status_code == 200
    assert victor.post(_at(case, medical), {"purpose": "help"}).status_code == 404


def test_what_may_not_be_shared_stays_with_who_added_it_also_in_an_emergency(world):
    case = world.report()
    kept, shared = _add(world, case, shareable=Shareable.NO), _add(world, case)
    world.break_glass(case, by=world.sam)
    assert _seen(world, world.sam, case) == {shared.pk}
    sam = signed_in(world.sam)
    with nothing_changed():
        assert sam.get(_at(case, kept)).status_code == 404
        assert sam.post(_at(case, kept), {"purpose": "help"}).status_code == 404
    with world.acting(world.alice):
        assert Event.objects.filter(case_id=case.pk, outcome="refused", actor_id=world.sam.pk).count() == 2


def test_once_the_person_says_no_others_see_it_no_more_at_once(world):
    case = world.report()
    document = _add(world, case)
    alice, victor = signed_in(world.alice), signed_in(world.victor)
    assert victor.get(_at(case, document)).status_code == 200
    assert "With “yes” it is seen by" in words(alice.get(_at(case, document, "delen/")))
    answer = alice.post(_at(case, document, "delen/"), {"shareable": "no"}, follow=True)
    assert "Only your organisation sees it" in words(answer)
    assert victor.get(_at(case, document)).status_code == 404
    alice.post(_at(case, document, "delen/"), {"shareable": "yes"})
    assert victor.get(_at(case, document)).status_code == 200


def test_only_who_added_it_shares_or_withdraws_it(world):
    case = world.report()
    document = _add(world, case)
    victor = signed_in(world.victor)
    with nothing_changed():
        for what, sent in [("delen/", {"shareable": "no"}), ("intrekken/", {})]:
            assert victor.get(_at(case, document, what)).status_code == 403
            assert victor.post(_at(case, document, what), sent).status_code == 403
    with world.acting(world.victor) as actor:
        seen, row = dossier.locked(actor, case.pk), Document.objects.get(pk=document.pk)
        with refused(Denied):
            documents.withdraw(actor=actor, case=seen, document=row)
        with refused(Denied):
            documents.may_be_shared(actor=actor, case=seen, document=row, shareable=Shareable.NO)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_document SET shareable = 'no' WHERE id = %s", [document.pk])
            assert cursor.rowcount == 0, "nor past the application"
    with world.acting(world.alice):
        assert Event.objects.filter(case_id=case.pk, outcome="refused", actor_id=world.victor.pk).count() == 4


def test_the_database_lets_nobody_withdraw_in_anothers_name_or_keep_content(world):
    case = world.report()
    document = _add(world, case)
    with world.acting(world.alice), connection.cursor() as cursor:
        gone = "withdrawn_at = now(), content = NULL, description = NULL"
        for change, rule in [
            (f"{gone}, withdrawn_by_id = '{world.bob.pk}'", "row-level security"),
            (
                f"withdrawn_at = now(), withdrawn_by_id = '{world.alice.pk}'",
                "document_content_until_withdrawn",
            ),
            ("content = NULL", "document_content_until_withdrawn"),
            (gone, "document_withdrawn|row-level security"),
        ]:
            with pytest.raises(Exception, match=rule), transaction.atomic():
                cursor.execute(f"UPDATE cases_document SET {change} WHERE id = %s", [document.pk])


def test_police_files_fall_under_their_own_law(world):
    case = world.report(by=world.bob, answers=[yes("csg", *Category)])
    document = _add(world, case, by=world.bob)
    assert document.regime == Regime.WPG_8
    assert _seen(world, world.alice, case) == {document.pk}, "by the decision under Wpg article 20"
