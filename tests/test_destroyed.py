"""A case is destroyed by destroying its keys: pages say so, and no copy of anything brings it back."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rondom.cases.models import Case, Category, Entry, Person
from rondom.core import embedded
from rondom.core.kms import kms
from rondom.keys import ring, rotation, store
from rondom.keys.sealed import SealedError
from rondom.keys.tests.conftest import acting_as
from tests.on_disk import files
from tests.opened import opened
from tests.world import World, yes

GONE = "Deze tekst is vernietigd."
CANARY = "koolmees"


@dataclass
class Told:
    """Two cases of Alice, one to be destroyed, and all keys as they were before."""

    world: World
    case: Case
    other: Case
    copy: list[tuple]


@pytest.fixture(scope="module")
def told(own_database) -> Iterator[Told]:
    world = World()
    everything = yes("veilig_thuis", *Category)
    people = [{"roles": ["victim"], "name": f"{CANARY} Lotte", "birth_year": 1998, "phone": "06-00000999"}]
    words = {"sentence": f"{CANARY} zin.", "story": f"{CANARY} verhaal.", "wishes": f"{CANARY} rust."}
    case = world.coordinated(answers=[everything], people=people, **words)
    other = world.report(story="een ander verhaal")
    with keeper() as keys:
        copy = keys.execute("SELECT case_id, part, epoch, wrapped FROM keyset WHERE case_id = %s", [case.pk])
        yield Told(world, case, other, copy.fetchall())


def keeper() -> psycopg.Connection:
    """Whoever administers the server of the key store."""
    place = embedded.database("rondom_owner", base="rondom_keys")
    return psycopg.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=place["NAME"], autocommit=True
    )


def page(user, name: str, case: Case, **sent) -> tuple[int, str]:
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    address = reverse(name, args=[case.pk])
    answer = browser.post(address, sent) if sent else browser.get(address)
    return answer.status_code, answer.content.decode()


def pages(told: Told) -> dict[str, tuple[int, str]]:
    alice, case = told.world.alice, told.case
    return {
        "case": page(alice, "case", case),
        "story": page(alice, "cases:story", case, purpose="help"),
        "log": page(alice, "cases:log", case),
    }


def test_before_it_can_be_read(told):
    shown = pages(told)
    assert {status for status, _ in shown.values()} == {200}
    assert f"{CANARY} Lotte" in shown["case"][1]
    assert f"{CANARY} verhaal." in shown["story"][1]
    assert GONE not in "".join(text for _, text in shown.values())


def test_with_a_key_that_is_lost_the_page_fails_aloud_and_says_nothing(told, caplog):
    """Not destroyed on purpose: an error, in the log without content, and nothing on the page that looks like an answer."""
    kept = settings.KMS_FOLDER
    settings.KMS_FOLDER = kept.with_name("nowhere")
    kms.cache_clear()
    try:
        shown = pages(told)
    finally:
        settings.KMS_FOLDER = kept
        kms.cache_clear()
    assert (shown["case"][0], shown["story"][0], shown["log"][0]) == (500, 500, 200)
    assert GONE not in shown["case"][1]
    assert "There is no key epoch-" in caplog.text
    assert CANARY not in caplog.text
    assert pages(told)["case"][0] == 200


def test_a_text_that_was_tampered_with_fails_aloud(told, owner, caplog):
    story = "SELECT id, text FROM cases_entry WHERE case_id = %s AND kind = 'story'"
    ((mine, text),) = owner.execute(story, [told.case.pk])
    ((_, others),) = owner.execute(story, [told.other.pk])
    ((_, wishes),) = owner.execute(story.replace("'story'", "'wishes'"), [told.case.pk])
    for planted in (others, wishes, text[:-1] + bytes([text[-1] ^ 1]), text + b"\0"):
        owner.execute("UPDATE cases_entry SET text = %s WHERE id = %s", [planted, mine])
        status, shown = page(told.world.alice, "cases:story", told.case, purpose="help")
        assert status == 500
        assert "verhaal." not in shown
    assert "it is not what was written there" in caplog.text
    owner.execute("UPDATE cases_entry SET text = %s WHERE id = %s", [text, mine])
    assert page(told.world.alice, "cases:story", told.case, purpose="help")[0] == 200


def test_a_name_in_the_place_of_a_text_of_the_same_row_is_refused(told, owner):
    (lotte,) = opened(owner, Person, case_id=told.case.pk)
    columns = vars(lotte)
    columns["phone"] = columns["name"]
    with pytest.raises(SealedError, match=r"cases_person\|phone"):
        assert lotte.phone


@pytest.fixture(scope="module")
def destroyed(told) -> Told:
    """The same, from then on without the keys of the first."""
    with acting_as("worker"):
        store.destroy(told.case.pk, ring.PARTS)
    return told


def test_once_destroyed_pages_say_so(destroyed):
    shown = pages(destroyed)
    assert {status for status, _ in shown.values()} == {200}
    assert GONE in shown["case"][1]
    assert GONE in shown["story"][1]
    assert CANARY not in "".join(text for _, text in shown.values())
    assert (
        "een ander verhaal" in page(destroyed.world.alice, "cases:story", destroyed.other, purpose="help")[1]
    )


def test_nothing_more_can_be_written_in_it(destroyed):
    with destroyed.world.acting(destroyed.world.alice):
        entry = Entry.objects.filter(case=destroyed.case).first()
        entry.text = "opnieuw"
        with pytest.raises(SealedError, match="were destroyed"):
            entry.save()


def test_no_older_copy_of_the_key_store_brings_it_back(destroyed, owner):
    with acting_as("worker"):
        rotation.rotate()
    with keeper() as keys:
        keys.execute("DELETE FROM keyset WHERE case_id = %s", [destroyed.case.pk])
        query = "INSERT INTO keyset VALUES (%s, %s, %s, %s)"
        epoch = destroyed.copy[0][2]
        keys.execute("INSERT INTO epoch VALUES (%s)", [epoch])
        keys.cursor().executemany(query, destroyed.copy)
        try:
            rows = [
                *opened(owner, Entry, case_id=destroyed.case.pk),
                *opened(owner, Person, case_id=destroyed.case.pk),
            ]
            for row in rows:
                with pytest.raises(SealedError, match=f"There is no key epoch-{epoch}"):
                    assert getattr(row, "text" if isinstance(row, Entry) else "name")
            assert len(rows) >= 4
            assert page(destroyed.world.alice, "case", destroyed.case)[0] == 500
        finally:
            keys.execute("DELETE FROM keyset WHERE case_id = %s", [destroyed.case.pk])
            keys.execute("DELETE FROM epoch WHERE number = %s", [epoch])


def test_no_file_of_the_cluster_and_no_master_key_has_a_word_of_it(told, owner):
    place = embedded.database()
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], user="postgres", dbname="postgres"
    ) as postgres:
        postgres.execute("CHECKPOINT")
    looked = 0
    for folder in ("cluster", "kms"):
        for path, content in files(folder):
            looked += 1
            assert CANARY.encode() not in content, path
    assert looked > 300
