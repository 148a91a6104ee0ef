"""The story: a deliberate step, with a purpose, on a calm page."""

from tests.browse import markup, signed_in, title, words
from tests.statements import few


def _address(case):
    return f"/zaken/{case.pk}/verhaal/"


def test_first_it_asks_why_and_shows_nothing_of_the_story(world):
    case = world.report()
    page = signed_in(world.alice).get(_address(case))
    assert title(page) == f"Story {world.code(case)} – Rondom"
    assert "Why do you read the story?" in words(page)
    assert "That you read it, and why, stands in the log of this case." in words(page)
    assert "Het verhaal zoals verteld." not in markup(page)


def test_with_a_purpose_it_shows_what_was_told_by_whom_to_whom(world):
    case = world.report()
    page = signed_in(world.alice).post(_address(case), {"purpose": "help"})
    said = words(page)
    assert page.status_code == 200
    assert "The story Told by the person themselves to Alice, Organisatie csg, today" in said
    for told in ["Het verhaal zoals verteld.", "Rust en een dokter.", "Zij belde zelf."]:
        assert told in said


def test_without_a_purpose_it_asks_again(world):
    case = world.report()
    page = signed_in(world.alice).post(_address(case))
    assert page.status_code == 422
    assert "Choose one." in words(page)
    assert "Het verhaal zoals verteld." not in markup(page)


def test_what_was_typed_stays_text(world):
    case = world.report(story="Eerste regel.\n\n<b>Tweede</b> & verder")
    page = markup(signed_in(world.alice).post(_address(case), {"purpose": "mdt"}))
    assert "<p>Eerste regel.</p>" in page
    assert "&lt;b&gt;Tweede&lt;/b&gt; &amp; verder" in page


def test_who_may_not_read_it_is_told_so_and_cannot(world):
    case = world.report()
    client = signed_in(world.sam)
    assert "The story is not shared with your organisation." in words(client.get(_address(case)))
    answer = client.post(_address(case), {"purpose": "help"})
    assert answer.status_code == 403
    assert "Het verhaal zoals verteld." not in markup(answer)


def test_the_page_costs_few_statements(world):
    case = world.report()
    client = signed_in(world.alice)
    with few():
        client.post(_address(case), {"purpose": "help"})
