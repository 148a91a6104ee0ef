"""Every page of the programme is open to everyone with an account, says when it is empty, and costs few statements."""

import pytest
from django.urls import reverse

from rondom.programme.actions import agreements, findings, gatherings, updates
from rondom.programme.models import Finding
from rondom.programme.tests.test_agreements import said as agreed
from rondom.programme.tests.test_gatherings import said as met
from tests.browse import nothing_changed, signed_in, words
from tests.statements import few

EMPTY = {
    "overview": "Nothing waits for a decision.", "initiatives": "Nothing is going on now.", "findings": "Nothing was noted yet",
    "agreements": "No covenant or local alliance stands here yet.", "officers": "0 of 7 organisations", "updates": "There is no news yet.",
    "gatherings": "None is planned.", "subscription": "Send me a mail to confirm",
}  # fmt: skip
FORMS = ["begin", "note", "agreement_add", "plan", "write", "expert_add", "experts"]


@pytest.mark.parametrize("name", EMPTY)
def test_everyone_with_an_account_reads_it_and_an_empty_one_says_so(world, name):
    for user in (world.alice, world.eve, world.administrator):
        client = signed_in(user)
        with nothing_changed():
            answer = client.get(reverse(f"programme:{name}"))
        assert EMPTY[name] in words(answer)
        assert ">Programme</a>" in answer.content.decode(), "in the menu, or below the page"


@pytest.fixture
def much(world, dave, sam, proposed):
    """More of everything than a page shows."""
    with world.acting(dave) as actor:
        for n in range(25):
            agreements.add(actor=actor, said=agreed(world, title=f"Convenant {n}"))
            gatherings.plan(actor=actor, said=met(actor.at, title=f"Bijeenkomst {n}", seats=None))
            update = updates.write(actor=actor, title=f"Bericht {n}", text="Tekst.", initiative=proposed)
            updates.publish(actor=actor, update=update)
    with world.acting(world.bob) as actor:
        for n in range(25):
            findings.note(actor=actor, kind=Finding.Kind.LESSON, text=f"Les {n}", initiative=proposed)
    return proposed


def test_it_costs_few_statements_however_much_there_is(world, dave, much):
    with world.acting(dave) as actor:
        first = gatherings.plan(actor=actor, said=met(actor.at))
    for user in (world.bob, world.carol):
        signed_in(user).post(reverse("programme:register", args=[first.pk]))
    client = signed_in(dave)
    urls = [reverse(f"programme:{name}") for name in [*EMPTY, *FORMS, "roadmap", "news", "feed", "coverage"]]
    urls += [reverse("programme:initiative", args=[much.pk]), reverse("programme:gathering", args=[first.pk])]
    urls += [
        reverse("programme:change", args=[much.pk]),
        reverse("programme:gathering_change", args=[first.pk]),
    ]
    for url in urls:
        client.get(url)
        with few():
            assert client.get(url).status_code == 200, url


def test_lists_go_on_on_a_next_page(world, much):
    client = signed_in(world.bob)
    for name, first, last in [("agreements", "Convenant 0 ", "Convenant 9 "), ("gatherings", "Bijeenkomst 0 ", "Bijeenkomst 24 "), ("updates", "Bericht 24 ", "Bericht 0 ")]:  # fmt: skip
        url = reverse(f"programme:{name}")
        assert "Next page" in words(client.get(url))
        whole = words(client.get(url)) + words(client.get(f"{url}?pagina=2"))
        assert first in whole
        assert last in whole
        assert "Page before" in words(client.get(f"{url}?pagina=2"))
