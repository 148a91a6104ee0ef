"""The programme writes updates; once published everyone reads them, on pages and in a feed, until they are withdrawn."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from rondom.core.errors import Denied
from rondom.programme.actions import updates
from rondom.programme.models import Update
from rondom.programme.tests.seen import happened, turned_away
from tests.browse import field, nothing_changed, signed_in, words
from tests.proof import refused

SENT = {"title": "Eerste les", "text": "Begin <klein>.\n\nEn samen & rustig."}
ATOM = "{http://www.w3.org/2005/Atom}"


def address(name, update):
    return reverse(f"programme:{name}", args=[update.pk])


@pytest.fixture
def draft(world, dave):
    with world.acting(dave) as actor:
        return updates.write(actor=actor, **SENT)


@pytest.fixture
def published(world, dave, draft):
    with world.acting(dave) as actor:
        updates.publish(actor=actor, update=draft)
    return draft


def test_a_draft_is_read_once_more_and_then_published(world, dave, boat):
    client = signed_in(dave)
    answer = client.post("/programma/berichten/nieuw/", SENT | {"about": str(boat.pk)})
    with world.acting(dave):
        made = Update.objects.get()
    assert answer.headers["Location"] == address("publish", made)
    assert happened(world, dave, "programme:update:written").subject_id == made.pk
    assert "En samen & rustig." in words(client.get(address("publish", made)))
    assert "Eerste les Draft" in words(client.get("/programma/berichten/"))
    assert "Eerste les" not in words(signed_in(world.bob).get("/programma/berichten/"))
    assert Client().get(address("update", made)).status_code == 404
    assert client.post(address("publish", made)).status_code == 302
    assert happened(world, dave, "programme:update:published").subject_id == made.pk
    for page in (Client().get("/programma/nieuws/"), signed_in(world.bob).get("/programma/berichten/")):
        assert "Eerste les" in words(page)
    assert "Begin <klein>." in words(Client().get(address("update", made)))


def test_a_draft_is_written_anew_and_what_is_public_is_not(world, dave, draft):
    client = signed_in(dave)
    assert "Begin &lt;klein&gt;." in field(client.get(address("rewrite", draft)), "text")
    assert client.post(address("rewrite", draft), SENT | {"title": "Tweede les"}).status_code == 302
    client.post(address("publish", draft))
    turned_away(world, dave, address("rewrite", draft), SENT, status=409)
    turned_away(world, dave, address("publish", draft), status=409)
    assert "Tweede les" in words(Client().get("/programma/nieuws/"))


@pytest.mark.parametrize("wrong", [{"title": ""}, {"text": ""}, {"text": "x" * 4001}, {"about": "nergens"}])
def test_what_is_missing_is_said(dave, wrong):
    with nothing_changed():
        assert signed_in(dave).post("/programma/berichten/nieuw/", SENT | wrong).status_code == 422


def test_what_is_withdrawn_is_nowhere_any_more_but_for_the_programme(world, dave, published):
    client = signed_in(dave)
    assert "for good" in words(client.get(address("update_withdraw", published)))
    assert client.post(address("update_withdraw", published)).status_code == 302
    assert happened(world, dave, "programme:update:withdrawn").subject_id == published.pk
    assert Client().get(address("update", published)).status_code == 404
    for url in ("/programma/nieuws/", "/programma/nieuws/atom.xml"):
        assert "Eerste les" not in Client().get(url).content.decode()
    assert "Eerste les" not in words(signed_in(world.bob).get("/programma/berichten/"))
    assert "Eerste les Withdrawn" in words(client.get("/programma/berichten/"))
    turned_away(world, dave, address("update_withdraw", published), status=409)


def test_nobody_else_writes_publishes_or_withdraws(world, dave, draft):
    turned_away(world, world.alice, "/programma/berichten/nieuw/", SENT, status=403)
    for name in ("rewrite", "publish", "update_withdraw"):
        turned_away(world, world.alice, address(name, draft), SENT, status=403)
    with world.acting(world.alice) as actor, refused(Denied):
        updates.write(actor=actor, **SENT)


def test_the_feed_holds_what_is_published_and_no_names(published):
    answer = Client(headers={"accept-language": "nl"}).get("/programma/nieuws/atom.xml")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not answer.cookies
    feed = ET.fromstring(answer.content)  # noqa: S314 - our own
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Eerste les"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{published.pk}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{address('update', published)}"
    assert "<p>Begin &lt;klein&gt;.</p>" in entry.findtext(f"{ATOM}summary")
    assert [one.findtext(f"{ATOM}name") for one in feed.iter(f"{ATOM}author")] == ["Rondom"]
    assert "Dave" not in answer.content.decode()
