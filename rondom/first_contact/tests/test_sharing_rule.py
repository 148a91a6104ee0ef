"""Who gets to see what of a new report: the rule, in the words of the person."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rondom.cases.models import ALL_CATEGORIES, Category, Grant, Regime
from rondom.first_contact.policies import sharing_of
from rondom.organisations.models import Organisation
from rondom.organisations.partners import Partner
from rondom.sharing.actions.consents import Answer
from rondom.sharing.models import Consent, Decision20
from tests.world import no, yes

Kind = Organisation.Kind
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
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


def _said(answers):
    """The answers as the rows they become, all said at one moment."""
    return [
        Consent(
            receiver_kind=answer.receiver_kind,
            categories=answer.categories,
            given=answer.given,
            recorded_at=NOW,
        )
        for answer in answers
    ]


def _sharing_of(answers, partners, **more):
    """Who gets what of a report that the CSG took."""
    return sharing_of("csg", _said(answers), partners, [], NOW, **more)


def _shared(answers, *partners):
    found = _sharing_of(answers, partners)
    return {organisation.kind: (proposal.categories, proposal.basis) for organisation, proposal in found}


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
        assert not shared.get(kind, (0,))[0] & Category.PERPETRATOR, kind


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
    for organisation, share in _sharing_of(answers, partners):
        kind = organisation.kind
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
    for organisation, share in _sharing_of(answers, partners):
        if organisation.kind in refused:
            assert organisation.kind in chairs
            assert (share.categories, share.basis) == (Category.CASE, Grant.Basis.MDT_AGENDA)


@given(answers=answers, partners=partners)
def test_only_partners_of_the_region_get_anything_each_once(answers, partners):
    shared = [organisation.pk for organisation, _ in _sharing_of(answers, partners)]
    assert len(shared) == len(set(shared))
    assert set(shared) <= {partner.organisation.pk for partner in partners}


def test_where_someone_in_the_case_works_nothing_is_known_be_it_the_chair():
    partner = _partner("csg", fixed=True, chairs=True)
    given = [yes("csg", *ASKED)]
    assert _sharing_of(given, [partner], shielded=frozenset([partner.organisation.pk])) == []


def _of_police(decisions, answers, kind="victim_support"):
    found = sharing_of("police", _said(answers), [_partner(kind, fixed=True)], decisions, NOW)
    return {regime.name: (found[0][1].by_regime >> 8 * regime) & 255 for regime in Regime} if found else {}


def _decision(*recipients, regimes=(Regime.WPG_8,)):
    lanes = sum(regime.lane(ALL_CATEGORIES) for regime in regimes)
    return Decision20(recipients=list(recipients), by_regime=lanes, ends_at=NOW)


def test_police_data_are_shared_by_a_decision_that_names_the_receiver_and_by_nothing_else():
    agreed = [yes("victim_support", Category.IDENTITY, Category.STORY)]
    assert _of_police([], agreed)["WPG_8"] == 0
    assert _of_police([_decision("csg")], agreed)["WPG_8"] == 0
    found = _of_police([_decision("victim_support")], agreed)
    assert found["WPG_8"] == Category.CASE | Category.IDENTITY | Category.STORY
    assert found["WPG_9"] == 0


def test_data_of_an_investigation_go_to_victim_support_by_no_decision():
    agreed = [yes("victim_support", Category.STORY, Category.IDENTITY)]
    both = _decision("victim_support", "csg", regimes=(Regime.WPG_8, Regime.WPG_9))
    assert _of_police([both], agreed)["WPG_9"] == 0
    to_csg = [yes("csg", Category.STORY, Category.IDENTITY)]
    assert _of_police([both], to_csg, "csg")["WPG_9"] & Category.STORY


def test_a_decision_does_not_go_before_a_refusal():
    assert _of_police([_decision("victim_support")], [no("victim_support")]) == {}
