"""What everyone reads without an account: no cookies, no names of people, in two languages, and nothing odd in the address hurts."""

import pytest
from django.test import Client

from rondom.programme.actions import agreements, updates
from rondom.programme.tests.test_agreements import said
from tests.browse import markup, nothing_changed, words
from tests.pages import faults, headers_are_strict

PAGES = ["/programma/", "/programma/nieuws/", "/programma/gemeenten/"]


@pytest.fixture
def filled(world, dave, proposed):
    with world.acting(dave) as actor:
        agreements.add(actor=actor, said=said(world))
        updates.publish(
            actor=actor, update=updates.write(actor=actor, title="Eerste les", text="Begin klein.")
        )


def reader(language="en"):
    return Client(headers={"accept-language": language})


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("url", PAGES)
def test_it_sets_no_cookie_writes_nothing_and_names_nobody(url):
    client = reader()
    with nothing_changed():
        answer = client.get(url)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not client.cookies
    assert headers_are_strict(answer) == []
    assert faults(answer) == []
    assert "csrfmiddlewaretoken" not in markup(answer)
    for name in ("Dave", "Bob", "Alice"):
        assert name not in words(answer)
    assert len(answer.content) < 60_000


@pytest.mark.usefixtures("filled")
def test_the_roadmap_says_what_for_whom_by_whom_and_how_far():
    page = words(reader().get("/programma/"))
    for word in ("Eén entree", "Weten voor wie.", "Organisatie csg, Organisatie vt, Wijkteam", "With the steering group", "Niet zelf zoeken.", "Voor make."):  # fmt: skip
        assert word in page
    assert "Een proef?" not in page, "what the steering group is asked is not public"
    assert "Nothing is going on for this choice." in words(reader().get("/programma/?groep=other"))


@pytest.mark.usefixtures("filled")
def test_the_municipalities_of_a_region_are_named():
    page = words(reader().get("/programma/gemeenten/?regio=VR15"))
    assert "Haaglanden 1/9" in page
    assert "Delft Covenant Wijkteams, since" in page
    assert "Zoetermeer Nothing yet that we know of." in page
    tiles = markup(reader().get("/programma/gemeenten/"))
    assert tiles.count('<g class="none">') == 24
    assert tiles.count('<g class="some">') == 1


@pytest.mark.parametrize("url", PAGES)
def test_the_language_is_that_of_the_browser_or_the_one_asked_for(world, url):
    assert 'lang="nl"' in markup(reader("nl").get(url))
    assert 'lang="en"' in markup(reader("en").get(url))
    answer = reader("nl").get(f"{url}?taal=en")
    assert '<html lang="en"' in markup(answer)
    assert 'href="/programma/nieuws/?taal=en"' in markup(answer)
    assert not answer.cookies


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(
    "query", ["taal=xx&groep=%00&fase=men&regio=VR99&pagina=1e9", "taal=%F0%9F%92%A5", "regio=" + "x" * 3000]
)
def test_nothing_odd_in_the_address_hurts(world, url, query):
    assert reader().get(f"{url}?{query}").status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_an_empty_page_says_so(world, url):
    page = words(reader().get(url))
    assert any(word in page for word in ("Nothing is going on now.", "There is no news yet.", "0/9", "0"))


def test_the_roadmap_is_empty_at_first(world):
    assert "Nothing is going on now." in words(reader().get("/programma/"))
    assert "There is no news yet." in words(reader().get("/programma/nieuws/"))
