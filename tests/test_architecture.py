"""The plan of the house, where an import linter cannot see: writes, verbs, sizes, statuses (docs/adr, docs/tour.md).

Every address stands in the access matrix: tests/test_access_matrix.py says so.
"""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from rondom.audit.log import Verb
from rondom.audit.models import Event
from rondom.core import embedded

ROOT = embedded.ROOT
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
    "layers"
]
ROOMS = [room for room in reversed(LAYERS) if (ROOT / "rondom" / room).is_dir()]

WRITES = {
    "save", "create", "update", "delete", "set", "add", "remove", "clear", "bulk_create", "bulk_update",
    "get_or_create", "update_or_create",
}  # fmt: skip
# The other calls by these names, each with its reason.
NOT_IN_AN_ACTION = {
    ("core/cleaning.py", "save"): "writes a picture or a letter anew, not a row",
    ("accounts/door.py", "update"): "a session, not a row",
    ("accounts/second_factor.py", "save"): "that a code was used, while an action checks it",
    ("accounts/sessions.py", "delete"): "the end of a session",
    ("cases/turn.py", "save"): "settle is the last thing an action does that changes whose turn it is",
    ("config/streams.py", "add"): "a screen in the memory of this process, not a row",
    ("config/streams.py", "clear"): "the same",
    ("config/streams.py", "set"): "the same",
    ("core/management/commands/migrate.py", "update_or_create"): "the owner lays down the key of the actor",
    (
        "organisations/management/commands/first_administrator.py",
        "save",
    ): "made by the owner: nobody acts yet",
    ("organisations/management/commands/first_administrator.py", "create"): "the same",
    ("organisations/management/commands/first_administrator.py", "add"): "the same",
}
# What stands in actions and is no verb, each with its reason.
NO_VERBS = {
    "cases.actions.dossier.begin": "the lower half of registering a report, which records it",
    "cases.actions.dossier.held_by": "a part of a query",
    "cases.actions.dossier.locked": "takes the case for an action, which records what it does with it",
    "cases.actions.dossier.open_form": "takes the case for a form, as `locked` for its action",
    "cases.actions.dossier.widest": "chooses a category",
    "coordination.actions.coordinator.end_present": "part of accepting and of closing, which are recorded",
    "coordination.actions.looks.look": "that someone looks is recorded when the case opens",
    "cases.actions.contact_wishes.weigh": "part of deciding, of asking and of handing over, which are recorded",
    "first_contact.actions.safety.noted": "answers as a row, not yet written; registering and asking write and record it",
    "first_contact.actions.windows.begin": "part of registering a report, which records it",
    "organisations.actions.tokens.show": "at the door: what is done with the token is recorded",
    "first_contact.actions.drafts.end": "the lower half of registering a report, which records it",
    "first_contact.actions.drafts.taken": "the same",
    "programme.actions.initiatives.went": "part of moving, of proposing and of deciding, which are recorded",
    "landscape.actions.facts.lay_down": "the lower half of changing, confirming, taking in and deciding, which are recorded",
    "sharing.actions.consents.noted": "an answer as a row, not yet written; registering and asking write and record it",
    "sharing.actions.grants.begin": "the lower half of registering a report, which records it",
    "sharing.actions.grants.end": "part of stopping, which is recorded",
    "sharing.actions.grants.end_all": "part of withdrawing consent and of noting a no, which are recorded",
    "sharing.actions.grants.let_go": "what follows from withdrawing and from shielding, which are recorded",
    "sharing.actions.grants.proposed": "asks the privacy protocol, and writes nothing",
    "sharing.actions.grants.tell": "part of what is told, which is recorded",
    "sharing.actions.destruction.finish": "the keys of what was destroyed, which recorded it",
    "triage.actions.escalations.breached": "part of moving and of deciding, which are recorded",
    "triage.actions.escalations.decided_late": "part of deciding, which is recorded",
    "triage.actions.items.begin": "part of discussing a case and of deciding on the one before, which are recorded",
    "triage.actions.items.end": "part of going on, of deciding and of closing the MDT, which are recorded",
    "triage.actions.rounds.put_before_the_mdt": "part of bringing back and of reopening, which are recorded",
    "triage.actions.inquiries.answered": "part of writing a view, which is recorded",
    "triage.actions.decisions.question_to": "words the question that deciding and proposing put",
    "triage.actions.item_members.end_calls": "part of deciding, handing over and ending a call, which are recorded",
    "sharing.actions.shields.from_oneself": "part of stepping back, which is recorded",
    "triage.actions.rounds.withdraw_questions": "part of deciding and of bringing back, which are recorded",
}
FORBIDDEN = {
    "utils.py",
    "helpers.py",
    "managers.py",
    "constants.py",
    "signals.py",
    "services.py",
    "repositories.py",
}


def _product() -> list[Path]:
    return sorted(
        path for path in (ROOT / "rondom").rglob("*.py") if not {"migrations", "tests"} & set(path.parts)
    )


def _name(path: Path) -> str:
    return path.relative_to(ROOT / "rondom").as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The method or function of every call, and what it is called on."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            if isinstance(call.func, ast.Attribute):
                yield call.func.attr, ast.unparse(call.func.value)
            elif isinstance(call.func, ast.Name):
                yield call.func.id, ""


def _is_action(path: Path) -> bool:
    return path.name == "actions.py" or path.parent.name == "actions"


