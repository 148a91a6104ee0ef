"""Sessions that are of use to the browser that has them alone, end by themselves, and say of whom they were.

The table holds a digest of the key in the cookie and a sealed text bound to it: who reads the table, or a backup of it,
cannot take a session over, see what is in it, give it another's content or make it last longer.
"""

import hashlib
import json
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from rondom.core.asked import asked
from rondom.core.sealed import seal, unseal

BEGAN = "began"  # when someone signed in; without it nobody did yet
_HALF_A_MINUTE = 30  # a session is written again when it is this much older, not at every page


class SessionStore(db.SessionStore):
    """Django's sessions in the database, sealed; named by SESSION_ENGINE.

    A session ends `SESSION_IDLE` seconds after the last page and `SESSION_MOST` seconds after signing in. `ended_for`
    is the account of a session that ended by itself, so that what its browser still sends can be kept for them.
    """

    ended_for: str | None = None
    ends: float = 0.0

    def seconds_left(self) -> int:
        """How long this session lasts when nothing more is asked."""
        ends = self._end() if self.modified else self.ends
        return max(0, int(ends - time.time()))

    def renew(self) -> None:
        """Note that someone is still there; written once in half a minute."""
        if self._end() - self.ends > _HALF_A_MINUTE:
            self.modified = True

    def load(self) -> dict[str, Any]:
        row = next(iter(_session(row=_digest(str(self.session_key)))), None)
        text = unseal(row.session_data, _about(row.session_key)) if row else None
        found: dict[str, Any] = json.loads(text) if text else {}
        self.ends = float(found.pop("ends", 0))
        if self.ends > time.time():
            return found
        self._session_key = None
        self.ended_for = found.get(SESSION_KEY)
        return {}

    def exists(self, session_key: str) -> bool:
        return super().exists(_digest(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = _digest(str(self._get_or_create_session_key()))  # type: ignore[attr-defined]
        self.ends = self._end(data)
        text = json.dumps({**data, "ends": self.ends})
        moment = datetime.fromtimestamp(self.ends, UTC)
        return self.model(session_key=row, session_data=seal(text, _about(row)), expire_date=moment)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=_digest(key)).delete()

    def _end(self, data: dict[str, Any] | None = None) -> float:
        began = (self if data is None else data).get(BEGAN)
        idle = time.time() + settings.SESSION_IDLE
        return min(idle, began + settings.SESSION_MOST) if began else idle


@asked
def _session(row: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=row)


def _digest(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def _about(row: str) -> str:
    return f"session {row}"
