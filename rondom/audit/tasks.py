"""What the worker does for the log."""

from django.utils import timezone

from rondom.audit.seal import seal
from rondom.core.background import every


@every("* * * * *")
def seal_log() -> None:
    """Seal what was written; on the hour, look for what no other run could have found."""
    seal(everywhere=timezone.now().minute == 0)
