"""What coordination keeps."""

from rondom.coordination.models.absence import Absence, Cover
from rondom.coordination.models.assignment import NEXT, Assignment
from rondom.coordination.models.closing import Aftercare, Closing
from rondom.coordination.models.contact import Contact, Rhythm
from rondom.coordination.models.contact_code import NEXT_REQUEST, ContactCode, ContactRequest
from rondom.coordination.models.criminal_route import (
    BEGINS,
    MOST_ROUTES,
    NEXT_ROUTE,
    TO_COME,
    RightSaid,
    RouteState,
    RouteStep,
)
from rondom.coordination.models.guest import NEXT_GUEST, GuestQuestion
from rondom.coordination.models.insistence import Insistence
from rondom.coordination.models.look import Look
from rondom.coordination.models.nudge import Nudge
from rondom.coordination.models.overlap import Overlap
from rondom.coordination.models.referral import Referral
from rondom.coordination.models.vacancy import Vacancy

__all__ = [
    "BEGINS",
    "MOST_ROUTES",
    "NEXT",
    "NEXT_GUEST",
    "NEXT_REQUEST",
    "NEXT_ROUTE",
    "TO_COME",
    "Absence",
    "Aftercare",
    "Assignment",
    "Closing",
    "Contact",
    "ContactCode",
    "ContactRequest",
    "Cover",
    "GuestQuestion",
    "Insistence",
    "Look",
    "Nudge",
    "Overlap",
    "Referral",
    "Rhythm",
    "RightSaid",
    "RouteState",
    "RouteStep",
    "Vacancy",
]
