"""Master keys in HashiCorp Vault (or OpenBao): its transit secrets engine, which never lets a key out.

After Vault's API (developer.hashicorp.com/vault/api-docs/secret/transit, read in November 2026). The token needs create and
update on keys/*, delete on keys/*, list on keys, and update, not create, on encrypt/*, decrypt/*, sign/* and hmac/*: with
create on encrypt/*, Vault would make a key that was destroyed anew.
"""

import http.client
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import quote, urlsplit

from rondom.core.kms import NAME, Kind, KmsError, Pairs

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.WRAP: {"type": "aes256-gcm96"},
    Kind.SIGN: {"type": "ed25519"},
    Kind.MAC: {"type": "hmac", "key_size": 32},
}
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_SECONDS = 10
_WRONG = {
    403: "Vault does not let this token do that (permission denied).",
    429: "Vault is too busy now.",
    503: "Vault is sealed or not ready.",
}


class VaultKms:
    """The transit engine at `url`; a path in it is where the engine is mounted. Everything raises KmsError."""

    def __init__(self, url: str, token: str, seconds: float = _SECONDS) -> None:
        self._parts, self._token, self._seconds = urlsplit(url), token, seconds
        self._mount = self._parts.path.strip("/") or "transit"
        self._own = threading.local()
        if self._parts.scheme not in {"http", "https"} or not self._parts.hostname:
            raise KmsError("RONDOM_KMS must be vault:https://host:port.")
        if self._parts.scheme == "http" and self._parts.hostname not in _LOOPBACK:
            raise KmsError("Vault must be asked over https: what it unwraps are keys.")

    def close(self) -> None:
        """Let go of this thread's connection; the next question makes another."""
        found = getattr(self._own, "connection", None)
        if found:
            found.close()

    def make(self, name: str, kind: Kind) -> None:
        self._ask("POST", f"keys/{_checked(name)}", dict(_TYPES[kind]))
        found = self._key(name)["type"]
        if found != _TYPES[kind]["type"]:
            raise KmsError(f"The key {name} is not one to {kind} with.")

    def names(self) -> list[str]:
        found = self._ask("GET", "keys?list=true", absent={"keys": []})
        return sorted(name for name in found["keys"] if NAME.fullmatch(name))

    def destroy(self, name: str) -> None:
        if name in self.names():
            self._ask("POST", f"keys/{_checked(name)}/config", {"deletion_allowed": True})
            self._ask("DELETE", f"keys/{_checked(name)}")

    def wrap(self, name: str, plaintext: bytes, about: bytes) -> bytes:
        return self.wraps(name, [(plaintext, about)])[0]

    def unwrap(self, name: str, wrapped: bytes, about: bytes) -> bytes:
        return self.unwraps(name, [(wrapped, about)])[0]

    def wraps(self, name: str, pairs: Pairs) -> list[bytes]:
        items = [{"plaintext": _text(plain), "associated_data": _text(about)} for plain, about in pairs]
        return [result.encode() for result in self._batch(name, "encrypt", items, "ciphertext")]

    def unwraps(self, name: str, pairs: Pairs) -> list[bytes]:
        items = [
            {"ciphertext": wrapped.decode("ascii", "replace"), "associated_data": _text(about)}
            for wrapped, about in pairs
        ]
        return [b64decode(result) for result in self._batch(name, "decrypt", items, "plaintext")]

    def sign(self, name: str, message: bytes) -> bytes:
        found = self._ask("POST", f"sign/{_checked(name)}", {"input": _text(message)}, key=name)
        return _value(found["signature"])

    def public_key(self, name: str) -> bytes:
        key = self._key(name)
        try:
            return b64decode(key["keys"][str(key["latest_version"])]["public_key"])
        except (KeyError, TypeError) as error:
            raise KmsError(f"The key {name} is not one to sign with.") from error

    def macs(self, name: str, messages: Sequence[bytes]) -> list[bytes]:
        items = [{"input": _text(message)} for message in messages]
        return [_value(result) for result in self._batch(name, "hmac", items, "hmac", "/sha2-256")]

    def _key(self, name: str) -> dict[str, Any]:
        return self._ask("GET", f"keys/{_checked(name)}", key=name)

    def _batch(self, name: str, do: str, items: list[dict[str, str]], what: str, more: str = "") -> list[str]:
        """Many at once; one that fails makes all fail."""
        if not items:
            return []
        found = self._ask("POST", f"{do}/{_checked(name)}{more}", {"batch_input": items}, key=name)
        results = found.get("batch_results") or []
        if len(results) != len(items) or any(result.get("error") or what not in result for result in results):
            raise KmsError(f"What was wrapped does not fit the key {name}.")
        return [result[what] for result in results]

    def _ask(
        self, method: str, path: str, data: Any = None, *, key: str = "", absent: Any = None
    ) -> dict[str, Any]:
        status, answer = self._answer(method, path, data)
        if status == http.HTTPStatus.NOT_FOUND and absent is not None:
            return cast("dict[str, Any]", absent)
        found = answer.get("data") or {}
        if status < http.HTTPStatus.BAD_REQUEST or "batch_results" in found:
            return cast("dict[str, Any]", found)
        if key and (status == http.HTTPStatus.NOT_FOUND or "not found" in str(answer.get("errors"))):
            raise KmsError(f"There is no key {key}.")
        if key and status == http.HTTPStatus.BAD_REQUEST:
            raise KmsError(f"The key {key} cannot be used for this.")
        raise KmsError(_WRONG.get(status, f"Vault could not do what was asked (status {status})."))

    def _answer(self, method: str, path: str, data: Any) -> tuple[int, dict[str, Any]]:
        """Ask on this thread's connection; on a new one when that was closed in the meantime."""
        headers = {
            "X-Vault-Token": self._token,
            "X-Vault-Request": "true",
            "Content-Type": "application/json",
        }
        body = None if data is None else json.dumps(data)
        target = f"/v1/{quote(self._mount)}/{path}"
        for last in (False, True):
            connection = self._connection(new=last)
            try:
                connection.request(method, target, body, headers)
                response = connection.getresponse()
                read = response.read()
                return response.status, json.loads(read) if read.strip() else {}
            except (
                http.client.RemoteDisconnected,
                http.client.CannotSendRequest,
                ConnectionResetError,
            ) as error:
                connection.close()
                if last:
                    raise KmsError("Vault does not answer.") from error
            except TimeoutError as error:
                connection.close()
                raise KmsError("Vault does not answer in time.") from error
            except (OSError, http.client.HTTPException, ValueError) as error:
                connection.close()
                raise KmsError("Vault does not answer.") from error
        raise AssertionError

    def _connection(self, *, new: bool) -> http.client.HTTPConnection:
        found: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if found is None or new:
            kind = (
                http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
            )
            found = kind(self._parts.hostname or "", self._parts.port, timeout=self._seconds)
            self._own.connection = found
        return found


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise KmsError("A key's name is small letters, digits and hyphens.")
    return name


def _text(value: bytes) -> str:
    return b64encode(value).decode()


def _value(text: str) -> bytes:
    """The bytes of "vault:v1:base64"."""
    return b64decode(text.rpartition(":")[2])
