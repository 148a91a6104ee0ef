"""When someone of which organisation had contact with the person, and what was agreed about how often."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Person, Visible
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class Contact(OfCase):
    """One contact with the person, or one that was tried; who may know how to reach them sees it.

    `against`: the rules of safe contact that it went against, with the danger because of which it could not wait.
    """

    class Way(models.TextChoices):
        CALL = "call", _("telephone call")
        MESSAGE = "message", _("message (text, app)")
        VISIT = "visit", _("visit at their place")
        HERE = "here", _("conversation at our place")
        VIDEO = "video", _("video call")
        LETTER = "letter", _("letter")

    class Result(models.TextChoices):
        REACHED = "reached", _("reached")
        NO_ANSWER = "no_answer", _("no answer, and no message left")
        LEFT_MESSAGE = "left_message", _("no answer, and a message left")
        WRONG_PERSON = "wrong_person", _("someone else answered")
        NOT_DONE = "not_done", _("it did not happen")

    class Rule(models.TextChoices):
        CALLS = "calls", _("no calls")
        MESSAGES = "messages", _("no messages")
        HOURS = "hours", _("outside the hours that are safe")
        UNKNOWN = "unknown", _("not known whether this way is safe")

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts", db_index=False)
    way = models.CharField(max_length=7, choices=Way)
    at = models.DateTimeField()
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    against = ArrayField(models.CharField(max_length=9, choices=Rule), default=list, size=4)
    danger = SealedText(max_length=300, help_text="Why it could not wait, where it goes against the rules.")
    result = models.CharField(max_length=12, choices=Result, blank=True)
    note = SealedText(max_length=500)
    noted_at = models.DateTimeField(null=True)

    protection = ("case_id", Category.IDENTITY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(against__len=0) ^ models.Q(danger__isnull=False),
                name="contact_against_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(result="") ^ models.Q(noted_at__isnull=False), name="contact_result_noted"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "at"], name="contacts_of_case"),
            models.Index(fields=["person"], name="contacts_of_person"),
        ]


class Rhythm(OfCase):
    """What was agreed with the person: that they hear something every so many days, until a day. The latest holds."""

    every_days = models.PositiveSmallIntegerField()
    until = models.DateField()
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    protection = ("case_id", Category.IDENTITY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_days__gte=1, every_days__lte=90), name="rhythm_days"
            )
        ]
        indexes = [models.Index(fields=["case", "agreed_at"], name="rhythms_of_case")]
