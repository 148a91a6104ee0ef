"""A report as the form and the file hand it in: checked, but not yet written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rondom.organisations.models import Organisation, Region
from rondom.sharing.actions.consents import Answer


@dataclass(frozen=True)
class Incident:
    """When and where it was, as far as known."""

    earliest: datetime | None = None
    latest: datetime | None = None
    uncertain: bool = True
    place_kind: str = "unknown"
    violence_types: Sequence[str] = ()
    dependency_relation: str = ""
    ongoing: bool | None = None
    municipality: str = ""  # the code of where it was


@dataclass(frozen=True)
class Intake:
    """A first report. Only region, channel and one sentence are needed; the rest may come later."""

    region: Region
    channel: str
    sentence: str
    reported_at: datetime
    reporter_role: str = ""
    reporter_note: str = ""
    story: str = ""
    wishes: str = ""
    incident: Incident = field(default_factory=Incident)
    people: Sequence[dict[str, Any]] = ()
    answers: Sequence[Answer] = ()
    explained: Sequence[str] = ()
    reporter_may_be_known: bool | None = None
    safety: Mapping[str, str] = field(default_factory=dict)  # yes or no, by question of safety.toml
    safety_note: str = ""
    works_at: Sequence[Organisation] = ()  # a partner where someone in the case works: it learns nothing
    windows_not_applicable: Mapping[str, str] = field(
        default_factory=dict
    )  # acute windows, by code, with why
