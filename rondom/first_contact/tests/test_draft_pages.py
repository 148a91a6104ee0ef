"""Typing a report over HTTP: saved by the script or by the button, found on Today and on the form, ended by registering."""

import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from rondom.cases.models import Case
from rondom.first_contact.models import Draft
from tests.browse import field, markup, nothing_changed, signed_in, title, words
from tests.pages import headers_are_strict

NEW, TODAY = "/melding/nieuw/", "/vandaag/"
ROWS = {"involved-TOTAL_FORMS": "3", "involved-INITIAL_FORMS": "0"}
WHOLE = {"region": "north", "channel": "csg", **ROWS}
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def alice(world) -> Client:
    return signed_in(world.alice)


def hidden(page) -> dict[str, str]:
    """What the form says of its draft."""
    found = re.findall(r'name="(draft[-\w]*)" value="([^"]*)"', markup(page))
    assert len(found) == 4
    return dict(found)


def at(key, what="") -> str:
    return f"/melding/concept/{key}/{what}"


def save(client: Client, own: dict[str, str], **typed):
    """As the script does it."""
    return client.post(at(own["draft"]), {**WHOLE, **typed, **own}, headers=SCRIPT)


def kept(client: Client, **typed) -> dict:
    answer = save(client, hidden(client.get(NEW)), **typed)
    assert answer.status_code == 200
    return answer.json()


def test_the_script_saves_and_hears_what_it_needs(alice):
    own = hidden(alice.get(NEW))
    answer = save(alice, own, sentence="Zij wil rust.")
    found = answer.json()
    assert re.fullmatch(r"Saved at \d\d:\d\d", found.pop("said"))
    assert 890 < found.pop("left") <= 900
    assert found == {
        "draft": own["draft"], "version": 1, "save": at(own["draft"]), "address": f"{NEW}?concept={own['draft']}",
        "versions": "", "case": "",
    }  # fmt: skip
    assert headers_are_strict(answer) == []


def test_what_was_typed_stands_in_the_form_again_unjudged(alice):
    typed = {
        "sentence": "",
        "birth_year": "negentien",
        "event_earliest": "gisteren",
        "story": "Zij zei: <b>ik wil</b> rust.",
        "involved-2-name": "Henk",
        "voicemail_ok": "no",
    }
    page = alice.get(kept(alice, **typed)["address"])
    for name in ("birth_year", "event_earliest", "involved-2-name"):
        assert typed[name] in field(page, name), name
    assert "&lt;b&gt;ik wil&lt;/b&gt; rust." in field(page, "story")
    assert re.search(r'name="voicemail_ok" value="no" id="[^"]*" checked', markup(page))
    assert "Choose one." not in words(page)
    assert "Nothing is registered yet" not in words(page)
    assert title(page) == "New report – Rondom"
    assert hidden(page)["draft-version"] == "1"


def test_more_rows_than_the_form_shows_go_along(alice):
    people = {f"involved-{row}-name": f"Naam {row}" for row in range(200)}
    found = kept(alice, **people, **{"nog-te-maken": "x"})
    page = alice.get(found["address"])
    shown = dict(re.findall(r'name="(involved-\d+-name|nog-te-maken)" value="([^"]*)"', markup(page)))
    assert shown == {**people, "nog-te-maken": "x"}


def test_without_script_the_button_keeps_it_and_leads_back(alice):
    own = hidden(alice.get(NEW))
    answer = alice.post(at(own["draft"]), {**WHOLE, **own, "story": "Half"})
    assert answer.headers["Location"] == f"{NEW}?concept={own['draft']}"
    page = alice.get(answer.headers["Location"])
    assert "Half" in field(page, "story")
    assert "You find it again on Today." in words(page)


def test_today_and_the_empty_form_offer_it_without_its_words(alice):
    found = kept(alice, sentence="kanariewoord")
    today, new = alice.get(TODAY), alice.get(NEW)
    assert "My drafts 1" in words(today)
    assert "You began a report before and did not register it." in words(new)
    for page in (today, new):
        assert f'href="{found["address"]}"' in markup(page)
        assert "kanariewoord" not in markup(page)


def test_registering_ends_it_and_the_same_form_again_gives_the_case(alice, world):
    own = hidden(alice.get(NEW))
    save(alice, own, sentence="Een vrouw vraagt hulp.")
    sent = {**WHOLE, **own, "sentence": "Een vrouw vraagt hulp."}
    first = alice.post(NEW, sent)
    with nothing_changed():
        again = alice.post(NEW, sent)
    assert first.headers["Location"] == again.headers["Location"]
    assert alice.get(f"{NEW}?concept={own['draft']}").headers["Location"] == first.headers["Location"]
    assert "My drafts" not in words(alice.get(TODAY))
    with world.acting(world.alice):
        assert Case.objects.count() == 1


def test_a_form_that_was_never_saved_registers_once_too(alice, world):
    sent = {**WHOLE, **hidden(alice.get(NEW)), "sentence": "Een vrouw vraagt hulp."}
    places = {alice.post(NEW, sent).headers["Location"] for _time in range(2)}
    assert len(places) == 1
    with world.acting(world.alice):
        assert Case.objects.count() == 1


def test_a_form_whose_draft_is_gone_is_registered_all_the_same(alice, world):
    own = {**hidden(alice.get(NEW)), "draft-version": "7"}
    answer = alice.post(NEW, {**WHOLE, **own, "sentence": "Een vrouw vraagt hulp."})
    assert answer.status_code == 302
    with world.acting(world.alice):
        assert Case.objects.count() == 1


