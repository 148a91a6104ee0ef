"""Master keys in Vault, against a stand-in that speaks its transit API over HTTP with real cryptography.

Paths, fields, statuses and the sentences of errors are after Vault's documentation and its source, builtin/logical/transit
(path_keys.go, path_encrypt.go, path_decrypt.go, path_sign_verify.go, path_hmac.go).
"""

import hashlib
import hmac
import json
import os
import threading
import time
from base64 import b64decode, b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rondom.core import kms as kms_module
from rondom.core.kms import Kind, KmsError
from rondom.core.vault import VaultKms

TOKEN = "hvs.only-for-tests"
GONE = (400, {"errors": ["encryption key not found"]})


class Transit(ThreadingHTTPServer):
    """What the stand-in knows, and what is wrong with it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.keys, self.sealed, self.slow, self.cuts = {}, False, 0, 0

    def handle_error(self, *_):
        """Whoever asked did not wait for the answer."""

    def answer(self, method, path, data):
        room, _, name = path.removeprefix("/v1/transit/").partition("/")
        name, _, more = name.partition("/")
        if (method, room) == ("GET", "keys?list=true"):
            return (200, {"data": {"keys": sorted(self.keys)}}) if self.keys else (404, {"errors": []})
        if room == "keys":
            return self.of_key(method, name, more, data)
        if name not in self.keys:
            return GONE
        return {"encrypt": self.encrypt, "decrypt": self.decrypt, "sign": self.sign, "hmac": self.hmac}[room](
            self.keys[name], data
        )

    def of_key(self, method, name, more, data):
        if method == "POST" and not more:
            self.keys.setdefault(name, {"type": data["type"], "raw": os.urandom(32), "deletable": False})
            return 200, {"data": {"name": name}}
        if name not in self.keys:
            return 404, {"errors": []}
        key = self.keys[name]
        if more == "config":
            key["deletable"] = data["deletion_allowed"]
            return 200, {"data": {}}
        if method == "DELETE":
            if not key["deletable"]:
                return 400, {
                    "errors": [f"error deleting policy {name}: deletion is not allowed for this key"]
                }
            del self.keys[name]
            return 204, None
        one = 1700000000
        if key["type"] == "ed25519":
            public = Ed25519PrivateKey.from_private_bytes(key["raw"]).public_key().public_bytes_raw()
            one = {"public_key": b64encode(public).decode()}
        return 200, {"data": {"type": key["type"], "latest_version": 1, "keys": {"1": one}}}

    def encrypt(self, key, data):
        if key["type"] != "aes256-gcm96":
            return 400, {"errors": [f"message encryption not supported for key type {key['type']}"]}
        results = []
        for item in data["batch_input"]:
            nonce = os.urandom(12)
            closed = AESGCM(key["raw"]).encrypt(
                nonce, b64decode(item["plaintext"]), b64decode(item["associated_data"])
            )
            results.append({"ciphertext": "vault:v1:" + b64encode(nonce + closed).decode(), "key_version": 1})
        return 200, {"data": {"batch_results": results}}

    def decrypt(self, key, data):
        results = [self.opened(key, item) for item in data["batch_input"]]
        failed = any("error" in result for result in results)
        return (400 if failed else 200), {"data": {"batch_results": results}}

    @staticmethod
    def opened(key, item):
        text = item["ciphertext"]
        if not text.startswith("vault:v"):
            return {"error": "invalid ciphertext: no prefix"}
        version, _, rest = text.removeprefix("vault:v").partition(":")
        if version != "1":
            return {"error": "invalid ciphertext: version is too new"}
        try:
            closed = b64decode(rest)
            plain = AESGCM(key["raw"]).decrypt(closed[:12], closed[12:], b64decode(item["associated_data"]))
        except (InvalidTag, ValueError):
            return {"error": "invalid ciphertext: unable to decrypt"}
        return {"plaintext": b64encode(plain).decode()}

    @staticmethod
    def sign(key, data):
        if key["type"] != "ed25519":
            return 400, {"errors": [f"key type {key['type']} does not support signing"]}
        made = Ed25519PrivateKey.from_private_bytes(key["raw"]).sign(b64decode(data["input"]))
        return 200, {"data": {"signature": "vault:v1:" + b64encode(made).decode()}}

    @staticmethod
    def hmac(key, data):
        made = [
            hmac.digest(key["raw"], b64decode(one["input"]), hashlib.sha256) for one in data["batch_input"]
        ]
        return 200, {"data": {"batch_results": [{"hmac": "vault:v1:" + b64encode(m).decode()} for m in made]}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Say nothing."""

    def do_GET(self):
        self.handle_any()

    do_POST = do_DELETE = do_GET  # noqa: N815 - the names that http.server asks for

    def handle_any(self):
        place = self.server
        data = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"null")
        time.sleep(place.slow)
        if place.cuts:
            place.cuts -= 1
            self.close_connection = True
            return
        if place.sealed:
            status, answer = 503, {"errors": ["Vault is sealed"]}
        elif self.headers["X-Vault-Token"] != TOKEN:
            status, answer = 403, {"errors": ["permission denied"]}
        else:
            status, answer = place.answer(self.command, self.path, data)
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def transit():
    server = Transit()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def keys(transit):
    found = VaultKms(f"http://127.0.0.1:{transit.server_port}", TOKEN, seconds=0.5)
    yield found
    found.close()


