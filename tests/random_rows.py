"""Rows for worlds that nobody thought of, laid by the owner straight into the tables: all at once, and past every
policy."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from rondom.cases.models import any_lane
from rondom.core.db import uuid7
from rondom.keys.sealed import SHORTEST
from tests.random_coordination import coordinated
from tests.random_plan import changed, contacted, planned, routed

Row = dict[str, Any]
CLOSED = "\\x" + "00" * SHORTEST  # stands where something sealed would; nothing here opens it
Hours = tuple[int, int | None]  # from now; an end of None is open
ALREADY: Hours = (-1, None)


class Laid:
    """The rows of one world, by table. Its first user wrote everything, for its first organisation."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)

    def __repr__(self) -> str:
        """What the rule rests on, in a few lines."""
        shown = (
            "organisations_membership", "organisations_seat", "cases_grant", "cases_naming", "cases_shield", "cases_emergency"
        )  # fmt: skip
        found = [(table, row) for table in shown for row in self.rows[table]]
        return "\n".join(f"{table} {[str(value)[-6:] for value in row.values()]}" for table, row in found)

    def ids(self, table: str) -> list[UUID]:
        return [row["id"] for row in self.rows[table]]

    def add(self, table: str, **columns: Any) -> UUID:
        """One more row; gives its identifier."""
        row = {"id": uuid4(), **columns}
        self.rows[table].append(row)
        return row["id"]

    @property
    def author(self) -> UUID:
        return self.ids("accounts_user")[0]

    @property
    def place(self) -> UUID:
        return self.ids("organisations_organisation")[0]

    def at(self, hours: int | None) -> datetime | None:
        return None if hours is None else self.now + timedelta(hours=hours)

    def _period(self, hours: Hours) -> Row:
        return {"starts_at": self.at(hours[0]), "ends_at": self.at(hours[1])}

    def user(self) -> UUID:
        return self.add("accounts_user", username=uuid4(), display_name="x", password="!", is_active=True)

    def organisation(self) -> UUID:
        return self.add(
            "organisations_organisation", slug=uuid4(), name="x", short_name="x", kind="csg", phone=""
        )

    def region(self) -> UUID:
        return self.add("organisations_region", slug=uuid4(), name="x", kind="pilot", meets_on_holidays=True)

    def member(self, user: UUID, place: UUID, hours: Hours = ALREADY) -> UUID:
        columns = {"user_id": user, "organisation_id": place, "role": "professional"}
        return self.add("organisations_membership", **columns, **self._period(hours))

    def seat(
        self, user: UUID, place: UUID, region: UUID, hours: Hours = ALREADY, *, fixed: bool = True
    ) -> UUID:
        columns = {"user_id": user, "organisation_id": place, "region_id": region, "fixed": fixed}
        said = {"chair": False, "lead": False, "mandate": "decides"}
        return self.add("organisations_seat", **columns, **said, **self._period(hours))

    def case(self, agenda: UUID | None) -> UUID:
        return self.add(
            "cases_case", region_id=self.ids("organisations_region")[0], status="weighed", reported_at=self.now,
            registered_by_id=self.author, registered_for_id=self.place, mdt_due_at=self.now, mdt_region_id=agenda,
            mdt_round=1, next_kind="propose", next_organisation_id=self.place, next_due_at=self.now, closing_reason="",
        )  # fmt: skip

    def grant(
        self,
        case: UUID,
        place: UUID,
        mask: int,
        hours: Hours = ALREADY,
        *,
        revoked: int | None = None,
        police: int | None = None,
    ) -> UUID:
        return self.add(
            "cases_grant", case_id=case, organisation_id=place, categories=any_lane(mask), by_regime=mask, rows=["x"], purpose="test", basis="consent",
            granted_by_id=self.author, revoked_at=self.at(revoked),
            revoked_by_id=None if revoked is None else self.author, police_until=self.at(police),
            decision_id=None if police is None else uuid4(), **self._period(hours),
        )  # fmt: skip

    def naming(self, case: UUID, place: UUID, user: UUID, hours: Hours = ALREADY) -> UUID:
        columns = {"case_id": case, "organisation_id": place, "user_id": user, "named_by_id": self.author}
        return self.add("cases_naming", **columns, **self._period(hours))

    def shield(
        self,
        case: UUID,
        *,
        user: UUID | None = None,
        place: UUID | None = None,
        cleared: Sequence[UUID] = (),
        lifted: bool = False,
    ) -> UUID:
        return self.add(
            "cases_shield", case_id=case, user_id=user, organisation_id=place, cleared=list(map(str, cleared)),
            reason="asked", set_at=self.now, set_by_id=self.author, lifted_at=self.now if lifted else None,
            lifted_by_id=self.author if lifted else None,
        )  # fmt: skip

    def emergency(self, case: UUID, place: UUID, user: UUID, hours: tuple[int, int]) -> UUID:
        return self.add(
            "cases_emergency", case_id=case, organisation_id=place, user_id=user, reason="danger",
            finding="", review_due_at=self.now, **self._period(hours),
        )  # fmt: skip

    def fill(self, case: UUID) -> None:
        """A row in every table of a case, and in every category that the table can hold."""
        for table, columns in [*_people(), *_words(self), *_first_contact(self)]:
            self.add(table, case_id=case, **columns)
        self.shield(case, user=self.author, lifted=True)
        self.add("sharing_notice", case_id=case, user_id=self.author, kind="withdrawn", at=self.now)
        self._received(case)
        self._kept(case)
        self._linked(case)
        self._planned(case)
        for bit in (1 << place for place in range(8)):
            step = self.add("cases_step", case_id=case, **_step(self))
            self.add("cases_steptext", case_id=case, category=bit, step_id=step, text=CLOSED)
            other = self.add("cases_step", case_id=case, **_step(self))
            planned(self, case, *sorted([step, other]), bit)
        coordinated(self, case, step)
        contacted(self, case)
        changed(self, case)
        for regime in range(5):
            routed(self, case, regime)
        self._called(case)
        self._minuted(case)

    def _minuted(self, case: UUID) -> None:
        """What the MDT decided, that it was moved once, and what was added to the minutes in every category."""
        decision = self.add("triage_decision", case_id=case, **_decision(self))
        self.add("triage_itemtime", case_id=case, **_discussed(self))
        for domain, bit in [("safety", 8), ("law", 16), ("care", 32), ("recovery", 64)]:
            columns = {"decision_id": decision, "domain": domain, "need": "now", "text": CLOSED}
            self.add("triage_decisionline", case_id=case, category=bit, **columns)
        self._weighed(case, decision)
        meeting = self.ids("triage_meeting")[-1]
        self.add("triage_notdiscussed", case_id=case, meeting_id=meeting, round=1, moved_to=self.now)
        wrote = {"author_id": self.author, "organisation_id": self.place, "written_at": self.now}
        for bit in (1 << place for place in range(8)):
            row = {"meeting_id": meeting, "category": bit, "kind": "addition", "text": CLOSED}
            self.add("triage_addition", case_id=case, **row, **wrote)

    def _weighed(self, case: UUID, decision: UUID) -> None:
        """What belongs to a decision, and what was asked before it."""
        of = {"case_id": case, "decision_id": decision}
        self.add("triage_wish", **of, wish=CLOSED)
        self.add(
            "triage_invited", **of, organisation_id=self.place, purpose="mdt", ground="x", invited_at=self.now,
            invited_by_id=self.author,
        )  # fmt: skip
        asked = {"round": 1, "organisation_id": self.place, "asked_at": self.now}
        self.add("triage_inquiry", case_id=case, **asked, answer_before=self.now)
        wrote = {"text": CLOSED, "organisation_id": self.place}
        for bit in (1 << place for place in range(8)):
            self.add("triage_decisionroute", **of, category=bit, route=f"x{bit}")
            self.add(
                "triage_dissent", **of, category=bit, **wrote, author_id=self.author, written_at=self.now
            )
            self.add(
                "triage_question", case_id=case, round=1, category=bit, **wrote, asked_at=self.now,
                asked_by_id=self.author,
            )  # fmt: skip

    def _called(self, case: UUID) -> None:
        """Someone on call, who was called and went."""
        seat = self.seat(self.author, self.place, self.ids("organisations_region")[0], (-2, -1), fixed=False)
        self.add(
            "triage_itemmember", case_id=case, round=1, kind="called", seat_id=seat, organisation_id=self.place, user_id=self.author,
            noted_at=self.now, noted_by_id=self.author, was_named=False, ended_at=self.now, ended_by_id=self.author,
        )  # fmt: skip

    def _received(self, case: UUID) -> None:
        """What came from another system."""
        token = self.add(
            "organisations_token", organisation_id=self.place, user_id=self.author, name="x", prefix=uuid7().hex[-12:],
            digest="x", scopes=["reports:create"], made_at=self.at(-1), made_by_id=self.author, ends_at=self.at(1),
            minute_count=0,
        )  # fmt: skip
        self.add(
            "first_contact_reception", case_id=case, token_id=token, key_digest="x", body_digest="x", answer=CLOSED,
            received_at=self.now,
        )  # fmt: skip

    def _planned(self, case: UUID) -> None:
        """That the case was moved to another meeting, and came too late."""
        self.add(
            "triage_move", case_id=case, round=1, was_at=self.now, to_at=self.at(1), past_due=True, reason=CLOSED,
            moved_at=self.now, moved_by_id=self.author,
        )  # fmt: skip
        region = self.ids("organisations_region")[0]
        raised = {"region_id": region, "due_at": self.now, "raised_at": self.now, "reason": ""}
        self.add("triage_escalation", case_id=case, round=1, level="0", **raised)

    def _linked(self, case: UUID) -> None:
        """This case and the one before it, linked in every way, from either side."""
        others = [one for one in self.ids("cases_case") if one != case][-1:]
        for other in others:
            for kind, bit in [("maybe_same", 2), ("co_victim", 4), ("same_perpetrator", 128)]:
                made = {"grounds": ["name"], "made_at": self.now, "made_by_id": self.author}
                ends = (case, other) if bit == 4 else (other, case)
                self.add("cases_caselink", case_id=ends[0], other_id=ends[1], category=bit, kind=kind, **made)

    def _kept(self, case: UUID) -> None:
        """What is laid down of a case that closed, whether or not it is: destroyed, held, restricted."""
        of = {"case_id": case, "code": "ABC-123", "organisation_id": self.place}
        over = {"lifted_at": self.now, "lifted_by_id": self.author, "set_by_id": self.author}
        period = {"set_at": self.now, **over}
        self.add(
            "sharing_due",
            **of,
            category=1,
            rule="x",
            days=365,
            closed_at=self.at(-1),
            due_at=self.now,
            ended_at=self.now,
        )
        self.add("sharing_destruction", **of, categories=1, rules=["x"], rows={}, destroyed_at=self.now)
        self.add(
            "rights_request", case_id=case, kind="insight", identity_how="known", identity_by=CLOSED, identity_on=self.now,
            officer_id=self.author, organisation_id=self.place, opened_at=self.at(-1), ends_at=self.now, closed_at=self.now,
            closed_by_id=self.author, outcome="done", ground="", refused=0,
        )  # fmt: skip
        self.add("sharing_hold", case_id=case, reason="person", ordered_by=CLOSED, until=self.at(1), **period)
        self.add("sharing_restriction", case_id=case, ground="needed", ends_at=self.at(1), **period)

    def lay(self, owner: psycopg.Connection) -> None:
        """Write the world."""
        for table, rows in self.rows.items():
            if rows:
                insert(owner, table, rows)


