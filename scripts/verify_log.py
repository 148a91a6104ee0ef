"""Check the sealed log of a Rondom, or the proof of one line, without Rondom: Python's standard library is enough.

    python verify_log.py FOLDER              a folder made by `rondom log-export --sealed FOLDER`
    python verify_log.py FOLDER --key KEY    the same, with the key that you were given another way (do so)
    python verify_log.py PROOF.json          a proof made by `rondom verify --prove EVENT_ID`

Exit 0 when everything is what was signed, 1 with a sentence when it is not. The log is a Merkle tree (RFC 6962) over
lines of JSON; its checkpoints are signed notes (C2SP) under Ed25519 (RFC 8032).
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment,misc]

BLOCK = 4096
EMPTY = hashlib.sha256().digest()


class Untrue(Exception):  # noqa: N818 - what the log is
    """The log is not what was signed; the sentence says why."""


# The tree


def joined(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """The roots of the whole subtrees on the left, one for each bit of the size."""

    def __init__(self) -> None:
        self.size, self.peaks = 0, {}  # type: int, dict[int, bytes]

    def add(self, hashes: list[bytes]) -> None:
        """Add the hashes of records."""
        self.size, height = self.size + len(hashes), 0
        while hashes:
            if height in self.peaks:
                hashes = [self.peaks.pop(height), *hashes]
            if len(hashes) % 2:
                self.peaks[height] = hashes[-1]
            hashes = [
                hashlib.sha256(b"\1" + left + right).digest()
                for left, right in zip(hashes[::2], hashes[1::2], strict=False)
            ]
            height += 1

    def root(self) -> bytes:
        """The hash of everything."""
        found = b""
        for height in sorted(self.peaks):
            found = joined(self.peaks[height], found) if found else self.peaks[height]
        return found or EMPTY


def root_of_proof(record: bytes, number: int, size: int, steps: list[bytes]) -> bytes:
    """The root to which a proof of inclusion leads (RFC 6962, 2.1.1, from the leaf up)."""
    if not 0 <= number < size:
        raise Untrue("The place of the record is not in the log.")
    found, last = hashlib.sha256(b"\0" + record).digest(), size - 1
    rest = list(steps)
    while last:
        if number % 2 or number < last:
            if not rest:
                raise Untrue("The proof is too short.")
            step = rest.pop(0)
            found = joined(step, found) if number % 2 else joined(found, step)
        number, last = number // 2, last // 2
    if rest:
        raise Untrue("The proof is too long.")
    return found


# The signature

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME
BASE_Y = 4 * pow(5, -1, PRIME) % PRIME


def _x(y: int, sign: int) -> int:
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        raise ValueError("not on the curve")
    return PRIME - x if x % 2 != sign else x


def _add(p: tuple[int, ...], q: tuple[int, ...]) -> tuple[int, ...]:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % PRIME, (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c, d = 2 * p[3] * q[3] * CURVE % PRIME, 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def _times(number: int, point: tuple[int, ...]) -> tuple[int, ...]:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _point(text: bytes) -> tuple[int, ...]:
    y = int.from_bytes(text, "little")
    y, sign = y & ((1 << 255) - 1), y >> 255
    if y >= PRIME:
        raise ValueError("not on the curve")
    x = _x(y, sign)
    return (x, y, 1, x * y % PRIME)


def signed_plain(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the Ed25519 signature (RFC 8032, 5.1.7), in plain Python: some milliseconds each."""
    try:
        public, first = _point(key), _point(signature[:32])
    except ValueError:
        return False
    second = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or second >= ORDER:  # noqa: PLR2004 - RFC 8032
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    base = (_x(BASE_Y, 0), BASE_Y, 1, _x(BASE_Y, 0) * BASE_Y % PRIME)
    left = _times(second, base)
    right = _add(first, _times(int.from_bytes(digest, "little") % ORDER, public))
    return (
        (left[0] * right[2] - right[0] * left[2]) % PRIME
        == 0
        == (left[1] * right[2] - right[1] * left[2]) % PRIME
    )


