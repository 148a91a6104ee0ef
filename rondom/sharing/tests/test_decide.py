"""What the protocol decides: the sentences of the specification, and every flow against a slow reading of the file."""

import tomllib
from datetime import date
from itertools import chain, combinations, product

import pytest
from django.utils import translation
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rondom.cases.models import Category
from rondom.organisations.models import Organisation
from rondom.sharing import protocol
from rondom.sharing.decide import ROWS, Flow, Rules, decide, decide_all
from rondom.sharing.terms import GROUPS, Condition, Purpose, Regime
from rondom.sharing.tests.test_protocol_file import written

KINDS = [*Organisation.Kind.values, "person", "child_protection", "cooperation_body"]
TABLES = tomllib.loads(protocol.FILE.read_text(encoding="utf-8"))["row"]


def asked(sender, receiver, category, regime, purpose, *facts):
    return decide(Flow(sender, receiver, Category[category.upper()], regime, purpose, frozenset(facts)))


def said(decision, language="nl"):
    with translation.override(language):
        return str(decision.reason)


ALL_FACTS = Condition.values


# ---- A second reading of the file: row by row, text by text, without index, groups or classes of the product ----------


def speaks(row, sender, receiver, category, regime, purpose):
    """Whether a row of the file, as text, is about a flow."""
    gives = any(sender in GROUPS.get(kind, [kind]) for kind in row["from"])
    gets = any(
        receiver == sender if kind == "itself" else receiver in GROUPS.get(kind, [kind]) for kind in row["to"]
    )
    held = row["categories"] == ["all"] or category.name.lower() in row["categories"]
    return gives and gets and held and regime in row["regimes"] and purpose in row["purposes"]


def grounds(tables, *flow):
    """The sets of conditions of which one is enough, after what is never a ground was taken away."""
    about = [row for row in tables if speaks(row, *flow)]
    barred = [set(row["conditions"]) for row in about if row["effect"] == "never"]
    asks = [set(row["conditions"]) for row in about if row["effect"] == "allow"]
    return [one for one in asks if not any(no.issubset(one) for no in barred)]


def subsets(words):
    return map(frozenset, chain.from_iterable(combinations(words, n) for n in range(len(words) + 1)))


@pytest.mark.parametrize("sender", KINDS)
def test_every_flow_is_decided_as_a_slow_reading_of_the_file_says(sender):
    """Every receiver, category, regime and purpose, with every subset of the conditions that any row about it names."""
    mine = [row for row in TABLES if any(sender in GROUPS.get(kind, [kind]) for kind in row["from"])]
    yes = no = 0
    for flow in product([sender], KINDS, Category, Regime.values, Purpose.values):
        about = [row for row in mine if speaks(row, *flow)]
        enough = grounds(mine, *flow)
        named = sorted({one for row in about for one in row["conditions"]} | {"consent"})
        for facts in subsets(named):
            decision = decide(Flow(*flow, facts))
            assert decision.allowed == any(one <= facts for one in enough), (flow, facts)
            if decision.allowed:
                yes += 1
                assert decision.row.effect == "allow"
                assert decision.row.conditions <= facts
                assert not decision.missing
            else:
                no += 1
                assert bool(decision.missing) == bool(enough)
                assert not set(decision.missing) & facts
                assert not enough or decide(Flow(*flow, facts | set(decision.missing))).allowed
    assert no > 4_000
    assert bool(yes) == (sender in Organisation.Kind.values)


def test_what_is_allowed_stays_allowed_when_more_is_known():
    """Facts only ever open: no condition is a reason to close what another one opened."""
    for flow in product(KINDS, KINDS, Category, Regime.values, Purpose.values):
        enough = grounds(TABLES, *flow) if decide(Flow(*flow, frozenset(ALL_FACTS))).allowed else []
        for facts in enough:
            assert decide(Flow(*flow, frozenset(facts))).allowed
        if not enough:
            assert not any(decide(Flow(*flow, frozenset([one]))).allowed for one in ALL_FACTS)


