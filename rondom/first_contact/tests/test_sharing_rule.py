"""Who gets to see what of a new report: the rule, in the words of the person."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.cases.models import ALL_CATEGORIES, Category, Grant
from rondom.first_contact.intake import Answer
from rondom.first_contact.policies import sharing_of
from rondom.organisations.models import Organisation
from rondom.organisations.partners import Partner
from tests.world import no, yes

Kind = Organisation.Kind
CRIMINAL_ROUTE = {Kind.POLICE, Kind.PROSECUTION}
ASKED = [
    Category.IDENTITY,
    Category.STORY,
    Category.SAFETY,
    Category.LEGAL,
    Category.MEDICAL,
    Category.RECOVERY,
]


def _partner(kind, *, fixed=False, chairs=False):
    return Partner(Organisation(kind=kind), fixed_seat=fixed, chair_id=uuid4() if chairs else None)


def _shared(answers, *partners):
    return {
        share.organisation.kind: (share.categories, share.basis) for share in sharing_of(answers, partners)
    }


def test_consent_gives_the_categories_of_the_consent():
    answers = [yes("csg", Category.IDENTITY, Category.MEDICAL)]
    expected = Category.CASE | Category.IDENTITY | Category.MEDICAL
    assert _shared(answers, _partner("csg")) == {"csg": (expected, Grant.Basis.CONSENT)}


def test_two_consents_for_one_receiver_add_up():
    answers = [yes("csg", Category.IDENTITY), yes("csg", Category.MEDICAL)]
    assert _shared(answers, _partner("csg"))["csg"][0] == Category.CASE | Category.IDENTITY | Category.MEDICAL


@pytest.mark.parametrize("fixed", [True, False])
def test_who_was_refused_learns_nothing(fixed):
    assert _shared([no("police")], _partner("police", fixed=fixed)) == {}


def test_when_one_parent_agrees_and_the_other_refuses_the_answer_is_no():
    answers = [yes("police", Category.IDENTITY), no("police")]
    for both in (answers, answers[::-1]):
        assert _shared(both, _partner("police", fixed=True)) == {}


def test_who_was_not_asked_learns_with_a_fixed_seat_that_there_is_a_case():
    assert _shared([], _partner("police", fixed=True)) == {"police": (Category.CASE, Grant.Basis.MDT_AGENDA)}
    assert _shared([], _partner("police")) == {}


def test_the_organisation_that_chairs_always_learns_that_there_is_a_case():
    assert _shared([no("csg")], _partner("csg", chairs=True)) == {
        "csg": (Category.CASE, Grant.Basis.MDT_AGENDA)
    }


def test_the_story_names_people_so_that_it_is_not_shared_without_a_name():
    """OB-09: "Zonder namen, voor advies over zijn kinderen.\""""
    assert (
        _shared([yes("veilig_thuis", Category.STORY)], _partner("veilig_thuis"))["veilig_thuis"][0]
        == Category.CASE
    )


@pytest.mark.parametrize("kind", ["police", "prosecution"])
def test_consent_for_the_criminal_route_includes_the_possible_perpetrator(kind):
    assert _shared([yes(kind, Category.LEGAL)], _partner(kind))[kind][0] & Category.PERPETRATOR
    assert not _shared([yes(kind, Category.IDENTITY)], _partner(kind))[kind][0] & Category.PERPETRATOR


def test_nobody_else_gets_the_possible_perpetrator():
    for kind in set(Kind.values) - CRIMINAL_ROUTE:
        shared = _shared([yes(kind, *ASKED)], _partner(kind, fixed=True, chairs=True))
        assert not shared[kind][0] & Category.PERPETRATOR, kind


partners = st.lists(
    st.builds(
        lambda kind, fixed, chairs: _partner(kind, fixed=fixed, chairs=chairs),
        st.sampled_from(Kind.values),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)
answers = st.lists(
    st.builds(
        lambda kind, categories, given: Answer(kind, "", sum(categories), given=given),
        st.sampled_from(Kind.values),
        st.sets(st.sampled_from(ASKED)),
        st.booleans(),
    ),
    max_size=6,
)


@given(answers=answers, partners=partners)
def test_nobody_ever_gets_more_than_the_person_allowed(answers, partners):
    for share in sharing_of(answers, partners):
        kind = share.organisation.kind
        allowed = [answer.categories for answer in answers if answer.given and answer.receiver_kind == kind]
        mask = Category.CASE
        for categories in allowed:
            mask |= categories
        if kind in CRIMINAL_ROUTE:
            mask |= Category.PERPETRATOR
        assert not share.categories & ~mask
        assert share.categories & Category.CASE
        assert share.categories <= ALL_CATEGORIES
        if share.categories & Category.STORY:
            assert share.categories & Category.IDENTITY


@given(answers=answers, partners=partners)
def test_a_refusal_always_holds_except_that_the_chair_knows_there_is_a_case(answers, partners):
    refused = {answer.receiver_kind for answer in answers if not answer.given}
    chairs = {partner.organisation.kind for partner in partners if partner.chair_id}
    for share in sharing_of(answers, partners):
        if share.organisation.kind in refused:
            assert share.organisation.kind in chairs
            assert (share.categories, share.basis) == (Category.CASE, Grant.Basis.MDT_AGENDA)


@given(answers=answers, partners=partners)
def test_only_partners_of_the_region_get_anything_each_once(answers, partners):
    shared = [share.organisation.pk for share in sharing_of(answers, partners)]
    assert len(shared) == len(set(shared))
    assert set(shared) <= {partner.organisation.pk for partner in partners}
