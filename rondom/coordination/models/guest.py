"""Coordination: one question to a partner who has no account, answered through a link that works once."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.core.db import both_or_neither
from rondom.core.errors import WrongStep
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation
from rondom.sharing.terms import Purpose

LONGEST = timedelta(days=7)
WRONG_CODES = 5  # after so many the link opens nothing any more; sql/guests.sql counts to the same


class GuestQuestion(OfCase):
    """One question to one receiver in one category. Of the link a digest is kept, of its code a slow hash.

    What the guest answers is written by a function of the owner alone (sql/guests.sql), so that nobody who is signed
    in can answer in a guest's name.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ANSWERED = "answered", _("answered")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DEAD = "dead", _("closed after too many wrong codes")

    category = models.SmallIntegerField(choices=Category)
    receiver_kind = models.CharField(max_length=20, choices=Organisation.Kind)
    receiver = SealedText(max_length=120, null=False)
    receiver_place = SealedText(max_length=120, null=False)
    email = SealedText(max_length=254)
    phone = SealedText(max_length=30, null=False)
    question = SealedText(max_length=1000, null=False)
    purpose = models.CharField(max_length=20, choices=Purpose)
    rows = ArrayField(models.CharField(max_length=60))
    consent_id = models.UUIDField(
        null=True, help_text="The consent it rests on, which may be destroyed earlier."
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    token_digest = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=128)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_as = SealedText(max_length=160)
    answer = SealedText(max_length=4000)

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("withdrawn_at", "withdrawn_by", name="guest_question_withdrawn"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("asked_at"))
                & models.Q(ends_at__lte=models.F("asked_at") + LONGEST),
                name="guest_question_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(wrong_codes__lte=WRONG_CODES), name="guest_question_wrong_codes"
            ),
            models.CheckConstraint(
                condition=~(models.Q(state="answered") ^ models.Q(answered_at__isnull=False))
                & ~(models.Q(state="answered") ^ models.Q(answer__isnull=False))
                & ~(models.Q(state="answered") ^ models.Q(answered_as__isnull=False)),
                name="guest_question_state_and_answer",
            ),
            models.CheckConstraint(
                condition=~(models.Q(state="withdrawn") ^ models.Q(withdrawn_at__isnull=False)),
                name="guest_question_state_and_withdrawal",
            ),
            models.CheckConstraint(
                condition=~(models.Q(state="dead") ^ models.Q(dead_at__isnull=False)),
                name="guest_question_state_and_death",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="guest_question_by_case")]

    def move_to(self, state: "GuestQuestion.State") -> None:
        """Set the state, if it may follow the present one. Raises WrongStep."""
        if state not in NEXT_GUEST[GuestQuestion.State(self.state)]:
            raise WrongStep(_("This question no longer waits for an answer."), case_id=self.case_id)
        self.state = state

    def waits(self, at: datetime) -> bool:
        """Whether the link may still be used, as far as time and state say so."""
        return self.state == GuestQuestion.State.OPEN and self.ends_at > at


NEXT_GUEST = {
    GuestQuestion.State.OPEN: {
        GuestQuestion.State.ANSWERED,
        GuestQuestion.State.WITHDRAWN,
        GuestQuestion.State.DEAD,
    },
    GuestQuestion.State.ANSWERED: set(),
    GuestQuestion.State.WITHDRAWN: set(),
    GuestQuestion.State.DEAD: set(),
}
