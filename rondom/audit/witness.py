"""A witness: another organisation that keeps what was signed, and so knows when the log was rewritten."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

from rondom.audit import merkle, sealed
from rondom.audit.checkpoint import Checkpoint, Key, Untrue

_MOST = 1_000_000
_PATIENCE = 30  # seconds
_CONFLICT, _EMPTY = 409, 204


@dataclass
class Witness:
    """A file that is only added to: the key of the log, then every checkpoint seen, as lines of JSON."""

    file: Path

    def key(self) -> Key | None:
        """The key this witness knows the log by. Raises Untrue."""
        lines = self._lines()
        return Key.read(str(lines[0].get("key", ""))) if lines else None

    def seen(self) -> list[Checkpoint]:
        """The checkpoints it has seen, signatures checked again. Raises Untrue."""
        key = self.key()
        return (
            [Checkpoint.read(str(line.get("checkpoint")), key) for line in self._lines()[1:]] if key else []
        )

    def meet(self, key: Key) -> None:
        """Know a log by this key from now on. Raises Untrue when it is known by another."""
        known = self.key()
        if known and known != key:
            raise Untrue(f"{self.file} knows the log by another key.")
        if not known:
            self._add({"key": str(key)})

    def look(self, answer: dict[str, Any]) -> tuple[Checkpoint, bool]:
        """Check an answer of the log against what was seen, and keep it; gives whether it is new. Raises Untrue."""
        key = self.key()
        if not key:
            raise Untrue("The key of the log is not known yet.")
        new = Checkpoint.read(str(answer.get("checkpoint")), key)
        before = self.seen()
        last = before[-1] if before else Checkpoint(0, merkle.EMPTY, new.at)
        if new.size < last.size:
            raise Untrue(f"The log was rewritten: it had {last.size} records, and now {new.size}.")
        proof = sealed.steps(answer.get("proof", []))
        if not merkle.consistent(last.size, new.size, last.root, new.root, proof):
            raise Untrue(f"The log was rewritten: the first {last.size} records are not what they were.")
        if new.size > last.size:
            self._add({"checkpoint": answer["checkpoint"]})
        return new, new.size > last.size

    def ask(self, url: str) -> dict[str, Any] | None:
        """What the log at an address says since the last look; None while nothing is sealed. Raises OSError, Untrue."""
        if urlsplit(url).scheme not in {"http", "https"}:
            raise Untrue("The address of a log begins with https://.")
        seen = self.seen()
        query = urlencode({"vanaf": seen[-1].size if seen else 0})
        request = Request(urljoin(url, f"/logboek/consistentie?{query}"))  # noqa: S310 - http or https, see above
        try:
            with urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310 - the same
                said, status = response.read(_MOST), response.status
        except HTTPError as error:
            if error.code != _CONFLICT:
                raise
            said, status = error.read(_MOST), error.code
        if status == _EMPTY:
            if seen:
                raise Untrue(f"The log was rewritten: it had {seen[-1].size} records, and now none.")
            return None
        try:
            answer = json.loads(said)
        except ValueError as error:
            raise Untrue("What the log answers cannot be read.") from error
        if not isinstance(answer, dict):
            raise Untrue("What the log answers cannot be read.")
        return answer

    def _lines(self) -> list[dict[str, Any]]:
        if not self.file.exists():
            return []
        try:
            found = [json.loads(line) for line in self.file.read_text(encoding="utf-8").splitlines()]
        except ValueError as error:
            raise Untrue(f"{self.file} is not the file of a witness.") from error
        if not all(isinstance(line, dict) for line in found):
            raise Untrue(f"{self.file} is not the file of a witness.")
        return found

    def _add(self, line: dict[str, str]) -> None:
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
