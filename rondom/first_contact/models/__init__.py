"""What first contact keeps."""

from rondom.first_contact.models.report import (
    Channel,
    DependencyRelation,
    PlaceKind,
    Report,
    ReporterRole,
    ViolenceType,
)
from rondom.first_contact.models.window import INVESTIGATE, JUDGED, NEXT_OFFER, WindowStep

__all__ = [
    "INVESTIGATE",
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
