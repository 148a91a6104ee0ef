"""Who holds a case now: its coordinator, who covers for them, or who looks for one meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from rondom.cases.models import OPEN_STATES, Case, Entry, Step
from rondom.cases.wishes import latest
from rondom.coordination.covering import Covering


@dataclass(frozen=True)
class Holding:
    """The same for whoever looks, from rows that the case page has read already."""

    case: Case
    steps: Sequence[Step]
    entries: Sequence[Entry]
    cover: Covering | None
    coordinates: bool

    @property
    def contact_wish(self) -> Entry | None:
        """What the person wishes about their coordinator, for who may know who it is about."""
        return latest(self.entries)

    @property
    def covers(self) -> bool:
        """Whether I cover for the coordinator now."""
        return self.cover is not None and self.cover.mine

    @property
    def steers(self) -> bool:
        """Whether I lay actions: the coordinator, or who covers."""
        return self.coordinates or self.covers

    @property
    def search(self) -> Step | None:
        """That someone looks for a coordinator: they hold the case meanwhile."""
        found = (step for step in self.steps if step.kind == Case.NextKind.PROPOSE)
        return next((step for step in found if step.state in OPEN_STATES), None)

    @property
    def lapsed(self) -> bool:
        """Whether the last question to coordinate was not answered in time, of a case that nobody coordinates."""
        asked = [step for step in self.steps if step.kind == Case.NextKind.ACCEPT]
        last = max(asked, key=attrgetter("asked_at", "pk"), default=None)
        return last is not None and last.state == Step.State.LAPSED and not self.case.coordinator_id
