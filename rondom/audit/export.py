"""The log for others: in the shape of the Dutch "Logboek dataverwerkingen", and sealed, for whoever checks it.

Field names: Logius, Logboek dataverwerkingen (werkversie), "Component: Logboek" at commit 1b58406d, and its extension
for NEN 7513 at commit 2b7d5fd3 (werkversie); both read 2026-11-24. Drafts: whether a later version asks the same is not
confirmed (nog niet bevestigd), nor is the mapping to NEN 7513 itself, whose text was not at hand.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rondom.audit import check
from rondom.audit.checkpoint import Key
from rondom.audit.models import Event

_AT_A_TIME = 2000
_STATUS = {Event.Outcome.DONE: "STATUS_CODE_OK", Event.Outcome.REFUSED: "STATUS_CODE_UNSET"}
PURPOSE = "urn:rondom:verwerkingsactiviteit:"
PSEUDONYM = "urn:rondom:pseudoniem"


def chosen(start: datetime | None, end: datetime | None, case_id: UUID | None) -> QuerySet[Event]:
    """The events of a period (the end not included), or of a case, in the order in which they were made."""
    events = Event.objects.order_by("pk")
    if start:
        events = events.filter(at__gte=start)
    if end:
        events = events.filter(at__lt=end)
    return events.filter(case_id=case_id) if case_id else events


def lines(events: QuerySet[Event]) -> Iterator[dict[str, Any]]:
    """The events as log lines, as they come out of the database."""
    return map(line, events.iterator(chunk_size=_AT_A_TIME))


def line(event: Event) -> dict[str, Any]:
    """One event as a line of the Logboek dataverwerkingen, the fields of NEN 7513 among its attributes."""
    at = event.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return _filled(
        {
            "trace_id": event.trace_id,
            "span_id": event.span_id,
            "parent_span_id": event.parent_span_id,
            "name": event.verb,
            "start_time": at,
            "end_time": at,
            "status_code": _STATUS[Event.Outcome(event.outcome)],
            "resource": {"attributes": _resource(event)},
            "attributes": _core(event) | _nen7513(event) | _ours(event),
        }
    )


def flat(nested: dict[str, Any]) -> dict[str, str]:
    """A line as one row of a table: its names joined by points; lists as JSON."""
    found: dict[str, str] = {}
    for name, value in nested.items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": text for inner, text in flat(value).items()}
        else:
            found[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return found


# Every column there can be, so that a table need not be read twice.
COLUMNS = [
    "trace_id", "span_id", "parent_span_id", "name", "start_time", "end_time", "status_code",
    *(f"resource.attributes.{name}" for name in
      ["service.name", "service.version", "nen7513.AuditEnterpriseSiteID", "nen7513.AuditSourceId"]),
    *(f"attributes.dpl.core.{name}" for name in
      ["processing_activity_id", "data_subject_id", "data_subject_id_type"]),
    *(f"attributes.dpl.nen7513.{name}" for name in
      ["eventTypeCode", "users", "participants", "autorisatieProtocol", "behandelrelatieProtocol", "toestemmingsProfiel"]),
    *(f"attributes.dpl.rondom.{name}" for name in
      ["event_id", "outcome", "basis", "case_id", "on_behalf_of", "organisation_id", "data"]),
]  # fmt: skip


def _resource(event: Event) -> dict[str, str]:
    return {
        "service.name": event.component,
        "service.version": event.version,
        "nen7513.AuditEnterpriseSiteID": event.site,
        "nen7513.AuditSourceId": event.component,
    }


def _core(event: Event) -> dict[str, str]:
    return {
        "dpl.core.processing_activity_id": PURPOSE + event.purpose if event.purpose else "",
        "dpl.core.data_subject_id": _text(event.pseudonym),
        "dpl.core.data_subject_id_type": PSEUDONYM if event.pseudonym else "",
    }


def _nen7513(event: Event) -> dict[str, Any]:
    user = {
        "userID": _text(event.actor_id) or str(event.actor_kind),
        "userIsRequestor": True,
        "roleIDCode": event.roles,
        "purposeOfUse": event.purpose,
        "networkAccessPointID": event.access_point,
    }
    thing = {
        "participantObjectTypeCode": event.subject_kind,
        "participantObjectID": _text(event.subject_id),
        "participantObjectPermissionPolicySet": event.category,
        "participantObjectSensitivity": event.sensitivity,
    }
    return {
        "dpl.nen7513.eventTypeCode": event.action,
        "dpl.nen7513.users": [_filled(user)],
        "dpl.nen7513.participants": [found] if (found := _filled(thing)) else [],
        "dpl.nen7513.autorisatieProtocol": event.decision,
        "dpl.nen7513.behandelrelatieProtocol": event.relation,
        "dpl.nen7513.toestemmingsProfiel": _text(event.consent_id),
    }


def _ours(event: Event) -> dict[str, Any]:
    return {
        "dpl.rondom.event_id": str(event.pk),
        "dpl.rondom.outcome": str(event.outcome),
        "dpl.rondom.basis": event.basis,
        "dpl.rondom.case_id": _text(event.case_id),
        "dpl.rondom.on_behalf_of": _text(event.on_behalf_of),
        "dpl.rondom.organisation_id": _text(event.organisation_id),
        "dpl.rondom.data": json.dumps(event.data, ensure_ascii=False) if event.data else "",
    }


def _text(value: UUID | None) -> str:
    return str(value) if value else ""


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    kept = {name: _filled(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in kept.items() if value not in ("", [], {})}


def sealed(folder: Path, key: Key) -> int:
    """Write the sealed log for scripts/verify_log.py: records, checkpoints and key; gives how many records. Raises Broken."""
    folder.mkdir(parents=True, exist_ok=True)
    with check.one_moment():
        notes = check.notes()
        number = _write(folder / "records.jsonl", check.stored(notes[-1][0] if notes else 0))
    (folder / "checkpoints.jsonl").write_text(
        "".join(json.dumps(note, ensure_ascii=False) + "\n" for _, note in notes), encoding="utf-8"
    )
    (folder / "key.txt").write_text(f"{key}\n", encoding="utf-8")
    return number


def _write(file: Path, blocks: Iterable[check.Block]) -> int:
    number = 0
    with file.open("wb") as out:
        for block in blocks:
            out.writelines(record + b"\n" for record in block.records)
            number += len(block.records)
    return number
