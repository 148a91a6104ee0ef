"""Sharing parts of a case, stopping it, and putting people on it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rondom.audit.models import Event
from rondom.cases.actions import dossier, naming
from rondom.cases.models import ALL_CATEGORIES, Category, Entry, Grant, Naming, Regime, in_mask
from rondom.core.errors import Denied, WrongStep
from rondom.sharing import proposal
from rondom.sharing.actions import decisions, grants
from rondom.sharing.models import Decision20
from tests.proof import refused
from tests.world import yes


@pytest.fixture
def case(world):
    """Alice's case; the MDT is over, so that only who is named on it sees it."""
    found = world.coordinated()
    world.consent(found, "prosecution", *Category)
    return found


def _give(world, case, by, organisation, *categories, **more):
    with world.acting(by) as actor:
        seen = dossier.locked(actor, case.pk)
        return grants.give(actor=actor, case=seen, organisation=organisation, categories=categories, **more)


def _name(world, case, by, organisation, user):
    with world.acting(by) as actor:
        naming.name(actor=actor, case=dossier.locked(actor, case.pk), organisation=organisation, user=user)


def _revoke(world, case, by, grant):
    with world.acting(by) as actor:
        grants.stop(actor=actor, case=dossier.locked(actor, case.pk), grant=grant)


def test_someone_of_an_organisation_with_a_grant_sees_the_parts_that_were_shared_once_named(world, case):
    assert world.held(world.olga, case) == 0
    _give(world, case, world.alice, world.om, Category.LEGAL)
    assert world.held(world.olga, case) == 0
    _name(world, case, world.alice, world.om, world.olga)
    assert in_mask(world.held(world.olga, case)) == [Category.CASE, Category.LEGAL]


def test_sharing_is_recorded_with_its_basis_and_without_words(world, case):
    grant = _give(world, case, world.alice, world.om, Category.LEGAL)
    with world.acting(world.alice):
        event = Event.objects.get(verb="case:grant:given", case_id=case.pk)
    assert (event.subject_id, event.basis) == (grant.pk, "consent")
    assert event.data["organisation"] == str(world.om.pk)
    assert "partners-consent" in event.data["rows"]


def test_a_grant_that_has_ended_shows_nothing(world, case):
    with world.acting(world.alice) as actor:
        now = actor.at
    _name(world, case, world.alice, world.om, world.olga)
    with refused(WrongStep):
        _give(world, case, world.alice, world.om, Category.LEGAL, ends_at=now)
    _give(world, case, world.alice, world.om, Category.LEGAL, ends_at=now + timedelta(hours=1))
    assert world.held(world.olga, case) == Category.CASE | Category.LEGAL


def test_two_grants_together_show_what_either_shows(world, case):
    for category in (Category.LEGAL, Category.MEDICAL):
        _give(world, case, world.alice, world.om, category)
    _name(world, case, world.alice, world.om, world.olga)
    assert world.held(world.olga, case) == Category.CASE | Category.LEGAL | Category.MEDICAL


def test_when_sharing_stops_it_stops_at_once_for_what_only_that_grant_showed(world, case):
    kept = _give(world, case, world.alice, world.om, Category.LEGAL)
    stopped = _give(world, case, world.alice, world.om, Category.MEDICAL)
    _name(world, case, world.alice, world.om, world.olga)
    _revoke(world, case, world.alice, stopped)
    assert world.held(world.olga, case) == kept.categories
    _revoke(world, case, world.alice, kept)
    assert world.held(world.olga, case) == 0


def test_someone_is_put_on_a_case_once(world, case):
    for _ in range(2):
        _name(world, case, world.alice, world.csg, world.dave)
    with world.acting(world.alice):
        assert Naming.objects.filter(case=case, user=world.dave).count() == 1
    assert world.held(world.dave, case) == ALL_CATEGORIES


def test_a_name_without_a_grant_shows_nothing(world, case):
    _name(world, case, world.alice, world.police, world.bob)
    assert world.held(world.bob, case) == 0


def test_a_coordinator_shares_what_they_see_and_nothing_more(world):
    """Sara of Victim Support coordinates; she sees who it is and what recovery needs."""
    case = world.report()
    world.open_mdt()
    world.decide(case, coordinator=world.sara, coordinator_organisation=world.shn)
    world.accept(case, by=world.sara)
    world.consent(case, "prosecution", *Category)
    _give(world, case, world.sara, world.om, Category.RECOVERY)
    for category in set(Category) - {Category.CASE, Category.IDENTITY, Category.RECOVERY}:
        with refused(Denied):
            _give(world, case, world.sara, world.om, category)


def test_who_only_takes_part_changes_nothing_in_what_is_shared(world, case):
    with refused(Denied):
        _give(world, case, world.victor, world.om, Category.STORY)
    grant = _give(world, case, world.alice, world.om, Category.STORY)
    with refused(Denied):
        _revoke(world, case, world.victor, grant)


def test_sharing_does_not_stop_with_an_organisation_that_still_has_something_to_do(world, case):
    with world.acting(world.alice):
        grant = Grant.objects.get(case=case, organisation=world.vt)
    with refused(WrongStep):
        _revoke(world, case, world.alice, grant)


