"""Coordination: the code with which a person says "I have a coordinator", and who asked to be put in touch with it."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.core.errors import WrongStep
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation

ANSWERED_WITHIN = timedelta(
    days=7
)  # after that who asked learns nothing any more; sql/codes.sql counts to the same


class ContactCode(OfCase):
    """What the coordinator gave the person to show elsewhere. A keyed digest finds it; the code itself is sealed."""

    code = SealedText(max_length=20, null=False)
    digest = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.IDENTITY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by", name="contact_code_ended"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ended_at__isnull=True), name="one_contact_code_of_case"
            ),
            models.UniqueConstraint(fields=["case", "id"], name="contact_code_of_case"),
        ]


class ContactRequest(OfCase):
    """A professional who was shown the code asks the coordinator for contact; who they say they are, and no story.

    Written by a function of the owner alone (sql/codes.sql), so that a code that does not exist looks the same. What
    they typed is sealed with the key of the door, as nobody knows then whether there is a case.
    """

    class About(models.TextChoices):
        HELP = "help", _("I help this person too")
        SAFETY = "safety", _("I worry about their safety")
        QUESTION = "question", _("I have a question")

    class State(models.TextChoices):
        OPEN = "open", _("waits for the coordinator")
        ACCEPTED = "accepted", _("sees who the coordinator is")
        DECLINED = "declined", _("declined")

    code = models.ForeignKey(ContactCode, models.PROTECT, related_name="requests", db_index=False)
    name_sealed = models.TextField()
    place_sealed = models.TextField()
    phone_sealed = models.TextField()
    about = models.CharField(max_length=10, choices=About)
    receipt_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.IDENTITY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("decided_at", "decided_by", name="contact_request_decided"),
            models.CheckConstraint(
                condition=models.Q(state="open") ^ models.Q(decided_at__isnull=False),
                name="contact_request_state_and_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=models.F("asked_at") + ANSWERED_WITHIN),
                name="contact_request_ends",
            ),
        ]
        indexes = [models.Index(fields=["case", "asked_at"], name="contact_requests_of_case")]

    def move_to(self, state: "ContactRequest.State") -> None:
        """Set the state, if it may follow the present one. Raises WrongStep."""
        if state not in NEXT_REQUEST[ContactRequest.State(self.state)]:
            raise WrongStep(_("This request was answered already."), case_id=self.case_id)
        self.state = state

    def waits(self, at: datetime) -> bool:
        """Whether it is not answered yet, and whoever asked can still see an answer."""
        return self.state == ContactRequest.State.OPEN and self.ends_at > at


NEXT_REQUEST = {
    ContactRequest.State.OPEN: {ContactRequest.State.ACCEPTED, ContactRequest.State.DECLINED},
    ContactRequest.State.ACCEPTED: set[ContactRequest.State](),
    ContactRequest.State.DECLINED: set[ContactRequest.State](),
}
