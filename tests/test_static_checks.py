"""The checks of `make check` that are our own, or that we set: that they find what they must, and say what they could not."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from rondom.core import embedded

ROOT = embedded.ROOT
APP = ROOT / "requirements" / "app.txt"


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def asked(tmp_path: Path, answer: str) -> subprocess.CompletedProcess[str]:
    """What `make check` shows when the advisory tool, which needs a network, answers this."""
    (tmp_path / "pip_audit").mkdir()
    (tmp_path / "pip_audit" / "__init__.py").touch()
    (tmp_path / "pip_audit" / "__main__.py").write_text(f"print({answer!r})")
    return run(
        "scripts/timed.py", "weaknesses", sys.executable, "scripts/advisories.py", "requirements/app.txt",
        PYTHONPATH=str(tmp_path),
    )  # fmt: skip


DJANGO = {"name": "django", "version": "5.2.1"}
WEAK = {"id": "PYSEC-1", "fix_versions": ["5.2.2"]}
UNKNOWN = {"name": "tink", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("dependencies", "status", "said"),
    [
        ([{**DJANGO, "vulns": []}], 0, "ok"),
        ([{**DJANGO, "vulns": [WEAK]}], 1, "django 5.2.1: PYSEC-1, mended in 5.2.2"),
        ([{**DJANGO, "vulns": [WEAK]}, UNKNOWN], 1, "django 5.2.1: PYSEC-1"),
        ([{**DJANGO, "vulns": []}, UNKNOWN], 0, "not asked about 1 of 2 packages: tink"),
        ([UNKNOWN], 0, "not asked about 1 of 1 packages: no advisory service reachable"),
    ],
    ids=["nothing known", "known", "known of one, another not asked", "one not asked", "nothing asked"],
)
def test_a_known_weakness_fails_and_a_missing_service_is_said(dependencies, status, said, tmp_path):
    done = asked(tmp_path, json.dumps({"dependencies": dependencies}))
    assert (done.returncode, said in done.stdout) == (status, True), done.stdout


def test_a_service_that_cannot_be_reached_is_said(tmp_path):
    done = asked(tmp_path, "ConnectionError")
    assert done.returncode == 0
    assert "not asked: no advisory service reachable" in done.stdout


def test_the_bill_of_materials_holds_every_locked_package_with_its_hashes(tmp_path):
    file = tmp_path / "sbom.json"
    done = run("scripts/sbom.py", APP, file)
    assert done.returncode == 0, done.stderr
    bom = json.loads(file.read_text())
    locked = dict(re.findall(r"^([\w.-]+)==([^\s\\]+)", APP.read_text(), re.MULTILINE))
    assert {one["name"]: one["version"] for one in bom["components"]} == locked
    assert all(one["hashes"] for one in bom["components"])
    assert (bom["bomFormat"], bom["metadata"]["component"]["name"]) == ("CycloneDX", "rondom")


def recipe(name: str) -> str:
    """What the Makefile runs under a name, with the programs of this environment."""
    shown = subprocess.run(
        ["make", "--dry-run", "check", f"BIN={Path(sys.executable).parent}"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return re.search(rf'timed.py "{name}" (.*(?:\\\n.*)*)', shown)[1]


def test_a_secret_that_is_kept_by_mistake_is_found(tmp_path):
    leak = tmp_path / "settings.py"
    leak.write_text("password = '" + "hunter" + "2-and-more'\nAWS = '" + "AKIA" + "Z7VRFQ2B4KXN6WTP'\n")
    command = recipe("secrets").replace("$files'", f"{leak}'")
    assert str(leak) in command
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "AWS Access Key" in done.stdout
    assert "Secret Keyword" in done.stdout


def test_a_dangerous_call_is_found(tmp_path):
    (tmp_path / "mine.py").write_text("import pickle\n\n\ndef read(sent):\n    return pickle.loads(sent)\n")
    command = recipe("dangerous calls").replace("rondom scripts bench", str(tmp_path))
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "B301" in done.stdout
