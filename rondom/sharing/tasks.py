"""What the worker does for sharing."""

from django.core.management import call_command

from rondom.core.background import every


@every("30 2 * * *")
def destroy_due() -> None:
    """Destroy what closed cases held and is due, every night."""
    call_command("destroy_due")
