"""Master keys, which never stand in the database: they wrap other keys, sign, and make the codes by which we search."""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_NONCE = 12
_BYTES = 32
Pairs = Sequence[tuple[bytes, bytes]]


class Kind(StrEnum):
    """What a master key is for; it does nothing else."""

    WRAP = "wrap"
    SIGN = "sign"
    MAC = "mac"


class KmsError(Exception):
    """The key cannot be used: it is missing, broken, of another kind, or does not fit; the sentence says which."""


class Kms(Protocol):
    """Where master keys live. Names are ours, keys never leave. Everything raises KmsError."""

    def make(self, name: str, kind: Kind) -> None:
        """Make a key, unless there is one of this name and kind."""

    def names(self) -> list[str]:
        """The keys there are, by name, in order."""

    def destroy(self, name: str) -> None:
        """Destroy a key: what it wrapped is gone. One that is not there is destroyed already."""

    def wrap(self, name: str, plaintext: bytes, about: bytes) -> bytes:
        """Encrypt, bound to `about`."""

    def unwrap(self, name: str, wrapped: bytes, about: bytes) -> bytes:
        """Decrypt what was wrapped with this key and this `about`."""

    def wraps(self, name: str, pairs: Pairs) -> list[bytes]:
        """Encrypt many: each plaintext with what it is bound to, at the cost of one."""

    def unwraps(self, name: str, pairs: Pairs) -> list[bytes]:
        """Decrypt many: each wrapped value with what it is bound to; all of them or none."""

    def sign(self, name: str, message: bytes) -> bytes:
        """The Ed25519 signature (RFC 8032), 64 bytes."""

    def public_key(self, name: str) -> bytes:
        """The raw public key that checks signatures, 32 bytes."""

    def macs(self, name: str, messages: Sequence[bytes]) -> list[bytes]:
        """HMAC-SHA256 of each message, 32 bytes."""


class FileKms:
    """A folder, for us alone, with one file a key. For one machine: several need Vault or the like."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, name: str, kind: Kind) -> None:
        path = self._path(name)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self.folder / f".{name}-{secrets.token_hex(4)}"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{kind}:{secrets.token_hex(_BYTES)}")
            file.flush()
            os.fsync(file.fileno())
        try:
            with contextlib.suppress(FileExistsError):
                os.link(beside, path)  # unlike a rename, never over a key that is there
        finally:
            beside.unlink()
        self._key(name, kind)

    def names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if NAME.fullmatch(path.name))

    def destroy(self, name: str) -> None:
        path = self._path(name)
        with contextlib.suppress(FileNotFoundError):
            path.write_bytes(os.urandom(_BYTES * 3))
            path.unlink()

    def wrap(self, name: str, plaintext: bytes, about: bytes) -> bytes:
        return self.wraps(name, [(plaintext, about)])[0]

    def unwrap(self, name: str, wrapped: bytes, about: bytes) -> bytes:
        return self.unwraps(name, [(wrapped, about)])[0]

    def wraps(self, name: str, pairs: Pairs) -> list[bytes]:
        cipher = AESGCM(self._key(name, Kind.WRAP))
        nonces = [os.urandom(_NONCE) for _ in pairs]
        return [
            nonce + cipher.encrypt(nonce, plaintext, about)
            for nonce, (plaintext, about) in zip(nonces, pairs, strict=True)
        ]

    def unwraps(self, name: str, pairs: Pairs) -> list[bytes]:
        cipher = AESGCM(self._key(name, Kind.WRAP))
        try:
            return [cipher.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], about) for wrapped, about in pairs]
        except (InvalidTag, ValueError) as error:
            message = f"What was wrapped does not fit the key {name}."
            raise KmsError(message) from error

    def sign(self, name: str, message: bytes) -> bytes:
        return self._signer(name).sign(message)

    def public_key(self, name: str) -> bytes:
        return self._signer(name).public_key().public_bytes_raw()

    def macs(self, name: str, messages: Sequence[bytes]) -> list[bytes]:
        key = self._key(name, Kind.MAC)
        return [hmac.digest(key, message, hashlib.sha256) for message in messages]

    def _signer(self, name: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._key(name, Kind.SIGN))

    def _key(self, name: str, kind: Kind) -> bytes:
        """The key itself, read anew each time, so that a destroyed key is gone for every process at once."""
        try:
            found, _mark, key = self._path(name).read_text(encoding="ascii").partition(":")
        except FileNotFoundError:
            message = f"There is no key {name}."
            raise KmsError(message) from None
        except (OSError, UnicodeDecodeError) as error:
            message = f"The key {name} cannot be read."
            raise KmsError(message) from error
        if found != kind:
            message = f"The key {name} is not one to {kind} with."
            raise KmsError(message)
        if not re.fullmatch(r"[0-9a-f]{64}", key):
            message = f"The key {name} is broken."
            raise KmsError(message)
        return bytes.fromhex(key)

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            message = "A key's name is small letters, digits and hyphens."
            raise KmsError(message)
        return self.folder / name


@cache
def kms() -> Kms:
    """The place of the master keys that the settings name: Vault, or a folder."""
    kind, _mark, url = settings.KMS.partition(":")
    if kind == "vault":
        from rondom.core.vault import VaultKms  # noqa: PLC0415 - it builds on this module

        return VaultKms(url, _vault_token())
    if kind:
        message = "RONDOM_KMS must be vault:https://host:port, or empty for a folder."
        raise KmsError(message)
    return FileKms(Path(settings.KMS_FOLDER))


def _vault_token() -> str:
    """What Rondom shows Vault: from a file, as an agent renews it, or from the environment."""
    path = os.environ.get("RONDOM_VAULT_TOKEN_FILE")
    try:
        token = Path(path).read_text(encoding="ascii") if path else os.environ.get("RONDOM_VAULT_TOKEN", "")
    except (OSError, UnicodeDecodeError) as error:
        message = "The file of RONDOM_VAULT_TOKEN_FILE cannot be read."
        raise KmsError(message) from error
    if not token.strip():
        message = "RONDOM_VAULT_TOKEN or RONDOM_VAULT_TOKEN_FILE must be set."
        raise KmsError(message)
    return token.strip()
