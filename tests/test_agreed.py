"""The sheet with what was agreed: one accessible page that gives nothing away, only when the person said paper is safe."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone, translation

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category
from rondom.core.errors import Denied, NotThere, WrongStep
from rondom.demo.personas import places
from rondom.rights import actions, agreed, paper
from rondom.rights.agreed import Part, Sheet, Wanted
from rondom.rights.models import Request
from rondom.sharing.actions import consents
from tests.papers import read
from tests.proof import refused
from tests.world import World, yes

SAFE = Wanted(safe="yes", asked=True, phone="070 555 01 00")
NAMED = replace(SAFE, names=True)
OF_ORGANISATIONS = (
    "csg",
    "police",
    "politie",
    "vt",
    "shn",
    "om",
    "Veilig Thuis",
    "Slachtofferhulp",
    "Organisatie csg",
)


@pytest.fixture(autouse=True)
def english():
    """What is refused is said in the language of the code."""
    with translation.override("en"):
        yield


def sheet(world: World, case: Case, wanted: Wanted, by=None) -> str:
    """What stands on the paper that someone prints."""
    with world.acting(by or world.alice) as actor:
        found = actions.print_agreed(actor=actor, case=dossier.locked(actor, case.pk), wanted=wanted)
    return read(paper.one_page(found))


def says(text: str, names: Sequence[str]) -> set[str]:
    spoken = f" {' '.join(agreed._words(text))} "
    return {name for name in names if f" {' '.join(agreed._words(name))} " in spoken}


def test_it_says_whom_to_call_what_comes_next_and_what_one_can_ask(world):
    case = world.coordinated()
    text = sheet(world, case, SAFE)
    assert "Anna" in text
    assert "070 555 01 00" in text
    assert world.code(case) in text
    for sentence in (
        "Wat we hebben afgesproken",
        "Uw contactpersoon",
        "Uiterlijk",
        "stoppen met delen",
        "Bel 112",
    ):
        assert sentence in text
    with world.acting(world.alice):
        event = Event.objects.get(case_id=case.pk, verb="case:agreed:printed")
    assert (event.actor_id, event.purpose, event.action) == (world.alice.pk, "insight", "E")
    chosen = {"letter": False, "by_post": False, "rights": []}
    assert event.data == {"language": "nl", "names": False, **chosen}


def test_in_the_neutral_form_no_organisation_is_named_and_nobody_but_the_contact(world):
    text = sheet(world, world.coordinated(), SAFE)
    assert "U hebt ja gezegd tegen 2 organisaties." in text
    assert "U hebt nee gezegd tegen 1 organisatie." in text
    assert says(text, OF_ORGANISATIONS) == set()
    others = [person.display_name for person in world.people if person != world.anna]
    assert says(text, ["Lotte", "Henk", *others]) == set()
    assert not agreed._HAPPENED.search(text)


def test_with_names_it_says_who_may_know_what_and_nothing_that_was_refused(world):
    text = sheet(world, world.coordinated(), NAMED)
    assert "Politie: nee." in text
    assert "Veilig Thuis: ja. Mag weten: wie u bent en hoe wij u bereiken, wat u hebt verteld, wat u nodig hebt om veilig te zijn." in text  # fmt: skip
    assert "Anna, csg" in text
    assert says(text, ["Lotte", "Henk"]) == set()
    assert not agreed._HAPPENED.search(text)


def test_a_yes_that_was_taken_back_or_ended_is_a_no(world):
    case = world.coordinated()
    consent = world.consent(case, "prosecution", Category.LEGAL, by=world.alice)
    assert "Openbaar Ministerie: ja." in sheet(world, case, NAMED)
    with world.acting(world.alice) as actor:
        consents.withdraw(
            actor=actor, case=dossier.locked(actor, case.pk), consent=consent, words="Toch niet."
        )
    assert "Openbaar Ministerie: nee." in sheet(world, case, NAMED)


def test_what_was_refused_on_a_request_of_the_person_is_not_on_paper(world):
    case = world.coordinated()
    before = sheet(world, case, replace(NAMED, steps=steps_of(world, case)))
    assert "Doe iets voor safety (uiterlijk" in before
    code = world.code(case)
    with world.acting(world.eve) as actor:
        asked = {"kind": Request.Kind.INSIGHT, "how": Request.Identity.DOCUMENT, "checked_by": "Balie"}
        actions.open_request(actor=actor, code=code, checked_on=timezone.localdate(), **asked)
        seen = dossier.locked(actor, case.pk)
        more = {
            "ground": "investigation",
            "refused": int(Category.SAFETY),
            "until": actor.at + timedelta(days=60),
        }
        actions.close(actor=actor, case=seen, outcome=Request.Outcome.PARTLY, **more)
    after = sheet(world, case, replace(NAMED, steps=steps_of(world, case)))
    assert "Doe iets voor safety" not in after
    told = after.split("Wie weet nu wat")[1]
    assert "veilig" not in told.split("Wat u kunt vragen")[0].replace("Veilig Thuis", "")


def steps_of(world: World, case: Case) -> list[str]:
    return [str(step.pk) for step in world.steps(case, kind="action")]


def test_before_the_meeting_it_says_when_we_talk(world):
    text = sheet(world, world.report(), SAFE)
    assert "Voorlopig: Alice" in text
    assert "Wij praten samen over hoe wij u kunnen helpen:" in text


def test_in_english(world):
    text = sheet(
        world, world.weighed(), replace(SAFE, language="en", more="Call before ten.\nBring your letter.")
    )
    for sentence in (
        "What we agreed",
        "Someone was asked to be your contact.",
        "Call before ten.",
        "Bring your letter.",
    ):
        assert sentence in text


@pytest.mark.parametrize(
    "wanted", [replace(SAFE, safe="no"), replace(SAFE, safe="unknown"), replace(SAFE, asked=False)]
)
def test_without_a_yes_of_the_person_nothing_is_printed(world, wanted):
    case = world.coordinated()
    with world.acting(world.alice) as actor, refused(WrongStep, "paper is safe"):
        actions.print_agreed(actor=actor, case=dossier.locked(actor, case.pk), wanted=wanted)


@pytest.mark.parametrize(
    "said",
    [
        "Henk mag dit niet weten.",
        "Over het seksueel geweld.",
        "De POLITIE belt.",
        "Naar de csg morgen.",
        "Rust voor Lotte.",
    ],
)
def test_words_that_say_too_much_are_refused(world, said):
    case = world.coordinated()
    with world.acting(world.alice) as actor, refused(WrongStep, "too much"):
        actions.print_agreed(
            actor=actor, case=dossier.locked(actor, case.pk), wanted=replace(SAFE, more=said)
        )


def test_only_who_knows_who_it_is_prints_it(world):
    case = world.report(answers=[yes("victim_support", Category.RECOVERY)])
    with world.acting(world.sam) as actor:
        seen = dossier.locked(actor, case.pk)
        assert not seen.held & Category.IDENTITY
        with refused(Denied, "who this is"):
            actions.print_agreed(actor=actor, case=seen, wanted=SAFE)
        with refused(Denied):
            actions.read_agreed(actor=actor, case=seen, wanted=SAFE)
    with world.acting(world.celia) as actor, refused(NotThere):
        dossier.locked(actor, case.pk)


def test_the_paper_is_one_tagged_page_under_a_neutral_title(world):
    with world.acting(world.alice) as actor:
        case = dossier.locked(actor, world.coordinated().pk)
        made = paper.one_page(agreed.gather(actor, case, NAMED))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        meta = pdf.open_metadata()
        assert (meta["pdfuaid:part"], len(pdf.pages)) == ("1", 1)
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.StructTreeRoot
        assert str(pdf.Root.Lang) == "nl"
        assert str(pdf.docinfo["/Title"]) == "Wat we hebben afgesproken"
        assert "/Author" not in pdf.docinfo
        assert not says(str(meta), OF_ORGANISATIONS)


def test_a_full_sheet_is_one_page_and_markup_stays_text(world):
    lines = [
        '#panic("x") = *kop* [a] @b <c> $d$ \\',
        *["Een lange regel met afspraken die wij samen maakten. " * 3] * 26,
    ]
    made = paper.one_page(Sheet("nl", "Afspraken", "Vandaag.", [Part("Een", lines)], "Bel 112."))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1
    assert '#panic("x") = *kop* [a] @b <c> $d$ \\' in read(made)


def test_the_demo_has_no_short_name_that_says_what_happened():
    assert not [place.short_name for place in places() if agreed._HAPPENED.search(place.short_name)]
