"""What coordination keeps."""

from rondom.coordination.models.assignment import NEXT, Assignment

__all__ = ["NEXT", "Assignment"]