def _people() -> Iterator[tuple[str, Row]]:
    for bit, role in [(2, "victim"), (128, "possible_perpetrator")]:
        yield "cases_person", {"category": bit, "roles": [role], "gender": "", "codes": [7]}


def _words(laid: Laid) -> Iterator[tuple[str, Row]]:
    wrote = {"author_id": laid.author, "organisation_id": laid.place, "written_at": laid.now}
    view = {"round": 1, "facts": CLOSED, "nothing_known": False, "ground": ""}
    for bit in (1 << place for place in range(8)):
        for regime in range(5):
            yield "cases_entry", {
                "category": bit, "regime": regime, "kind": "note", "text": CLOSED, "told_by": "", **wrote
            }  # fmt: skip
            yield "cases_document", _file(laid, bit, regime)
        yield "triage_view", {"category": bit, **view, **wrote}


def _file(laid: Laid, bit: int, regime: int) -> Row:
    """A file, that may be shared, may not, or about which nobody asked."""
    shareable = ["yes", "no", "not_asked"][(bit.bit_length() + regime) % 3]
    return {
        "category": bit, "regime": regime, "kind": "photo", "media": "JPEG", "size": 1, "name": CLOSED, "content": CLOSED,
        "given_by": "victim", "shareable": shareable, "added_by_id": laid.author, "organisation_id": laid.place, "added_at": laid.now,
    }  # fmt: skip