@pytest.mark.parametrize(
    "flow",
    [
        ("polcie", "csg", 4, "avg", "help"),
        ("csg", "", 4, "avg", "help"),
        ("csg", "partner", 4, "avg", "help"),  # a group is no receiver
        ("csg", "police", 5, "avg", "help"),  # two categories at once
        ("csg", "police", 0, "avg", "help"),
        ("csg", "police", 4, "wpg", "help"),
        ("csg", "police", 4, "avg", "curiosity"),
        ("", "", 0, "", ""),
    ],
)
def test_whatever_is_not_known_is_not_shared(flow):
    decision = decide(Flow(*flow, frozenset(ALL_FACTS)))
    assert not decision.allowed
    assert decision.row is None
    assert (
        said(decision)
        == "Het privacyprotocol heeft geen regel die dit toestaat. Wat daar niet in mag, wordt niet gedeeld."
    )


WORDS = {
    "from": ["csg", "police", "school", "partner", "anyone"],
    "to": ["csg", "police", "person", "helper", "itself"],
    "categories": ["case", "story"],
    "regimes": ["avg", "wpg_9"],
    "purposes": ["mdt", "help"],
    "conditions": ["consent", "necessary", "mdt_seat"],
}


@st.composite
def random_rows(draw):
    rows = []
    for nth in range(draw(st.integers(1, 7))):
        row = {
            key: draw(st.lists(st.sampled_from(words), min_size=key != "conditions", max_size=2, unique=True))
            for key, words in WORDS.items()
        }
        rows.append({**row, "id": f"row-{nth}", "effect": draw(st.sampled_from(["allow", "allow", "never"]))})
    return rows


@settings(max_examples=60, deadline=None)
@given(random_rows())
def test_any_protocol_is_decided_as_its_slow_reading_says(tables):
    as_text = [
        {
            key: str(value).replace("'", '"') if isinstance(value, list) else f'"{value}"'
            for key, value in row.items()
        }
        for row in tables
    ]
    rows, faults = protocol.load(written(*as_text), date(2026, 11, 24))
    assert not [
        fault for fault in faults if "contradicts" not in str(fault) and "unreachable" not in str(fault)
    ]
    rules = Rules(rows)
    for flow in product(
        ["csg", "police", "school"],
        ["csg", "police", "person", "care"],
        Category,
        *[WORDS[key] for key in ("regimes", "purposes")],
    ):
        enough = grounds(tables, *flow)
        for facts in subsets(WORDS["conditions"]):
            assert rules.decide(Flow(*flow, facts)).allowed == any(one <= facts for one in enough)


@settings(max_examples=60, deadline=None)
@given(random_rows())
def test_a_row_that_contradicts_or_cannot_speak_can_be_left_out(tables):
    """What is called a fault between rows is one: without that row every decision is the same."""
    as_text = [
        {
            key: str(value).replace("'", '"') if isinstance(value, list) else f'"{value}"'
            for key, value in row.items()
        }
        for row in tables
    ]
    rows, faults = protocol.load(written(*as_text), date(2026, 11, 24))
    assume(faults)
    named = {fault.line for fault in faults}
    row = next(row for row in rows if row.line in named)
    whole, less = Rules(rows), Rules([one for one in rows if one is not row])
    for cell in row.cells:
        for facts in subsets(WORDS["conditions"]):
            assert whole.decide(Flow(*cell, facts)).allowed == less.decide(Flow(*cell, facts)).allowed


# ---- The specification, sentence by sentence -------------------------------------------------------------------------


ART20 = (
    "Politiegegevens mogen pas gedeeld worden na een besluit als bedoeld in Wpg artikel 20; dat is er niet."
)


def test_police_data_enter_the_shared_space_only_after_a_decision():
    for receiver in ("veilig_thuis", "victim_support", "csg", "school", "cooperation_body"):
        refused = asked("police", receiver, "story", "wpg_8", "mdt")
        assert not refused.allowed
        assert refused.missing == ("art20_decision",)
        assert said(refused) == ART20
        assert asked("police", receiver, "story", "wpg_8", "mdt", "art20_decision").allowed


def test_consent_never_helps_police_data_along():
    for regime, purpose, category in product(Regime.values, ["mdt", "coordination", "help"], Category):
        decision = asked("police", "csg", category.name, regime, purpose, "consent")
        assert not decision.allowed
    refused = asked("police", "csg", "story", "wpg_8", "mdt", "consent")
    assert said(refused).startswith("Toestemming is nooit de grond om politiegegevens met anderen te delen")
    assert said(refused).endswith(ART20)
    assert refused.row.id == "police-data-never-by-consent"