def test_what_an_organisation_registered_cannot_be_taken_from_it(world, case):
    with world.acting(world.alice):
        own = Grant.objects.get(case=case, basis=Grant.Basis.REGISTRATION)
    with refused(Denied):
        _revoke(world, case, world.anna, own)


def test_sharing_that_was_stopped_cannot_be_stopped_again(world, case):
    grant = _give(world, case, world.alice, world.om, Category.LEGAL)
    _revoke(world, case, world.alice, grant)
    with world.acting(world.alice):
        grant.refresh_from_db()
    with refused(WrongStep):
        _revoke(world, case, world.alice, grant)


def test_the_sharing_of_another_case_is_not_stopped_by_mistake(world, case):
    other = world.report(answers=[yes("veilig_thuis", Category.IDENTITY)])
    with world.acting(world.alice):
        grant = Grant.objects.exclude(basis=Grant.Basis.REGISTRATION).filter(case=other).earliest("pk")
    with refused(Denied):
        _revoke(world, case, world.alice, grant)


def test_someone_who_does_not_work_there_is_not_put_on_a_case_for_it(world, case):
    with refused(Denied):
        _name(world, case, world.alice, world.police, world.victor)


def test_that_sharing_was_stopped_is_known_with_who_stopped_it_or_not_at_all(world, case):
    with world.acting(world.alice) as actor:
        known = {
            "case": case, "organisation": world.om, "categories": 1, "by_regime": 1, "rows": ["x"], "purpose": "test",
            "basis": Grant.Basis.CONSENT,
        }  # fmt: skip
        grant = Grant(**known, granted_by=world.alice, starts_at=actor.at, revoked_at=actor.at)
        with pytest.raises(IntegrityError, match="grant_revoked"), transaction.atomic():
            grant.save(force_insert=True)


def test_a_case_does_not_wait_for_a_chair_who_can_no_longer_see_it(world):
    case = world.report(by=world.victor, answers=[])
    with world.acting(world.victor) as actor:
        seen = dossier.locked(actor, case.pk)
        grant = Grant.objects.get(case=case, organisation=world.csg)
        with pytest.raises(WrongStep, match=world.csg.name):
            grants.stop(actor=actor, case=seen, grant=grant)
    assert world.held(world.seen(world.victor, case).next_user, case)


def test_police_whom_a_coordinator_of_another_organisation_brings_in_can_write_and_read_what_they_wrote(
    world,
):
    case = world.coordinated(
        answers=[yes("veilig_thuis", Category.IDENTITY, Category.STORY, Category.SAFETY)]
    )
    world.consent(case, "police", Category.IDENTITY, Category.STORY)
    _give(world, case, world.anna, world.police, Category.STORY, Category.IDENTITY)
    _name(world, case, world.anna, world.police, world.bob)
    with world.acting(world.bob) as actor:
        seen = dossier.locked(actor, case.pk)
        note = dossier.write(
            actor=actor, case=seen, kind=Entry.Kind.NOTE, category=Category.STORY, text="Wij waren daar."
        )
        assert (note.regime, Entry.objects.get(pk=note.pk).text) == (Regime.WPG_8, "Wij waren daar.")


def test_when_a_decision_ends_police_data_go_and_what_the_person_agreed_to_stays(world):
    case = world.coordinated()
    with world.acting(world.alice) as actor:
        texts = {
            regime: Entry(
                case=case, regime=regime, category=Category.STORY, kind=Entry.Kind.NOTE, text="Notitie.",
                author=world.alice, organisation=world.csg, written_at=actor.at,
            )
            for regime in (Regime.AVG, Regime.WPG_8)
        }  # fmt: skip
        for text in texts.values():
            text.save(force_insert=True)

    def seen():
        with world.acting(world.victor):
            return {regime for regime, text in texts.items() if Entry.objects.filter(pk=text.pk).exists()}

    assert seen() == {Regime.AVG, Regime.WPG_8}
    with world.acting(world.alice):
        assert Grant.objects.get(case=case, organisation=world.vt).ends_at is None
    held = world.held(world.victor, case)
    with world.acting(world.administrator) as actor:
        decisions.end(actor=actor, decision=Decision20.objects.get(region=world.north))
    assert seen() == {Regime.AVG}
    assert world.held(world.victor, case) == held
    assert world.seen(world.anna, case).next_user == world.victor


def test_when_a_decision_ends_a_case_that_police_registered_is_shared_no_more(world):
    case = world.report(by=world.bob, answers=[yes("csg", Category.IDENTITY, Category.STORY)])
    assert world.held(world.alice, case) & Category.STORY
    with world.acting(world.administrator) as actor:
        decisions.end(actor=actor, decision=Decision20.objects.get(region=world.north))
    assert world.held(world.alice, case) == 0
    assert world.held(world.bob, case) == ALL_CATEGORIES


def test_the_database_and_the_proposal_agree_on_the_own_law_of_every_kind(world, owner):
    mask = Category.CASE | Category.STORY | Category.PERPETRATOR
    for kind, place in owner.execute("SELECT kind, id FROM organisations_organisation").fetchall():
        (lanes,) = owner.execute("SELECT own_law(%s, %s)", [place, mask]).fetchone()
        assert lanes == proposal.own_law(kind, mask), kind
