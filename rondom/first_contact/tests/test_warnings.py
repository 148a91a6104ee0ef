"""What a colleague would warn for in each case file, stated by hand from its `must_not`; and no more than that."""

import pytest

from rondom.cases.actions.dossier import locked
from rondom.cases.models import Category
from rondom.first_contact import warnings
from rondom.first_contact.actions import reports
from rondom.first_contact.casefile import read
from rondom.first_contact.outcome import told
from rondom.first_contact.warning_rules import RULES
from tests.browse import signed_in, words
from tests.casuistry import NAMES, case_file
from tests.world import no, yes

# Per file, in order: what must be warned for. Everything else must not be.
EXPECTED = {
    "DH-01": "no_voicemail contact_hours police_at_the_table refused_at_the_table said_no no_screening_yet",
    "DH-02": "do_not_text no_voicemail contact_hours do_not_approach_others police_at_the_table said_no told_by_someone_else"
    " protect_who_reported event_time_uncertain no_screening_yet no_contact_with_who_they_depend_on",
    "DH-05": "no_voicemail contact_hours code_word mdt_term_passed police_at_the_table said_no told_by_someone_else"
    " event_time_uncertain no_screening_yet no_contact_with_who_they_depend_on interpreter_not_someone_close",
    "DH-07": "do_not_call do_not_text no_voicemail shared_device contact_hours mdt_term_passed police_at_the_table said_no"
    " told_by_someone_else protect_who_reported goes_on_close_by no_contact_with_who_they_depend_on check_understanding",
    "DH-08": "contact_hours do_not_approach_others no_screening_yet",
    "DH-09": "do_not_call no_voicemail contact_hours do_not_approach_others police_at_the_table refused_at_the_table said_no"
    " no_screening_yet",
    "DH-10": "contact_hours said_no goes_on turns_18 no_images",
    "DH-12": "do_not_call do_not_text no_voicemail contact_hours contact_others_restricted police_at_the_table said_no"
    " told_by_someone_else goes_on under_12_representative parents_apart",
    "DH-14": "contact_not_said_safe contact_hours police_at_the_table said_no told_by_someone_else protect_who_reported"
    " event_time_unknown",
    "DH-15": "do_not_call no_voicemail contact_hours code_word police_at_the_table said_no no_screening_yet goes_on_close_by"
    " no_contact_with_who_they_depend_on interpreter_not_someone_close",
    "OB-01": "do_not_text no_voicemail contact_hours police_at_the_table said_no told_by_someone_else protect_who_reported"
    " event_time_uncertain no_screening_yet check_understanding",
    "OB-02": "do_not_call do_not_text no_voicemail shared_device contact_hours said_no told_by_someone_else"
    " event_time_uncertain no_screening_yet no_contact_with_who_they_depend_on institution_stays_out check_understanding",
    "OB-06": "no_voicemail contact_hours event_time_uncertain no_screening_yet no_images perpetrators_apart",
    "OB-07": "contact_not_said_safe shared_device contact_hours do_not_approach_others mdt_term_passed police_at_the_table"
    " refused_at_the_table said_no told_by_someone_else protect_who_reported event_time_unknown goes_on_close_by"
    " no_contact_with_who_they_depend_on turns_18 signals_no_verdict",
    "OB-09": "contact_hours do_not_approach_others police_at_the_table said_no no_contact_with_who_they_depend_on"
    " mediation_after_safety",
    "OB-12": "contact_not_said_safe contact_hours contact_others_restricted told_by_someone_else protect_who_reported"
    " event_time_uncertain no_screening_yet goes_on_close_by no_contact_with_who_they_depend_on"
    " interpreter_not_someone_close",
    "OB-13": "no_voicemail contact_hours code_word police_at_the_table refused_at_the_table said_no no_screening_yet",
    "OB-15": "no_voicemail shared_device contact_hours code_word do_not_approach_others police_at_the_table said_no"
    " event_time_uncertain no_screening_yet goes_on_close_by no_contact_with_who_they_depend_on"
    " interpreter_not_someone_close",
}  # fmt: skip


def answer(world, name, who="alice", **changes):
    """What whoever registers is told."""
    with world.acting(getattr(world, who)) as actor:
        case = reports.register(actor=actor, intake=read(case_file(name, **changes), actor.at))
        return case, told(actor, locked(actor, case.pk), actor.at)


def codes(said):
    return [one["code"] for one in said["warnings"]]


def test_every_file_is_stated():
    assert sorted(EXPECTED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_file_gives_what_it_asks_for_and_no_more(name, world):
    _case, said = answer(world, name)
    assert codes(said) == EXPECTED[name].split()
    assert all(one["sentence"] and "%" not in one["sentence"] for one in said["warnings"])


def test_every_rule_has_a_code_of_its_own():
    assert len(set(warnings.codes())) == len(RULES) >= 30


def test_what_people_wrote_and_what_a_file_expects_play_no_part(world):
    loud = "Niet bellen, politie, tolk, zelfdoding, 06-00000012, codewoord tuin"
    plain = {"story_nl": "", "wishes_nl": "", "expected": {}, "later_events": []}
    spoken = {"story_nl": loud, "wishes_nl": loud, "title_nl": loud, "expected": {"must_not": [loud]}}
    _case, one = answer(world, "OB-06", **plain)
    _case, other = answer(world, "OB-06", **spoken)
    assert set(codes(other)) - set(codes(one)) <= {"possible_double"}


def test_who_looks_alike_is_counted_from_either_side_by_who_sees_both(world):
    for first, second in [("OB-12", "OB-15"), ("OB-15", "OB-12")]:
        _case, before = answer(world, first)
        _case, after = answer(world, second)
        assert after["similar"] == before["similar"] + 1
        assert "possible_double" in codes(after)


def test_who_may_not_be_known_of_gives_no_sign(world):
    answer(world, "OB-12", who="victor")
    _case, said = answer(world, "OB-15", who="bob")
    assert said["similar"] == 0
    assert "possible_double" not in codes(said)


def test_someone_who_works_at_a_partner_is_warned_for(world):
    _case, said = answer(world, "OB-13", works_at=["victim_support"])
    (warned,) = [one for one in said["warnings"] if one["code"] == "works_at_partner"]
    assert world.shn.name in warned["sentence"]


def test_a_refusal_of_who_has_no_seat_is_no_matter_of_the_table(world):
    case = world.report(answers=[no("prosecution")])
    with world.acting(world.alice) as actor:
        found = [one.code for one in warnings.of(locked(actor, case.pk), [], actor.at)]
    assert "said_no" in found
    assert "refused_at_the_table" not in found  # Olga is on call


def test_the_case_page_warns_too_and_each_only_for_what_they_see(world):
    case = world.report(answers=[yes("veilig_thuis", Category.IDENTITY), no("police")])
    page = words(signed_in(world.alice).get(f"/zaken/{case.pk}/"))
    assert "Mind this" in page
    assert "The person said no to sharing with: police." in page
    page = words(signed_in(world.sam).get(f"/zaken/{case.pk}/"))  # sees only that there is a case
    assert "Who it is, and how to reach the person safely, is not shared" in page
    assert "Mind this" not in page


def test_after_the_mdt_its_table_is_no_longer_warned_for(world):
    case = world.coordinated()
    with world.acting(world.anna) as actor:
        found = [one.code for one in warnings.of(locked(actor, case.pk), [], actor.at)]
    assert not {"police_at_the_table", "mdt_term_passed"} & {*found}
