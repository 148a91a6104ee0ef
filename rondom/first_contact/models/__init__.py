"""What first contact keeps."""

from rondom.first_contact.models.draft import Draft
from rondom.first_contact.models.moment import EventMoment
from rondom.first_contact.models.reception import Reception
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
from rondom.first_contact.models.window import INVESTIGATE, JUDGED, NEXT_OFFER, WindowStep

__all__ = [
    "INVESTIGATE",
    "JUDGED",
    "NEXT_OFFER",
    "Channel",
    "DependencyRelation",
    "Draft",
    "EventMoment",
    "Explained",
    "PlaceKind",
    "Reception",
    "Report",
    "ReporterRole",
    "SafetyCheck",
    "ViolenceType",
    "WindowStep",
]
