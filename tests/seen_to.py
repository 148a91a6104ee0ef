"""That all was seen to when a case closes, as the tests say it."""

from dataclasses import replace

from rondom.coordination.actions.closing import Checklist
from rondom.coordination.models import Closing

SEEN_TO = Checklist(Closing.Safety.CONFIRMED, Closing.Told.YES, settled=True, months=(3, 6, 12))
DROPPED_OUT = replace(SEEN_TO, drop_out="Zij wil stoppen, en weet waar zij terecht kan.")
# The same, as it is sent.
SENT = {"reason": "done", "safety": "confirmed", "settled": "on", "told": "yes", "months": ["3", "6", "12"]}