def test_what_was_typed_since_registering_is_not_lost(alice):
    own = hidden(alice.get(NEW))
    sent = {**WHOLE, **own, "sentence": "Een vrouw vraagt hulp."}
    case = alice.post(NEW, sent).headers["Location"]
    more = {**sent, "draft-turn": "1", "story": "En nog dit."}
    again = alice.post(NEW, more)
    assert again.headers["Location"] == case
    assert "kept with your drafts" in words(alice.get(case))
    assert "Typed after registering" in words(alice.get(TODAY))


def test_a_form_with_a_fault_stays_the_same_draft(alice):
    own = hidden(alice.get(NEW))
    page = alice.post(NEW, {**WHOLE, **own, "story": "Half"})
    assert page.status_code == 422
    assert hidden(page) == own
    assert "data-draft-unsaved" in markup(page)


def test_two_pages_are_shown_side_by_side_and_one_is_chosen(alice):
    found = kept(alice, sentence="Hetzelfde", story="In het eerste venster.")
    here, there = (hidden(alice.get(found["address"])) for _window in range(2))
    save(alice, here, sentence="Hetzelfde", story="Verder in het eerste.")
    other = save(alice, there, sentence="Hetzelfde", story="Verder in het tweede.").json()
    said = words(alice.get(other["versions"]))
    assert "What did they tell? Verder in het eerste." in said
    assert "What did they tell? Verder in het tweede." in said
    assert "Hetzelfde" not in said
    assert "Compare the versions" in words(alice.get(TODAY))
    chosen = alice.post(other["versions"])
    page = alice.get(chosen.headers["Location"])
    assert "Verder in het tweede." in field(page, "story")
    assert "Take back" in words(alice.get(TODAY))


def test_throwing_away_is_asked_first_and_can_be_taken_back(alice):
    key = kept(alice, story="Half")["draft"]
    with nothing_changed():
        asked = alice.get(at(key, "weggooien/"))
    assert "Throw this draft away?" in words(asked)
    assert "Half" not in markup(asked)
    alice.post(at(key, "weggooien/"))
    assert "Thrown away" in words(alice.get(TODAY))
    assert alice.get(f"{NEW}?concept={key}").status_code == 409
    page = alice.get(alice.post(at(key, "terughalen/")).headers["Location"])
    assert "Half" in field(page, "story")


def test_another_does_not_see_it_and_cannot_tell_it_from_nothing(alice, world):
    key = kept(alice, story="Half")["draft"]
    dave = signed_in(world.dave)
    own = {**hidden(dave.get(NEW)), "draft": key}
    with nothing_changed():
        for one in (key, uuid4()):
            for what in ("", "versies/", "weggooien/"):
                assert dave.get(at(one, what)).status_code == 404
                assert dave.post(at(one, what)).status_code == 404
            assert dave.get(f"{NEW}?concept={one}").status_code == 404
        assert save(dave, own, story="Van mij").status_code == 404
    assert "My drafts" not in words(dave.get(TODAY))


@pytest.mark.parametrize("what", ["", "x", "00000000"])
def test_what_is_no_draft_is_not_there(alice, what):
    assert alice.get(f"{NEW}?concept={what}").status_code == 404


def test_too_long_is_refused_in_words_and_shown_again(alice):
    own = hidden(alice.get(NEW))
    with nothing_changed():
        answer = alice.post(at(own["draft"]), {**WHOLE, **own, "story": "Heel veel " * 101_000})
    assert answer.status_code == 409
    assert "This is too long to be kept as a draft." in words(answer)


def test_a_save_without_a_token_is_not_believed(world):
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(world.alice).cookies
    own = {"draft-version": "0", "draft-page": str(uuid4()), "draft-turn": "0"}
    with nothing_changed():
        assert client.post(at(uuid4()), {**WHOLE, **own}, headers=SCRIPT).status_code == 403


def test_who_signed_in_anew_gets_a_token_for_their_own_draft_alone(alice, world):
    key = kept(alice, story="Half")["draft"]
    assert len(json.loads(alice.get(at(key), headers=SCRIPT).content)["token"]) == 64
    assert signed_in(world.dave).get(at(key), headers=SCRIPT).status_code == 404
    assert alice.get(at(key)).headers["Location"] == f"{NEW}?concept={key}"


def test_what_was_sent_after_the_session_ended_is_back_after_signing_in(alice, world):
    found = kept(alice, story="Half")
    own = {**hidden(alice.get(found["address"]))}
    session = alice.session
    session["began"] = 1
    session.save()
    answer = alice.post(
        at(own["draft"]),
        {**WHOLE, **own, "story": "Half en meer"},
        headers={"Referer": f"http://testserver{NEW}"},
    )
    assert answer.status_code == 302
    alice.force_login(world.alice)
    page = alice.get(NEW)
    assert "Half en meer" in field(page, "story")
    assert hidden(page)["draft"] == own["draft"]
    assert "data-draft-unsaved" in markup(page)


def test_a_draft_is_one_of_the_form_whatever_it_asks(alice, world):
    key = kept(alice, **{"a-new-question": "ja"})["draft"]
    with world.acting(world.alice):
        assert '["a-new-question", ["ja"]]' in Draft.objects.get(pk=key).content
