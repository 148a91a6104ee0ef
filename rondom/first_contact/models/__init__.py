"""What first contact keeps."""

from rondom.first_contact.models.report import (
    Channel,
    DependencyRelation,
    PlaceKind,
    Report,
    ReporterRole,
    ViolenceType,
)

__all__ = ["Channel", "DependencyRelation", "PlaceKind", "Report", "ReporterRole", "ViolenceType"]