def test_police_data_stay_police_data_whoever_holds_them():
    for holder, receiver in product(["csg", "victim_support", "veilig_thuis"], ["school", "care", "csg"]):
        assert not asked(
            holder, receiver, "story", "wpg_8", "help", *set(ALL_FACTS) - {"own_registration"}
        ).allowed


def test_the_csg_gets_police_data_on_a_ground_that_is_called_uncertain():
    decision = asked("police", "csg", "story", "wpg_8", "mdt", "art20_decision")
    assert (decision.row.id, decision.row.certainty) == ("police-csg-decision", "uncertain")
    assert asked("police", "mediation", "story", "wpg_8", "mdt", "art20_decision").row.certainty == "firm"


@pytest.mark.parametrize("receiver", ["veilig_thuis", "victim_support"])
def test_data_of_an_investigation_never_go_to_victim_support_or_veilig_thuis(receiver):
    for category, purpose in product(Category, Purpose.values):
        assert not asked("police", receiver, category.name, "wpg_9", purpose, *ALL_FACTS).allowed
    assert "nooit naar Slachtofferhulp of Veilig Thuis" in said(
        asked("police", receiver, "story", "wpg_9", "mdt")
    )


def test_calling_police_data_part_of_an_investigation_narrows_who_gets_them_at_once():
    def gets(regime):
        return {
            (kind, category, purpose)
            for kind, category, purpose in product(KINDS, Category, Purpose.values)
            if decide(Flow("police", kind, category, regime, purpose, frozenset(ALL_FACTS))).allowed
        }

    assert gets("wpg_9") < gets("wpg_8")
    assert {kind for kind, *_rest in gets("wpg_8") - gets("wpg_9")} == {"veilig_thuis", "victim_support"}


def test_the_police_give_the_prosecution_what_it_needs_to_lead_the_investigation():
    assert not asked("police", "prosecution", "story", "wpg_9", "investigation").allowed
    allowed = asked("police", "prosecution", "story", "wpg_9", "investigation", "needed_for_authority")
    assert allowed.row.basis.article == "16 lid 1 onder b"


def test_the_csg_tells_the_police_something_medical_without_consent_only_in_acute_danger():
    for facts in subsets([one for one in ALL_FACTS if one not in {"consent", "own_registration"}][:9]):
        allowed = {
            purpose
            for purpose in Purpose.values
            if asked("csg", "police", "medical", "medical_secrecy", purpose, *facts).allowed
        }
        assert allowed == ({"protection"} if "acute_danger" in facts else set()), facts
    assert (
        asked("csg", "police", "medical", "medical_secrecy", "protection", "acute_danger").row.certainty
        == "doctrine"
    )
    assert not asked("csg", "police", "story", "medical_secrecy", "protection", "acute_danger").allowed
    assert asked("csg", "police", "medical", "medical_secrecy", "help", "consent").allowed


@pytest.mark.parametrize("sender", GROUPS["anyone_under_secrecy"])
def test_who_is_under_secrecy_tells_veilig_thuis_without_consent_only_in_the_domestic_circle(sender):
    for regime in ("avg", "medical_secrecy"):
        assert asked(
            sender,
            "veilig_thuis",
            "story",
            regime,
            "protection",
            "domestic_circle",
            "needed_to_end_or_investigate",
        ).allowed
        without = set(ALL_FACTS) - {"domestic_circle", "consent", "own_registration"}
        refused = asked(sender, "veilig_thuis", "story", regime, "protection", *without)
        assert not refused.allowed
        assert refused.missing == ("domestic_circle",) or "consent" in refused.missing


def test_medical_data_are_seen_without_consent_by_those_in_the_treatment_only():
    assert asked("csg", "care", "medical", "medical_secrecy", "help", "treatment_team").allowed
    for receiver in ("victim_support", "veilig_thuis", "school", "local_team", "police"):
        refused = asked("csg", receiver, "medical", "medical_secrecy", "help", "treatment_team")
        assert not refused.allowed
        assert refused.missing == ("consent",)


