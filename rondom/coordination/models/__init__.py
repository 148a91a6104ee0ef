"""What coordination keeps."""

from rondom.coordination.models.assignment import NEXT, Assignment
from rondom.coordination.models.guest import NEXT_GUEST, GuestQuestion

__all__ = ["NEXT", "NEXT_GUEST", "Assignment", "GuestQuestion"]
