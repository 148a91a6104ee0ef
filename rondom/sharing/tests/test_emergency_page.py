"""Break-glass: one case, four hours, told at once and reviewed; and one answer for all that is not there."""

from datetime import timedelta

import pytest
from django.test import Client

from rondom.audit.models import Event
from rondom.cases.actions import dossier
from rondom.cases.models import Case, Category, Emergency, Shield
from rondom.sharing.actions import shields
from rondom.sharing.models import Notice
from tests.browse import markup, nothing_changed, sign_in, signed_in, words
from tests.pages import same_page
from tests.statements import ON_A_CASE, few

PAGE, QUEUE = "/noodtoegang/", "/toezicht/noodtoegang/"
WHY = "Zij belt en zegt dat hij nu voor de deur staat."
BANNER = "You see this case in an emergency, until"


@pytest.fixture
def case(world):
    return world.coordinated()


def _open(client, typed, **changes):
    return client.post(PAGE, {"code": typed, "reason": "danger", "words": WHY, "understood": "on", **changes})


def test_it_says_before_what_happens(world):
    said = words(signed_in(world.dave).get(PAGE))
    for part in ["Call 112 first", "4 hours", "told at once", "two working days", "The person will see"]:
        assert part in said


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{spaced}"])
def test_who_saw_nothing_opens_all_of_one_case_by_its_code(world, case, typed):
    code = world.code(case)
    client = signed_in(world.dave)
    assert client.get(f"/zaken/{case.pk}/").status_code == 404
    typed = typed.format(code=code, lower=code.lower(), spaced=" ".join(code.replace("-", "")))
    found = _open(client, typed)
    assert (found.status_code, found.headers["Location"]) == (302, f"/zaken/{case.pk}/")
    assert world.held(world.dave, case) == sum(Category)


def test_a_banner_stands_on_every_page_of_the_case_and_others_on_the_case_see_who_it_is(world, case):
    client = signed_in(world.dave)
    _open(client, world.code(case))
    for page in ["", "verhaal/", "logboek/", "afschermen/"]:
        assert BANNER in words(client.get(f"/zaken/{case.pk}/{page}")), page
    said = words(signed_in(world.anna).get(f"/zaken/{case.pk}/"))
    assert "Dave of Organisatie csg sees this case in an emergency, until" in said
    assert BANNER not in said
    assert "Dave opened the case in an emergency" in words(
        signed_in(world.anna).get(f"/zaken/{case.pk}/logboek/")
    )


def test_the_page_of_a_case_costs_few_statements_in_an_emergency_too(world, case):
    client = signed_in(world.dave)
    _open(client, world.code(case))
    with few(ON_A_CASE):
        client.get(f"/zaken/{case.pk}/")


def test_the_coordinator_is_told(world, case):
    _open(signed_in(world.dave), world.code(case))
    with world.acting(world.anna):
        assert Notice.objects.filter(case=case, user=world.anna, kind="emergency").count() == 1


def test_it_ends_by_itself_after_four_hours(world, case):
    _open(signed_in(world.dave), world.code(case))
    with world.acting(world.dave) as actor:
        found = Emergency.objects.get(case=case)
        assert found.ends_at - found.starts_at == timedelta(hours=4)
        assert found.words == WHY
        later = found.ends_at
    with world.acting(world.dave, at=later) as actor:
        assert not Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def _absent(world, case):
    """Three codes: of nothing, of a case that is shielded from Dave, and of a case in another region."""
    shielded, south = world.report(), world.report(by=world.paul, region=world.south, answers=[])
    with world.acting(world.alice) as actor:
        seen = dossier.locked(actor, shielded.pk)
        shields.from_person(actor=actor, case=seen, user=world.dave, reason=Shield.Reason.RELATIVE)
    return ["R7K-42D", world.code(shielded), world.seen(world.paul, south).code]


def test_what_is_not_there_is_shielded_or_lies_elsewhere_is_one_answer_and_each_attempt_is_recorded(
    world, case
):
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    sign_in(client, world.dave)
    codes = _absent(world, case)
    with nothing_changed():
        answers = [_open(client, code) for code in codes]
    assert {answer.status_code for answer in answers} == {404}
    assert all(same_page(answers[0], answer) for answer in answers[1:])
    with world.acting(world.dave):
        tried = Event.objects.filter(verb="access:not_there", actor_id=world.dave.pk)
        assert [event.data["requested"] for event in tried.order_by("pk")] == codes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": "Het is dringend."}, "Write in at least 30 signs why this cannot wait."),
        ({"words": " " * 40}, "required"),
        ({"reason": "nieuwsgierig"}, "Select a valid choice"),
        ({"code": "R7K-42X"}, "This cannot be a case code."),
        ({"understood": ""}, "required"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(world, case, changes, said):
    client = signed_in(world.dave)
    with nothing_changed():
        page = _open(client, world.code(case), **changes)
    assert page.status_code == 422
    assert said in words(page) or "This field is required" in words(page)
    assert changes.get("words", WHY).strip() in markup(page)


@pytest.mark.parametrize("who", ["eve", "administrator"])
def test_who_gives_no_help_opens_nothing(world, case, who):
    client = signed_in(getattr(world, who))
    with nothing_changed():
        assert client.get(PAGE).status_code == 403
        assert _open(client, world.code(case)).status_code == 403


def test_the_privacy_officer_reviews_without_seeing_the_case(world, case):
    _open(signed_in(world.dave), world.code(case))
    client = signed_in(world.eve)
    said = words(client.get(QUEUE))
    assert world.code(case) in said
    assert "Dave, Organisatie csg: someone is in danger now" in said
    with world.acting(world.dave):
        emergency = Emergency.objects.get(case=case)
    page = f"{QUEUE}{emergency.pk}/"
    assert WHY in words(client.get(page))
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"finding": "justified"}).status_code == 302
    said = words(client.get(QUEUE))
    assert "Nothing waits for you." in said
    assert "reviewed by Eve" in said
    assert client.post(page, {"finding": "misuse"}).status_code == 409
    assert client.get(f"/zaken/{case.pk}/").status_code == 404
    assert world.held(world.eve, case) == 0


def test_only_a_privacy_officer_sees_the_list_and_its_items(world, case):
    _open(signed_in(world.dave), world.code(case))
    with world.acting(world.dave):
        emergency = Emergency.objects.get(case=case)
    for someone in (world.anna, world.dave, world.administrator):
        client = signed_in(someone)
        assert client.get(QUEUE).status_code == 403
        assert client.get(f"{QUEUE}{emergency.pk}/").status_code == 403


def test_in_an_emergency_nobody_changes_who_sees_the_case(world, case):
    client = signed_in(world.dave)
    _open(client, world.code(case))
    with nothing_changed():
        sent = {"whom": f"person:{world.bob.pk}", "reason": "asked"}
        assert client.post(f"/zaken/{case.pk}/afschermen/", sent).status_code == 403
