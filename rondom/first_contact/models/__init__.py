"""What first contact keeps."""

from rondom.first_contact.models.reception import Reception
from rondom.first_contact.models.report import (
    Channel,
    DependencyRelation,
    PlaceKind,
    Report,
    ReporterRole,
    ViolenceType,
)

__all__ = [
    "Channel",
    "DependencyRelation",
    "PlaceKind",
    "Reception",
    "Report",
    "ReporterRole",
    "ViolenceType",
]