def _first_contact(laid: Laid) -> Iterator[tuple[str, Row]]:
    yield "first_contact_report", {
        "channel": "csg", "reporter_role": "", "reported_at": laid.now, "event_uncertain": True,
        "place_kind": "unknown", "violence_types": [], "dependency_relation": "", "explained": [],
        "registered_by_id": laid.author, "registered_for_id": laid.place,
    }  # fmt: skip
    yield "first_contact_eventmoment", {
        "latest": laid.now, "told_by": "victim", "noted_at": laid.now, "noted_by_id": laid.author,
        "organisation_id": laid.place,
    }  # fmt: skip
    asked = {"asked_at": laid.now, "asked_by_id": laid.author, "asked_for_id": laid.place}
    for regime in range(5):
        yield "first_contact_safetycheck", {"category": 8, "regime": regime, **asked}
    noted = {"noted_by_id": laid.author, "organisation_id": laid.place, "at": laid.now, "noted_at": laid.now}
    for regime in range(5):
        yield "first_contact_windowstep", {
            "category": 32, "regime": regime, "code": "PEP_72H", "kind": "offered", "reason": CLOSED, **noted
        }  # fmt: skip
    yield "sharing_consent", {
        "receiver_kind": "csg", "categories": 1, "given": True, "recorded_at": laid.now,
        "recorded_by_id": laid.author, "purposes": ["mdt"], "given_at": laid.now, "given_by": "person",
        "how": "spoken", "explained": True,
    }  # fmt: skip
    yield "cases_retelling", {
        "asked_by_id": laid.place, "asked_at": laid.now, "day_only": False, "need": "needed", "recorded_by_id": laid.author,
        "recorded_for_id": laid.place, "recorded_at": laid.now,
    }  # fmt: skip
    answered = {"user_id": laid.author, "organisation_id": laid.place, "state": "accepted"}
    yield "coordination_assignment", {**answered, "asked_at": laid.now, "answered_at": laid.now}
    code = {
        "code": CLOSED,
        "digest": uuid4().hex,
        "given_at": laid.now,
        "given_by_id": laid.author,
        "given_for_id": laid.place,
    }
    code_id = uuid4()
    yield "coordination_contactcode", {"id": code_id, **code}
    yield "coordination_contactrequest", {
        "code_id": code_id, "name_sealed": "x", "place_sealed": "x", "phone_sealed": "x", "about": "help",
        "receipt_digest": uuid4().hex, "asked_at": laid.now, "ends_at": laid.now + timedelta(days=7), "state": "open",
    }  # fmt: skip
    for bit in (1 << place for place in range(8)):
        yield "coordination_guestquestion", {
            "category": bit, "receiver_kind": "school", "receiver": CLOSED, "receiver_place": CLOSED, "phone": CLOSED,
            "question": CLOSED, "purpose": "help", "rows": [], "asked_by_id": laid.author, "asked_for_id": laid.place,
            "asked_at": laid.now, "ends_at": laid.now + timedelta(hours=4), "token_digest": uuid4().hex, "code_hash": "x",
            "state": "open", "wrong_codes": 0,
        }  # fmt: skip


