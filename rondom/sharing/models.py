"""What sharing rests on: the person's answers, decisions under Wpg article 20, and who must hear that something changed."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import ALL_BY_REGIME, Case, Category, OfCase, Visible
from rondom.core.db import Noun, both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation, Region
from rondom.sharing.retention import SHORTEST
from rondom.sharing.terms import Purpose


def to_help_together() -> list[str]:
    """The purposes the person is asked about at first contact."""
    return [Purpose.MDT, Purpose.COORDINATION, Purpose.HELP]


class Consent(OfCase):
    """The person's answer about one receiver: yes for these categories and purposes until a moment, or no.

    The words are an Entry about it. A later answer about the same receiver takes the place of an earlier one.
    """

    class How(models.TextChoices):
        SPOKEN = "spoken", _("spoken")
        WRITTEN = "written", _("in writing")
        INTERPRETER = "interpreter", _("through an interpreter")
        SIGNS = "signs", _("with yes and no, gestures or pictures; it was checked that it was understood")

    class By(models.TextChoices):
        PERSON = "person", _("the person themselves")
        TOGETHER = "together", _("the person together with a representative")
        REPRESENTATIVE = "representative", _("a representative")

    receiver_kind = models.CharField(max_length=20, choices=Organisation.Kind, blank=True)
    receiver_other = SealedText(max_length=80, help_text="A receiver that is no partner.")
    categories = models.IntegerField()
    purposes = ArrayField(models.CharField(max_length=20, choices=Purpose), default=to_help_together)
    given = models.BooleanField()
    given_at = models.DateTimeField(help_text="When the person said so.")
    given_by = models.CharField(max_length=15, choices=By, default=By.PERSON)
    representative = SealedText(max_length=120)
    how = models.CharField(max_length=12, choices=How, default=How.SPOKEN)
    explained = models.BooleanField(
        default=False, help_text="That police sit in the MDT, and what ambtshalve means."
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.IDENTITY)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(receiver_kind="") ^ models.Q(receiver_other__isnull=True),
                name="consent_one_receiver",
            ),
            both_or_neither("withdrawn_at", "withdrawn_by", name="consent_withdrawn"),
            models.CheckConstraint(
                condition=models.Q(given_at__lte=models.F("recorded_at")), name="consent_not_in_future"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("given_at")),
                name="consent_period",
            ),
            models.UniqueConstraint(fields=["case", "id"], name="consent_of_case"),
        ]
        indexes = [models.Index(fields=["case"], name="consent_of_a_case")]


class Decision20(Noun):
    """A decision under Wpg article 20(2): police data may enter the cooperation of a region.

    Its six parts: weighty general interest, cooperation body, purpose, which data, conditions, recipients. Without one
    that holds, no police data is shared.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    interest = models.TextField()
    body = models.TextField()
    purpose = models.TextField()
    by_regime = models.BigIntegerField()
    conditions = models.TextField()
    recipients = ArrayField(models.CharField(max_length=20, choices=Organisation.Kind))
    decided_by = models.CharField(max_length=120, help_text="The authority that decided, by office.")
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by", name="decision20_ended"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="decision20_period"
            ),
            models.CheckConstraint(
                condition=models.Q(by_regime__range=(1, ALL_BY_REGIME)) & models.Q(recipients__len__gte=1),
                name="decision20_data_and_recipients",
            ),
            models.CheckConstraint(
                condition=~models.Q(interest="")
                & ~models.Q(body="")
                & ~models.Q(purpose="")
                & ~models.Q(conditions="")
                & ~models.Q(decided_by=""),
                name="decision20_whole",
            ),
        ]


class Notice(OfCase):
    """Someone must hear that something changed in a case: shown to them under Today until they have seen it."""

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", _("The person withdrew consent")
        EMERGENCY = "emergency", _("Someone opened this case in an emergency")
        COORDINATOR = "coordinator", _("This case needs another coordinator")
        DECISION_ENDED = "decision_ended", _("The decision under Wpg article 20 ended")
        REQUEST = "request", _("A privacy officer opened this case for a request of the person")
        GUEST_ANSWERED = "guest_answered", _("A partner without an account answered your question")
        WINDOW = "window", _("It is better known when it was: look at the acute windows")
        LINK_DEAD = "link_dead", _("A one-time link closed after too many wrong codes")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["user", "at"], name="notice_unseen", condition=models.Q(seen_at__isnull=True)
            ),
        ]