def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """The same, by the library `cryptography` when it is there."""
    if Ed25519PublicKey is None:
        return signed_plain(key, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# The checkpoints


def key_of(text: str) -> tuple[str, bytes, bytes]:
    """Name, hint and key from the text of a key."""
    try:
        name, hint, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise Untrue("The key cannot be read.") from error
    digest = hashlib.sha256(name.encode() + b"\n" + raw).digest()
    if raw[:1] != b"\1" or digest[:4].hex() != hint:
        raise Untrue("The key cannot be read.")
    return name, digest[:4], raw[1:]


def opened(note: str, key: tuple[str, bytes, bytes]) -> tuple[int, bytes]:
    """Size and root of a checkpoint that the key has signed."""
    name, hint, raw = key
    try:
        text, line = note.split("\n\n", 1)
        origin, size, root = text.split("\n")[:3]
        dash, signer, encoded = line.rstrip("\n").split(" ")
        signature = base64.b64decode(encoded, validate=True)
        number, digest = int(size), base64.b64decode(root, validate=True)
    except ValueError as error:
        raise Untrue("A checkpoint cannot be read.") from error
    if (origin, signer, dash, signature[:4]) != (name, name, "—", hint):
        raise Untrue(f"The checkpoint at {number} is of another log.")
    if base64.b64encode(signature).decode() != encoded or line != f"— {signer} {encoded}\n":
        raise Untrue("A checkpoint cannot be read.")
    if not signed(raw, f"{text}\n".encode(), signature[4:]):
        raise Untrue(f"The signature under the checkpoint at {number} is false.")
    return number, digest


def check_log(
    records: "list[bytes] | object", notes: list[str], key: tuple[str, bytes, bytes]
) -> tuple[int, int]:
    """Check records (lines) and checkpoints; gives how many there are of each."""
    due = sorted((opened(note, key) for note in notes), reverse=True)
    tree, waits = Tree(), []  # type: Tree, list[bytes]
    total, last = 0, due[0][0] if due else 0
    for line in records:  # type: ignore[attr-defined]
        waits.append(hashlib.sha256(b"\0" + line.rstrip(b"\n")).digest())
        total += 1
        if len(waits) == BLOCK or (due and due[-1][0] == total):
            tree.add(waits)
            waits = []
        while due and due[-1][0] == total:
            if tree.root() != due.pop()[1]:
                raise Untrue(f"The first {total} records are not those that were signed.")
    if due and due[-1][0] == 0:
        due = [each for each in due if each != (0, EMPTY)]
    if due:
        raise Untrue(f"{due[-1][0]} records were signed, and there are {total}.")
    if total != last:
        raise Untrue(f"There are {total} records, and only {last} were signed.")
    return total, len(notes)


def check_proof(proof: dict, key: tuple[str, bytes, bytes]) -> int:
    """Check that a record stands in the log; gives its place."""
    size, whole = opened(proof["checkpoint"], key)
    steps = [base64.b64decode(step, validate=True) for step in proof["proof"]]
    if root_of_proof(proof["record"].encode(), proof["number"], size, steps) != whole:
        raise Untrue("This record is not in the log that was signed.")
    return int(proof["number"])


def main() -> None:
    """Check what is named on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", type=Path)
    parser.add_argument("--key", help="the key of the log, as you were given it")
    given = parser.parse_args()
    try:
        if given.what.is_dir():
            key = given.key or (given.what / "key.txt").read_text(encoding="utf-8")
            with (given.what / "checkpoints.jsonl").open(encoding="utf-8") as file:
                notes = [json.loads(line) for line in file]
            with (given.what / "records.jsonl").open("rb") as file:
                records, checkpoints = check_log(file, notes, key_of(key))
            sys.stdout.write(f"{records} records and {checkpoints} checkpoints are what was signed.\n")
        else:
            proof = json.loads(given.what.read_text(encoding="utf-8"))
            number = check_proof(proof, key_of(given.key or proof["key"]))
            sys.stdout.write(f"The record stands in the log, at place {number}:\n{proof['record']}\n")
        if not given.key:
            sys.stdout.write(
                "The key came with it: compare it with the one that you were given another way.\n"
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.exit(f"This cannot be read: {error}")
    except Untrue as error:
        sys.exit(f"NOT what was signed: {error}")


if __name__ == "__main__":
    main()