def _step(laid: Laid) -> Row:
    asked = {
        "organisation_id": laid.place,
        "asked_by_id": laid.author,
        "asked_at": laid.now,
        "due_at": laid.now,
    }
    return {"kind": "action", "domain": "care", "state": "proposed", **asked}


def _decision(laid: Laid) -> Row:
    region, author = laid.ids("organisations_region")[0], laid.author
    opened, closed = (
        {"opened_at": laid.now, "opened_by_id": author},
        {"closed_at": laid.now, "closed_by_id": author},
    )
    meeting = laid.add("triage_meeting", region_id=region, **opened, **closed)
    decided = {"decided_at": laid.now, "decided_by_id": author, "coordinator_id": author}
    whole = {"no_coordinator": "", "quorum": True, "look_again_where": ""}
    return {"meeting_id": meeting, "round": 1, **decided, **whole, "coordinator_organisation_id": laid.place}


def _discussed(laid: Laid) -> Row:
    """A period in which the meeting that was laid last discussed the case."""
    meeting = laid.ids("triage_meeting")[-1]
    return {
        "meeting_id": meeting,
        "started_at": laid.at(-1),
        "started_by_id": laid.author,
        "ended_at": laid.now,
    }


def insert(owner: psycopg.Connection, table: str, rows: list[Row]) -> None:
    """All rows in one statement; columns that are not named get nothing."""
    columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    query = (
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)"
    )
    text = json.dumps(rows, default=str)
    owner.execute(sql.SQL(query).format(table=sql.Identifier(table), columns=columns), [text])
