"""A protocol with a fault does not start: every fault is a sentence with the line of what is wrong."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from rondom.core import embedded
from rondom.sharing import decide, protocol
from rondom.sharing.terms import GROUPS, MISSING, PARTY_WORDS, Condition

TODAY = date(2026, 11, 24)
GOOD = protocol.FILE.read_text(encoding="utf-8")

ROW = {
    "id": '"help"',
    "from": '["csg"]',
    "to": '["veilig_thuis"]',
    "categories": '["story"]',
    "regimes": '["avg"]',
    "purposes": '["help"]',
    "basis": '{ law = "AVG", article = "6", note_nl = "", note_en = "" }',
    "conditions": '["consent"]',
    "effect": '"allow"',
    "certainty": '"firm"',
    "retention": '"shared_space"',
    "source": '"book"',
    "checked_on": "2026-11-24",
    "confirmed_by": '""',
    "words_nl": '"Dit mag."',
    "words_en": '"This may be."',
}
HEAD = '[source.book]\nnl = "Een boek."\nen = "A book."\n'
NEVER = {"effect": '"never"', "conditions": "[]"}


def written(*rows: dict[str, str | None], head: str = HEAD) -> str:
    """A file with these rows: ROW with what differs; None leaves a field out. The first [[row]] stands on line 4."""
    text = head
    for one in rows:
        fields = {**ROW, **one}
        text += "[[row]]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items() if value)
    return text


def faults(text: str) -> list[tuple[int, str]]:
    return [tuple(fault) for fault in protocol.load(text, TODAY)[1]]


LINE = {key: 5 + nth for nth, key in enumerate(ROW)}


def test_the_protocol_of_rondom_has_no_fault():
    assert protocol.load(GOOD, date.today())[1] == []  # noqa: DTZ011 - any calendar will do
    assert len(decide.ROWS) > 25


def test_no_row_of_rondom_claims_that_a_lawyer_confirmed_it():
    assert {row.confirmed_by for row in decide.ROWS} == {""}


def test_a_small_protocol_is_read_as_it_is_written():
    rows, wrong = protocol.load(written({}, {"id": '"more"', "purposes": '["mdt"]'}), TODAY)
    assert wrong == []
    assert [(row.id, row.line) for row in rows] == [("help", 4), ("more", 21)]
    assert rows[0].cells == {("csg", "veilig_thuis", 4, "avg", "help")}
    with translation.override("nl"):
        assert rows[0].source == "Een boek."


@pytest.mark.parametrize("key", ROW)
def test_every_field_must_be_there(key):
    assert faults(written({key: None})) == [(4, f"row {'?' if key == 'id' else 'help'}: {key} is missing.")]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("id", '"Two Words"', "small letters"),
        ("id", "7", "small letters"),
        ("from", '["polcie"]', "polcie is not known; it can be anyone, anyone_under_secrecy, care"),
        ("from", '["itself"]', "itself is not known"),
        ("from", "[]", "from is empty"),
        ("from", '"csg"', 'from must be a list, such as ["anyone"]'),
        ("from", '["csg", "csg"]', "from says something twice"),
        ("to", '["everybody"]', "everybody is not known"),
        ("to", "[1]", "to must be a list"),
        ("categories", '["storys"]', "storys is not known; it can be all, case, identity, legal"),
        ("categories", '["all", "story"]', "all stands alone"),
        ("categories", "[]", "categories is empty"),
        ("regimes", '["wpg_7"]', "wpg_7 is not known; it can be avg, medical_secrecy, wjsg, wpg_8, wpg_9"),
        ("purposes", '["curiosity"]', "curiosity is not known"),
        ("purposes", '["help", "help"]', "purposes says something twice"),
        ("conditions", '["nice_weather"]', "nice_weather is not known"),
        ("conditions", "0", "conditions must be a list"),
        ("basis", '"AVG"', "basis must hold law, article"),
        ("basis", '{ law = "AVG" }', "basis must hold law, article"),
        ("basis", '{ law = 1, article = "", note_nl = "", note_en = "" }', "must be texts"),
        ("basis", '{ law = "", article = "", note_nl = "", note_en = "" }', "without a law has no article and cannot be firm"),
        ("basis", '{ law = "", article = "6", note_nl = "", note_en = "" }', "without a law has no article"),
        ("basis", '{ law = "A", article = "6", note_nl = "Let op.", note_en = "" }', "both languages"),
        ("effect", '"maybe"', "effect is 'maybe'; it can be allow, never"),
        ("certainty", '"sure"', "it can be doctrine, firm, uncertain"),
        ("certainty", "[]", "it can be doctrine, firm, uncertain"),
        ("retention", '"for ever"', "it can be medical, none, police"),
        ("source", '""', "source is ''; it can be book"),
        ("source", '"blog"', "source is 'blog'; it can be book"),
        ("source", "[]", "source is []; it can be book"),
        ("checked_on", '"2026-11-24"', "must be a date such as 2026-11-24, without quotation marks"),
        ("checked_on", "2026-11-24T10:00:00", "must be a date"),
        ("checked_on", "2026-11-25", "checked_on is 2026-11-25, and that is still to come"),
        ("confirmed_by", "true", "must be a name, or empty"),
        ("words_nl", '""', "words_nl must be a sentence"),
        ("words_en", '"This may be"', "words_en must be a sentence that ends with a full stop"),
        ("words_en", "1", "words_en must be a sentence"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_a_sentence_with_its_line(key, value, sentence):
    found = faults(written({key: value}))
    assert len(found) == 1, found
    line, said = found[0]
    assert line == LINE[key]
    assert sentence in said
    assert said.endswith(".")


def test_a_field_that_no_row_has_is_named():
    assert faults(written({"colour": '"red"'})) == [(21, "row help: colour is no field of a row.")]


def test_an_id_stands_once():
    assert faults(written({}, {"purposes": '["mdt"]'})) == [
        (22, "row help: the row on line 4 has this id already.")
    ]


def test_all_faults_are_named_at_once_in_the_order_of_the_file():
    found = faults(written({"from": "[]", "effect": '"x"'}, {"id": '"b"', "source": '"x"'}))
    assert [line for line, _said in found] == [LINE["from"], LINE["effect"], 17 + LINE["source"]]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (HEAD, 1, "There is no row"),
        ("", 1, "There is no row"),
        (HEAD + "[[row]\n", 4, "This is no TOML"),
        (HEAD + "[[row]]\nid = \n", 5, "This is no TOML"),
        (HEAD + '[row]\nid = "x"\n', 1, "Begin each row with [[row]]"),
        ('row = [{ id = "x" }]\n', 1, "Begin each row with [[row]]"),
        (written({"words_nl": '"""Dit\n[[row]]\nmag."""'}), 1, "keep each text on one line"),
        ('[source.book]\nnl = "Een boek."\n' + written({}, head=""), 1, "Source book needs a text nl and a text en"),
        (HEAD + '[source.web]\nnl = ""\nen = "x"\n' + written({}, head=""), 4, "Source web needs"),
        ("x = 1\n" + written({}), 1, "x is not known here"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_as_a_whole(text, line, sentence):
    found = faults(text)
    assert found
    assert found[0][0] == line
    assert sentence in found[0][1]


B = {"id": '"other"'}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{}, {**B, **NEVER}], "row help contradicts row other (line 21), which says never."),
        (
            [{}, {**B, **NEVER, "from": '["anyone"]', "categories": '["all"]'}],
            "row help contradicts row other",
        ),
        ([{}, {**B, "effect": '"never"'}], "row help contradicts row other"),  # consent is no ground
        (
            [{"conditions": '["consent", "necessary"]'}, {**B, "effect": '"never"'}],
            "row help contradicts row other",
        ),
        ([{}, B], "row other is unreachable"),
        ([{"conditions": "[]"}, B], "row other is unreachable"),
        ([{}, {**B, "conditions": '["consent", "necessary"]'}], "row other is unreachable"),
        ([{"to": '["partner"]'}, {**B, "conditions": "[]"}, {"id": '"third"'}], "row third is unreachable"),
        ([NEVER, {**B, **NEVER}], "row other is unreachable: other never rows say all of it already."),
        ([{"effect": '"never"'}, {**B, **NEVER}], "row help is unreachable: other never rows"),
        # ruled out by two never rows together, by neither alone
        (
            [
                {"purposes": '["help", "mdt"]'},
                {**NEVER, "id": '"a"'},
                {**NEVER, "id": '"b"', "purposes": '["mdt"]'},
            ],
            "row help is unreachable: other rows decide before it",
        ),
    ],
)
def test_rows_that_contradict_each_other_or_never_speak(rows, sentence):
    found = faults(written(*rows))
    assert len(found) == 1, found
    assert sentence in found[0][1]


@pytest.mark.parametrize(
    "rows",
    [
        [{}, {**B, "conditions": '["necessary"]'}],  # another ground
        [
            {"conditions": '["consent", "necessary"]'},
            B,
        ],  # one condition less, later: it goes on where the first stops
        [{"to": '["partner"]'}, {**B, **NEVER}],  # an exception
        [{"conditions": "[]"}, {**B, "effect": '"never"'}],  # rests on no consent
        [{"to": '["partner"]', "conditions": "[]"}, B],  # named, so said before what is said of the group
    ],
)
def test_rows_that_stand_well_beside_each_other(rows):
    assert faults(written(*rows)) == []


@pytest.mark.parametrize("kind", [*GROUPS, "person", "child_protection", "police"])
def test_every_party_has_words(kind):
    assert str(PARTY_WORDS[kind])
    assert all(str(PARTY_WORDS[one]) for one in protocol.members([kind]))


def test_every_condition_says_what_is_missing():
    assert set(MISSING) == set(Condition)


def test_rondom_does_not_start_with_a_broken_row(tmp_path):
    """A copy of the program with one word changed: its start names the line."""
    broken = tmp_path / "rondom"
    broken.mkdir()
    for one in (embedded.ROOT / "rondom").iterdir():
        if one.name != "sharing":
            (broken / one.name).symlink_to(one)
    (broken / "sharing").mkdir()
    for one in (embedded.ROOT / "rondom" / "sharing").iterdir():
        if one.name != "protocol.toml":
            (broken / "sharing" / one.name).symlink_to(one)
    (broken / "sharing" / "protocol.toml").write_text(GOOD.replace('to = ["prosecution"]', 'to = ["court"]'))
    line = 1 + GOOD.splitlines().index('to = ["prosecution"]')
    start = subprocess.run(
        [sys.executable, "-P", "-c", "import django; django.setup()"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode == 1
    assert f"protocol.toml, line {line}: row police-prosecution: to: court is not known" in start.stderr
    assert Path(broken / "sharing" / "protocol.toml").exists()
