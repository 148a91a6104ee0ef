"""What the programme keeps."""

from rondom.programme.models.agreement import Agreement, Officer
from rondom.programme.models.expert import Expert
from rondom.programme.models.finding import Finding
from rondom.programme.models.gathering import Gathering, Registration
from rondom.programme.models.initiative import ENDED, NEXT, Initiative, Move, Proposal, Stage
from rondom.programme.models.update import Subscription, Update

__all__ = [
    "ENDED",
    "NEXT",
    "Agreement",
    "Expert",
    "Finding",
    "Gathering",
    "Initiative",
    "Move",
    "Officer",
    "Proposal",
    "Registration",
    "Stage",
    "Subscription",
    "Update",
]