def test_partners_share_with_consent_and_without_it_they_do_not():
    partners = ["victim_support", "veilig_thuis", "csg", "local_team", "care", "school", "mediation"]
    for sender, receiver, purpose in product(partners, partners, ["mdt", "coordination", "help"]):
        assert asked(sender, receiver, "story", "avg", purpose, "consent").allowed, (sender, receiver)
        assert not asked(sender, receiver, "story", "avg", purpose).allowed
        assert "De persoon gaf geen toestemming" in said(asked(sender, receiver, "story", "avg", purpose))


def test_one_persons_consent_gives_nobody_but_police_and_prosecution_the_possible_perpetrator():
    got = {kind for kind in KINDS if asked("csg", kind, "perpetrator", "avg", "help", "consent").allowed}
    assert got == {"police", "prosecution"}


def test_the_agenda_of_the_mdt_says_that_there_is_a_case_and_nothing_more():
    on_it = [
        one for one in Category if asked("csg", "victim_support", one.name, "avg", "mdt", "mdt_seat").allowed
    ]
    assert on_it == [Category.CASE]
    assert asked("csg", "police", "case", "avg", "mdt", "mdt_seat").row.certainty == "uncertain"
    assert not asked("csg", "police", "case", "avg", "help", "mdt_seat").allowed
    assert not asked("police", "csg", "case", "wpg_8", "mdt", "mdt_seat").allowed
    assert asked("police", "csg", "case", "wpg_8", "mdt", "mdt_seat", "art20_decision").allowed


def test_an_organisation_sees_what_it_recorded_itself_and_not_what_its_like_recorded():
    for kind, regime in product(GROUPS["partner"], ["avg", "wjsg", "medical_secrecy", "wpg_8"]):
        assert asked(kind, kind, "story", regime, "coordination", "own_registration").allowed
        assert not asked(kind, kind, "story", regime, "coordination").allowed
    assert not asked("csg", "police", "story", "avg", "coordination", "own_registration").allowed


def test_nobody_asks_whether_someone_is_known_until_both_recorded_a_ground():
    others = set(ALL_FACTS) - {"pair_basis"}
    for sender, receiver in product(KINDS, KINDS):
        assert not asked(sender, receiver, "case", "avg", "matching", *others).allowed
        assert not asked(sender, receiver, "identity", "avg", "matching", *ALL_FACTS).allowed
    assert asked("csg", "police", "case", "avg", "matching", "pair_basis").allowed


def test_people_see_their_own_data_unless_refused_on_a_recorded_ground():
    for kind in Organisation.Kind.values:
        assert asked(kind, "person", "story", "avg", "insight", "victim_request", "not_refused").allowed
        refused = asked(kind, "person", "story", "avg", "insight", "victim_request")
        assert refused.missing == ("not_refused",)
        assert not asked(kind, "person", "perpetrator", "avg", "insight", *ALL_FACTS).allowed


def test_research_and_the_maintenance_of_rondom_get_nothing_from_anyone():
    for sender, receiver in product(KINDS, ["research", "platform", "municipality"]):
        facts = frozenset(ALL_FACTS) - ({"own_registration"} if sender == receiver else set())
        for category, regime, purpose in product(Category, Regime.values, Purpose.values):
            assert not decide(Flow(sender, receiver, category, regime, purpose, facts)).allowed


def test_the_reason_is_read_in_the_language_of_the_reader():
    decision = asked("csg", "school", "story", "avg", "help", "consent")
    assert said(decision).startswith("Andere partners delen")
    assert said(decision, "en").startswith("Other partners share")
    refused = asked("police", "csg", "story", "wpg_8", "mdt")
    assert (
        said(refused, "en")
        == "Police data may be shared only after a decision as meant in Wpg article 20; there is none."
    )


def test_all_decisions_between_two_parties_at_once():
    found = decide_all("csg", "victim_support", "help", frozenset(["consent"]))
    assert len(found) == len(Category) * len(Regime)
    assert [category for category in Category if found[category, Regime.AVG].allowed] == [
        one for one in Category if one != Category.PERPETRATOR
    ]
    assert not any(found[category, Regime.WPG_8].allowed for category in Category)


def test_every_row_speaks():
    """Each permission is the answer to some flow; each never row closes something or says why it is closed."""
    answers = set()
    for row in ROWS:
        for cell in row.cells:
            answers.add(decide(Flow(*cell, frozenset(row.conditions))).row)
    assert {row.id for row in ROWS} - {row.id for row in answers if row} == set()
