"""Who came to the meeting."""

from django.db import models

from rondom.accounts.models import User
from rondom.core.db import Noun
from rondom.organisations.models import Organisation
from rondom.triage.models.meeting import Meeting


class Attendance(Noun):
    """Someone is at a meeting for an organisation: they came to its page while it was open."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user", "organisation"], name="one_attendance_each"),
            models.CheckConstraint(
                condition=models.Q(last_seen_at__gte=models.F("arrived_at")), name="attendance_in_order"
            ),
        ]
