"""What first contact keeps."""

from rondom.first_contact.models.report import (
    Channel,
    DependencyRelation,
    PlaceKind,
    Report,
    ReporterRole,
    ViolenceType,
)
from rondom.first_contact.models.window import JUDGED, NEXT_OFFER, WindowStep

__all__ = [
    "JUDGED",
    "NEXT_OFFER",
    "Channel",
    "DependencyRelation",
    "PlaceKind",
    "Report",
    "ReporterRole",
    "ViolenceType",
    "WindowStep",
]
