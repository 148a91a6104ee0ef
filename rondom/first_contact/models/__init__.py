"""What first contact keeps."""

from rondom.first_contact.models.draft import Draft
from rondom.first_contact.models.report import (
    Channel,
    DependencyRelation,
    PlaceKind,
    Report,
    ReporterRole,
    ViolenceType,
)

__all__ = ["Channel", "DependencyRelation", "Draft", "PlaceKind", "Report", "ReporterRole", "ViolenceType"]