def test_the_rooms_stand_in_the_order_of_the_plan():
    order = [
        "core",
        "audit",
        "accounts",
        "organisations",
        "cases",
        "sharing",
        "first_contact",
        "triage",
        "coordination",
        "demo",
    ]
    assert [room for room in ROOMS if room in order] == order


def test_foreign_keys_follow_the_order_of_the_rooms():
    places = {room: place for place, room in enumerate(ROOMS)}
    for model in apps.get_models():
        if model.__module__.startswith("rondom."):
            for field in model._meta.get_fields():
                other = field.related_model if field.concrete and field.is_relation else None
                if other:
                    assert places[other._meta.app_label] <= places[model._meta.app_label], (
                        f"{model}.{field.name}"
                    )


def test_nothing_is_written_outside_actions():
    found = set()
    for path in _product():
        if _is_action(path):
            continue
        for call, on in _calls(_tree(path)):
            plain = re.fullmatch(r"\w*", on) and call in {"update", "add", "set", "remove", "clear"}
            if call in WRITES and not plain and ".setdefault(" not in on:
                found.add((_name(path), call))
    assert found - set(NOT_IN_AN_ACTION) == set()


def test_nothing_is_written_in_sql_from_views_policies_or_forms():
    for path in _product():
        if _name(path) == "core/views.py":
            continue  # asks whether the database answers
        if path.name in {"views.py", "policies.py", "forms.py", "models.py"} or path.parent.name == "models":
            assert {call for call, on in _calls(_tree(path)) if on} & {
                "execute",
                "executemany",
                "raw",
            } == set(), path


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """The public functions of all actions."""
    for path in filter(_is_action, _product()):
        module = _name(path).removesuffix(".py").replace("/", ".")
        for node in _tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{module}.{node.name}", node


VERBS = dict(_functions())


@pytest.mark.parametrize("name", sorted(VERBS.keys() - NO_VERBS))
def test_every_action_is_keyword_only_takes_its_actor_and_records_one_event(name):
    action = VERBS[name]
    assert not action.args.args, "only keywords"
    assert not action.args.posonlyargs, "only keywords"
    assert action.args.kwonlyargs[0].arg == "actor"
    assert Counter(call for call, on in _calls(action) if not on)["record"] == 1, "one event"
    text = ast.unparse(action)
    assert "@transaction.atomic" in text or "with transaction.atomic()" in text, "all or nothing"
    assert ast.get_docstring(action), "a sentence in the words of the domain"


def test_what_is_no_verb_is_still_there():
    assert set(NO_VERBS) <= set(VERBS)


def test_the_only_writer_of_events_is_the_log():
    for path in _product():
        text = path.read_text()
        assert "Event.objects.create" not in text, path
        assert "INSERT INTO audit_event" not in text or _name(path) == "audit/log.py", path


FAMILIES = [family for family in Verb.__subclasses__() if family.__module__.startswith("rondom.")]


def test_no_two_verbs_have_one_code():
    codes = [verb.value for family in FAMILIES for verb in family]
    assert len(codes) > 30
    assert [code for code, times in Counter(codes).items() if times > 1] == []


@pytest.mark.parametrize("verb", [verb for family in FAMILIES for verb in family])
def test_every_verb_has_a_code_of_its_room_a_sentence_and_a_use(verb):
    assert re.fullmatch(r"[a-z0-9_]+(:[a-z0-9_]+)+", verb.value)
    assert verb.action in Event.Action.values, "what kind of action: create, read, update, delete or execute"
    for language in ("en", "nl"):
        with translation.override(language):
            assert str(verb.sentence).strip()
    use = f"{type(verb).__name__}.{verb.name}"
    assert any(
        re.search(rf"\b{use}\b", path.read_text()) for path in _product() if path.name != "verbs.py"
    ), use


SOURCES = sorted(
    path
    for folder in ("rondom", "tests", "bench", "scripts")
    for ending in ("*.py", "*.html", "*.css", "*.sql", "*.js")
    for path in (ROOT / folder).rglob(ending)
    if "vendor" not in path.parts
)


def test_no_file_is_longer_than_400_lines():
    assert len(SOURCES) > 100
    lengths = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_no_function_is_longer_than_60_lines():
    found = {}
    for path in SOURCES:
        if path.suffix == ".py" and "migrations" not in path.parts:
            for node in ast.walk(_tree(path)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                    found[f"{path.relative_to(ROOT)}:{node.name}"] = node.end_lineno - node.lineno + 1
    assert {name: lines for name, lines in found.items() if lines > 60} == {}


def test_every_file_is_called_after_what_it_is_about():
    assert [path for path in SOURCES if path.name in FORBIDDEN] == []


def test_there_are_no_signals():
    for path in _product():
        assert "django.dispatch" not in path.read_text(), path
        assert "models.signals" not in path.read_text(), path


def test_no_test_puts_something_else_in_the_place_of_our_own_code():
    for path in SOURCES:
        if "tests" in path.parts and path.suffix == ".py":
            names = {
                alias.name
                for node in ast.walk(_tree(path))
                if isinstance(node, ast.Import)
                for alias in node.names
            }
            names |= {node.module for node in ast.walk(_tree(path)) if isinstance(node, ast.ImportFrom)}
            assert not names & {"unittest.mock", "mock"}, path
