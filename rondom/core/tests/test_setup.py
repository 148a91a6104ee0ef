"""Set-up: what is done is not done again, what is half done is done over, and every refusal is a sentence."""

import importlib.util
import json
import re
import sys

import pytest

from rondom.core.embedded import ROOT


@pytest.fixture
def setup(tmp_path, monkeypatch):
    """The script, in an empty checkout."""
    specification = importlib.util.spec_from_file_location("setup_script", ROOT / "scripts" / "setup.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    (tmp_path / "requirements").mkdir()
    for name in ("app", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    return module


@pytest.fixture
def done(setup, monkeypatch):
    """What the steps on packages did, in a set-up that runs no program."""
    did = []

    def run(name, *command):
        did.append((name, command[-1].name))
        setup.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        setup.PYTHON.touch()
        (setup.VENV / "lib" / "python3.11" / "site-packages").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(setup, "run", run)

    def go(*, dev=False):
        did.clear()
        list(setup.packages(dev=dev))
        return list(did)

    return go


ALL = [("venv", ".venv"), ("pip", "app.txt")]


def test_a_second_run_does_nothing(done):
    assert done() == ALL
    assert done() == []


def test_the_tools_come_on_top_and_stay(done):
    done()
    assert done(dev=True) == [("pip", "dev.txt")]
    assert done(dev=True) == []
    assert done() == []


def test_the_package_and_its_command_are_there(setup, done):
    done()
    assert (setup.VENV / "lib/python3.11/site-packages/rondom.pth").read_text() == f"{setup.ROOT}\n"
    launcher = setup.VENV / "bin" / "rondom"
    assert launcher.stat().st_mode & 0o111
    assert "rondom.config.command" in launcher.read_text()


def test_an_environment_left_half_made_is_made_anew(setup, done, capsys):
    setup.PYTHON.parent.mkdir(parents=True)
    assert done() == ALL
    assert "An earlier set-up was broken off, so .venv is made anew." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("python", [3, 10], "This is another Python"),
        ("root", "/elsewhere", "The checkout has moved"),
        ("app", "other", "The locked packages have changed"),
    ],
)
def test_an_environment_that_no_longer_fits_is_made_anew(setup, done, capsys, key, value, reason):
    done()
    stamp = setup.VENV / "rondom.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), key: value}))
    assert done() == ALL
    assert f"{reason}, so .venv is made anew." in capsys.readouterr().out


def test_an_environment_whose_python_is_gone_is_made_anew(setup, done):
    done()
    setup.PYTHON.unlink()
    assert done() == ALL


def test_an_old_python_is_told_what_is_needed(setup, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(setup.SetupError, match=r"needs Python 3\.11 or newer and this is 3\.9\.2"):
        setup.check_python()


def test_a_python_without_venv_is_told_which_package_to_add(setup, monkeypatch):
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(setup.SetupError, match=r"lacks ensurepip.*apt-get install python3\.\d+-venv"):
        setup.check_python()


def test_a_program_that_fails_is_heard(setup):
    with pytest.raises(setup.SetupError, match=r"(?s)no such thing.*pip failed"):
        setup.run("pip", sys.executable, "-c", "import sys; sys.exit('no such thing')")


def test_a_full_disk_is_recognised(setup):
    with pytest.raises(OSError, match="No space left"):
        setup.run("npm", sys.executable, "-c", "import sys; sys.exit('npm error code ENOSPC')")
    assert "MB free" in setup.full_disk()


def test_a_file_is_written_whole_or_not_at_all(setup, monkeypatch, tmp_path):
    path = tmp_path / "stamp"
    setup.write(path, "first")
    monkeypatch.setattr(setup.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space left"):
        setup.write(path, "second")
    assert path.read_text() == "first"


def test_no_file_names_a_registry():
    files = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc", "pyproject.toml")]
    for path in [*files, *ROOT.glob("requirements/*")]:
        assert not re.search(r'https?://|"resolved"|--(extra-)?index-url|registry=', path.read_text()), (
            path.name
        )
