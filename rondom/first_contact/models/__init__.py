"""What first contact keeps."""

from rondom.first_contact.models.report import (
    Channel,
    DependencyRelation,
    Explained,
    PlaceKind,
    Report,
    ReporterRole,
    ViolenceType,
)
from rondom.first_contact.models.safety import SafetyCheck

__all__ = [
    "Channel",
    "DependencyRelation",
    "Explained",
    "PlaceKind",
    "Report",
    "ReporterRole",
    "SafetyCheck",
    "ViolenceType",
]
