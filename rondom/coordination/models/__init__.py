"""What coordination keeps."""

from rondom.coordination.models.absence import Absence, Cover
from rondom.coordination.models.assignment import NEXT, Assignment
from rondom.coordination.models.closing import Aftercare, Closing
from rondom.coordination.models.vacancy import Vacancy

__all__ = ["NEXT", "Absence", "Aftercare", "Assignment", "Closing", "Cover", "Vacancy"]