class Term(Noun):
    """An organisation keeps a category of the cases it registered shorter than retention.toml says."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    category = models.SmallIntegerField(choices=Category)
    days = models.PositiveIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=SHORTEST), name="term_not_too_short"),
        ]
        indexes = [models.Index(fields=["organisation", "category", "set_at"], name="term_latest")]


class Due(OfCase):
    """When a category of a closed case is destroyed: without content, readable for who watches over it.

    Laid when a case closes; it ends when the case opens again.
    """

    code = models.CharField(max_length=7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    category = models.SmallIntegerField(choices=Category)
    rule = models.CharField(max_length=60, help_text="The row of retention.toml.")
    days = models.PositiveIntegerField()
    closed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("closed_at")) & models.Q(days__gte=SHORTEST),
                name="due_after_closing",
            ),
            models.UniqueConstraint(
                fields=["case", "category"], condition=models.Q(ended_at__isnull=True), name="due_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="due_first",
                condition=models.Q(ended_at__isnull=True, destroyed_at__isnull=True),
            ),
        ]


class Hold(OfCase):
    """A closed case is not destroyed while this holds (legal hold)."""

    class Reason(models.TextChoices):
        PROCEEDINGS = "proceedings", _("proceedings that are running or announced")
        COMPLAINT = "complaint", _("a complaint that is being dealt with")
        PERSON = "person", _("the person asked to keep it")
        SUPERVISION = "supervision", _("an inquiry of a supervisory authority")

    reason = models.CharField(max_length=12, choices=Reason)
    ordered_by = SealedText(max_length=120, null=False, help_text="Who ordered it, by office.")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("lifted_at", "lifted_by", name="hold_lifted"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("set_at")), name="hold_period"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at__isnull=True), name="one_hold_a_case"
            ),
        ]


class Destruction(OfCase):
    """Proof that categories of a case were destroyed: how many rows, by which rule, and how far it got.

    Written by the database, in the transaction in which the rows go; then the keys go, then the epoch turns.
    """

    code = models.CharField(max_length=7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    categories = models.SmallIntegerField()
    rules = ArrayField(models.CharField(max_length=60))
    rows = models.JSONField(help_text="How many rows of which table.")
    destroyed_at = models.DateTimeField()
    keys_destroyed_at = models.DateTimeField(null=True)
    epoch = models.PositiveIntegerField(
        null=True, help_text="From this epoch on no older copy of the keys opens."
    )

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(epoch__isnull=True) | models.Q(keys_destroyed_at__isnull=False),
                name="destruction_in_order",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="destruction_of_a_case")]


class Restrictions(Visible):
    """Restrictions, as far as they hold."""

    def of(self, case: Case, at: datetime) -> Self:
        """Those of a case that hold at a moment."""
        return self.filter(case=case, lifted_at__isnull=True, ends_at__gt=at)


class Restriction(OfCase):
    """At the person's request nothing more is shared of a case for a while (AVG article 18)."""

    class Ground(models.TextChoices):
        DISPUTED = "disputed", _("the person disputes that it is right (AVG 18(1)(a))")
        UNLAWFUL = (
            "unlawful",
            _("processing is unlawful, and the person does not want erasure (AVG 18(1)(b))"),
        )
        NEEDED = "needed", _("the person needs it for a legal claim (AVG 18(1)(c))")
        OBJECTED = "objected", _("the person objected, and that is being weighed (AVG 18(1)(d))")

    ground = models.CharField(max_length=10, choices=Ground)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Restrictions.as_manager()

    class Meta:
        constraints = [
            both_or_neither("lifted_at", "lifted_by", name="restriction_lifted"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("set_at")), name="restriction_period"
            ),
        ]
        indexes = [models.Index(fields=["case"], name="restriction_of_a_case")]
