"""The sealer: puts what was written since in order behind what is sealed, and signs the whole. The worker runs it.

Events are written freely and never wait for each other; what stands where is found here, afterwards. An event is not
sealed because it comes after the last one (a slow transaction may commit an older one later) but because it has no leaf.
"""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from rondom.audit import record, sealed
from rondom.audit.checkpoint import Checkpoint, Key, Untrue
from rondom.core.kms import Kind, kms

KEY = "log"
_LOCK = 24010
_BATCH = 50_000
# Where every run looks for events without a leaf: from this long before the last checkpoint. Once an hour, everywhere.
_WINDOW = timedelta(days=1)
_LEAVES = f"""
INSERT INTO audit_leaf (number, event_id, hash)
SELECT %s + row_number() OVER (ORDER BY id) - 1, id, sha256('\\x00'::bytea || convert_to({record.SQL}, 'UTF8'))
FROM (
    SELECT * FROM audit_event
    WHERE id >= %s AND NOT EXISTS (SELECT 1 FROM audit_leaf WHERE event_id = audit_event.id)
    ORDER BY id LIMIT %s
) AS fresh
"""  # noqa: S608


def public_key() -> Key:
    """The key that checks the signatures of this log, made at first use. Raises KmsError."""
    kms().make(KEY, Kind.SIGN)
    return Key(kms().public_key(KEY))


def seal(*, everywhere: bool = False) -> int:
    """Seal every committed event that is not sealed yet; gives how many. Raises Untrue when the log was rewritten.

    Two sealers at once do no harm: the second sees that the first is at work, and leaves it to it.
    """
    key, total = public_key(), 0
    while True:
        with transaction.atomic():
            note, number = _batch(key, everywhere=everywhere)
        if not note:
            return total
        _keep(note)
        total += number


def kept() -> str | None:
    """The last checkpoint that was signed here, kept beside the keys and so outside the database."""
    try:
        return _place().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _batch(key: Key, *, everywhere: bool) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return "", 0
        before = _last(key)
        since = UUID(int=0) if everywhere or not before else _first_id(before)
        size = before.size if before else 0
        cursor.execute(_LEAVES, [size, since, _BATCH])
        number = cursor.rowcount
        if not number:
            return "", 0
        _branch(size, size + number)
        after = Checkpoint(size + number, sealed.root(size + number), timezone.now())
        note = after.signed(key, lambda text: kms().sign(KEY, text))
        cursor.execute("INSERT INTO audit_checkpoint (size, note) VALUES (%s, %s)", [after.size, note])
    return note, number


def _last(key: Key) -> Checkpoint | None:
    """The last checkpoint, when it fits the tree and what was signed here last. Raises Untrue."""
    row, mine = sealed.latest(), kept()
    last = Checkpoint.read(row.note, key) if row else None
    for known in [last, Checkpoint.read(mine, key) if mine else None]:
        if known and (not last or known.size > last.size or sealed.root(known.size) != known.root):
            raise Untrue(
                f"The log in the database does not hold what was signed at {known.size}; nothing is sealed "
                "until someone has looked (docs/adr/0010-the-sealed-log.md)."
            )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_leaf WHERE number >= %s", [last.size if last else 0])
        if cursor.fetchone()[0]:
            raise Untrue("The log has leaves that no checkpoint stands for.")
    return last


def _first_id(before: Checkpoint) -> UUID:
    """The least identifier that could have been made in the window before a checkpoint."""
    milliseconds = max(int((before.at - _WINDOW).timestamp() * 1000), 0)
    return UUID(int=milliseconds << 80)


def _branch(old: int, new: int) -> None:
    """Keep the hashes of the subtrees that are whole now."""
    height = sealed.STEP
    while new >> height:
        first, last = old >> height, new >> height
        rows = [
            (height, number, sealed.whole(sealed.STEP, height - sealed.STEP, number))
            for number in range(first, last)
        ]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO audit_branch (height, number, hash) VALUES (%s, %s, %s)", rows)
        height += sealed.STEP


def _place() -> Path:
    return Path(settings.KMS_FOLDER) / "log.seen"


def _keep(note: str) -> None:
    """Only after the commit: a checkpoint that is not in the database would look like one that was taken out."""
    beside = _place().with_suffix(".new")
    beside.write_text(note, encoding="utf-8")
    beside.replace(_place())
