import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rondom.core.kms import FileKms, Kind, KmsError


@pytest.fixture
def keys(tmp_path):
    return FileKms(tmp_path / "kms")


def test_a_key_unwraps_what_it_wrapped_about_the_same_thing(keys):
    keys.make("epoch-1", Kind.WRAP)
    wrapped = keys.wrap("epoch-1", b"secret", b"case 1")
    assert b"secret" not in wrapped
    assert keys.unwrap("epoch-1", wrapped, b"case 1") == b"secret"
    for other in (
        lambda: keys.unwrap("epoch-1", wrapped, b"case 2"),
        lambda: keys.unwrap("epoch-1", b"", b""),
    ):
        with pytest.raises(KmsError, match="does not fit"):
            other()


def test_making_a_key_again_keeps_it(keys):
    keys.make("log", Kind.SIGN)
    before = keys.public_key("log")
    keys.make("log", Kind.SIGN)
    assert keys.public_key("log") == before
    assert keys.names() == ["log"]


def test_a_signature_is_checked_with_the_public_key(keys):
    keys.make("log", Kind.SIGN)
    Ed25519PublicKey.from_public_bytes(keys.public_key("log")).verify(keys.sign("log", b"tree"), b"tree")


def test_codes_depend_on_the_key(keys):
    keys.make("names", Kind.MAC)
    keys.make("others", Kind.MAC)
    assert keys.macs("names", [b"a", b"a"])[0] == keys.macs("names", [b"a"])[0]
    assert keys.macs("names", [b"a"]) != keys.macs("others", [b"a"])


def test_what_is_destroyed_is_gone_at_once_for_everyone(keys):
    keys.make("epoch-1", Kind.WRAP)
    wrapped = keys.wrap("epoch-1", b"secret", b"")
    FileKms(keys.folder).destroy("epoch-1")
    keys.destroy("epoch-1")
    with pytest.raises(KmsError, match="no key epoch-1"):
        keys.unwrap("epoch-1", wrapped, b"")
    assert list(keys.folder.iterdir()) == []


def test_keys_are_readable_for_their_owner_alone(keys):
    keys.make("log", Kind.SIGN)
    assert stat.S_IMODE((keys.folder / "log").stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["", "../log", "Log", ".log", "a" * 62])
def test_a_name_leads_nowhere_else(keys, name):
    with pytest.raises(KmsError, match="name"):
        keys.make(name, Kind.SIGN)


@pytest.mark.parametrize("broken", ["", "sign:", "sign:00", "mac:" + "00" * 32, "nonsense", "\xff"])
def test_a_broken_or_other_key_is_refused_in_words(keys, broken):
    keys.make("log", Kind.SIGN)
    (keys.folder / "log").write_text(broken, encoding="latin-1")
    with pytest.raises(KmsError, match="The key log"):
        keys.sign("log", b"tree")
    with pytest.raises(KmsError, match="The key log"):
        keys.make("log", Kind.SIGN)
