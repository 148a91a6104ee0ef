"""What the log signs every minute: how many records it has and the root that stands for them.

The text is a checkpoint of C2SP (tlog-checkpoint in a signed-note, read 2026-11-24), so that others' tools and
witnesses read it: origin, size, root, a line with the moment, an empty line, the signature.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_ED25519 = b"\1"
_NOTE = re.compile(
    r"(?P<text>(?P<origin>[^\s+]+)\n(?P<size>0|[1-9]\d{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\nat (?P<at>\S+)\n)\n"
    r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+=*)\n"
)


class Untrue(Exception):  # noqa: N818 - what it says of a checkpoint
    """A checkpoint, or a key, is not what it should be; the sentence says in what."""


@dataclass(frozen=True)
class Key:
    """The public key of a log; its name, which is the log's origin, is made of the key."""

    raw: bytes

    @property
    def name(self) -> str:
        return f"rondom/log/{sha256(self.raw).hexdigest()[:16]}"

    @property
    def hint(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def __str__(self) -> str:
        """As it is handed to others: name, hint and key, the form of Go's `note` package."""
        return f"{self.name}+{self.hint.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The key from its text. Raises Untrue."""
        try:
            key = cls(base64.b64decode(text.strip().split("+", 2)[2], validate=True).removeprefix(_ED25519))
        except (binascii.Error, IndexError) as error:
            raise Untrue("This is not the key of a log.") from error
        if str(key) != text.strip():
            raise Untrue("This is not the key of a log: name, hint and key do not belong together.")
        return key


@dataclass(frozen=True)
class Checkpoint:
    """The log at a moment: so many records, with this root."""

    size: int
    root: bytes
    at: datetime

    def signed(self, key: Key, sign: Callable[[bytes], bytes]) -> str:
        """The checkpoint as a note that the key has signed."""
        at = self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        text = f"{key.name}\n{self.size}\n{base64.b64encode(self.root).decode()}\nat {at}\n"
        signature = base64.b64encode(key.hint + sign(text.encode())).decode()
        return f"{text}\n— {key.name} {signature}\n"

    @classmethod
    def read(cls, note: str, key: Key) -> Self:
        """The checkpoint in a note, when the key did sign it. Raises Untrue."""
        found = _NOTE.fullmatch(note)
        if not found:
            raise Untrue("A checkpoint cannot be read.")
        try:
            signature = base64.b64decode(found["signature"], validate=True)
            at = datetime.fromisoformat(found["at"])
            root = base64.b64decode(found["root"], validate=True)
        except ValueError as error:
            raise Untrue("A checkpoint cannot be read.") from error
        if base64.b64encode(signature).decode() != found["signature"]:
            raise Untrue("A checkpoint cannot be read.")
        if (found["origin"], found["name"], signature[:4]) != (key.name, key.name, key.hint):
            raise Untrue(f"The checkpoint at {found['size']} is of another log.")
        try:
            Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[4:], found["text"].encode())
        except (InvalidSignature, ValueError) as error:
            raise Untrue(f"The signature under the checkpoint at {found['size']} is false.") from error
        return cls(int(found["size"]), root, at)