def test_it_wraps_and_unwraps_about_the_same_thing(keys):
    keys.make("epoch-1", Kind.WRAP)
    wrapped = keys.wraps("epoch-1", [(b"secret", b"case 1"), (b"\x00\xff", b"case 2")])
    assert keys.unwraps("epoch-1", list(zip(wrapped, [b"case 1", b"case 2"], strict=True))) == [
        b"secret",
        b"\x00\xff",
    ]
    assert keys.unwrap("epoch-1", keys.wrap("epoch-1", b"x", b""), b"") == b"x"
    assert keys.unwraps("epoch-1", []) == []
    for wrong, about in [(wrapped[0], b"case 2"), (b"", b""), (b"\xff", b""), (wrapped[0][:-9], b"case 1")]:
        with pytest.raises(KmsError, match="does not fit the key epoch-1"):
            keys.unwrap("epoch-1", wrong, about)


def test_another_version_of_the_key_does_not_fit(keys):
    keys.make("epoch-1", Kind.WRAP)
    wrapped = keys.wrap("epoch-1", b"secret", b"").replace(b":v1:", b":v2:")
    with pytest.raises(KmsError, match="does not fit the key epoch-1"):
        keys.unwrap("epoch-1", wrapped, b"")


def test_making_a_key_again_keeps_it_and_another_kind_is_refused(keys):
    keys.make("log", Kind.SIGN)
    before = keys.public_key("log")
    keys.make("log", Kind.SIGN)
    assert keys.public_key("log") == before
    with pytest.raises(KmsError, match="not one to wrap with"):
        keys.make("log", Kind.WRAP)
    assert keys.names() == ["log"]


def test_a_signature_is_checked_with_the_public_key(keys):
    keys.make("log", Kind.SIGN)
    Ed25519PublicKey.from_public_bytes(keys.public_key("log")).verify(keys.sign("log", b"tree"), b"tree")


def test_codes_depend_on_the_key(keys, transit):
    keys.make("names", Kind.MAC)
    assert keys.macs("names", [b"a", b"b"]) == [
        hmac.digest(transit.keys["names"]["raw"], message, hashlib.sha256) for message in (b"a", b"b")
    ]


def test_a_key_of_another_kind_is_refused_in_words(keys):
    keys.make("names", Kind.MAC)
    for use in (lambda: keys.sign("names", b"x"), lambda: keys.wrap("names", b"x", b"")):
        with pytest.raises(KmsError, match="The key names cannot be used for this"):
            use()
    with pytest.raises(KmsError, match="not one to sign with"):
        keys.public_key("names")


