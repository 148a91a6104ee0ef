"""What coordination keeps."""

from rondom.coordination.models.assignment import NEXT, Assignment
from rondom.coordination.models.contact import Contact, Rhythm
from rondom.coordination.models.insistence import Insistence
from rondom.coordination.models.nudge import Nudge
from rondom.coordination.models.overlap import Overlap
from rondom.coordination.models.referral import Referral

__all__ = ["NEXT", "Assignment", "Contact", "Insistence", "Nudge", "Overlap", "Referral", "Rhythm"]
