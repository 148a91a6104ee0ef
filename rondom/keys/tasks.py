"""What the worker does for the keys."""

from rondom.core.background import every
from rondom.keys import rotation


@every("20 3 * * *")
def turn_the_epoch() -> None:
    """Give every keyset a new master key and destroy the old one, so that no copy of the key store is good for longer.

    After the nightly destruction: what was destroyed cannot come back from a copy either (design/privacy.md: 24 hours).
    """
    rotation.rotate()