def test_what_is_destroyed_is_gone(keys):
    assert keys.names() == []
    keys.make("epoch-1", Kind.WRAP)
    wrapped = keys.wrap("epoch-1", b"secret", b"")
    keys.destroy("epoch-1")
    keys.destroy("epoch-1")
    assert keys.names() == []
    for use in (
        lambda: keys.unwrap("epoch-1", wrapped, b""),
        lambda: keys.wrap("epoch-1", b"x", b""),
        lambda: keys.macs("epoch-1", [b"x"]),
        lambda: keys.sign("epoch-1", b"x"),
        lambda: keys.public_key("epoch-1"),
    ):
        with pytest.raises(KmsError, match="There is no key epoch-1"):
            use()


def _seal(transit):
    transit.sealed = True


def _slow(transit):
    transit.slow = 1


def _cut(transit):
    transit.cuts = 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (_seal, "Vault is sealed or not ready."),
        (_slow, "Vault does not answer in time."),
        (_cut, "Vault does not answer."),
    ],
)
def test_what_is_wrong_with_vault_is_said_in_a_sentence(wrong, said, keys, transit):
    keys.make("epoch-1", Kind.WRAP)
    wrapped = keys.wrap("epoch-1", b"secret", b"")
    wrong(transit)
    with pytest.raises(KmsError, match=f"^{said}$"):
        keys.unwrap("epoch-1", wrapped, b"")
    transit.sealed, transit.slow, transit.cuts = False, 0, 0
    assert keys.unwrap("epoch-1", wrapped, b"") == b"secret"


def test_a_connection_that_was_cut_once_is_made_again(keys, transit):
    keys.make("names", Kind.MAC)
    transit.cuts = 1
    assert len(keys.macs("names", [b"a"])) == 1


def test_a_token_that_may_not_is_said_in_a_sentence(transit):
    keys = VaultKms(f"http://127.0.0.1:{transit.server_port}", "wrong")
    with pytest.raises(KmsError, match="permission denied"):
        keys.make("epoch-1", Kind.WRAP)
    assert transit.keys == {}
    keys.close()


def test_nobody_there_is_said_in_a_sentence(transit):
    with pytest.raises(KmsError, match="Vault does not answer"):
        VaultKms("http://127.0.0.1:1", TOKEN).names()


@pytest.mark.parametrize(
    "url", ["http://vault.example:8200", "vault.example", "ftp://vault.example", "https://"]
)
def test_keys_travel_over_https_alone(url):
    with pytest.raises(KmsError, match="https"):
        VaultKms(url, TOKEN)


@pytest.mark.parametrize("name", ["", "../log", "Log", "a/b", "a?list=true"])
def test_a_name_leads_nowhere_else(keys, name):
    with pytest.raises(KmsError, match="name"):
        keys.make(name, Kind.SIGN)


def test_the_settings_choose_it(transit, settings, monkeypatch, tmp_path):
    settings.KMS = f"vault:http://127.0.0.1:{transit.server_port}"
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    kms_module.kms.cache_clear()
    try:
        with pytest.raises(KmsError, match="RONDOM_VAULT_TOKEN"):
            kms_module.kms()
        monkeypatch.setenv("RONDOM_VAULT_TOKEN_FILE", str(tmp_path / "none"))
        with pytest.raises(KmsError, match="cannot be read"):
            kms_module.kms()
        monkeypatch.setenv("RONDOM_VAULT_TOKEN_FILE", str(tmp_path / "token"))
        kms_module.kms().make("names", Kind.MAC)
        kms_module.kms().close()
        assert list(transit.keys) == ["names"]
        settings.KMS = "nonsense"
        kms_module.kms.cache_clear()
        with pytest.raises(KmsError, match="RONDOM_KMS must be"):
            kms_module.kms()
    finally:
        kms_module.kms.cache_clear()
