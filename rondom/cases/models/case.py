"""The case itself: where it stands, and whose turn it is."""

from typing import Any, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models.access import Access
from rondom.cases.models.category import Category
from rondom.core.db import MadeByDatabase, Noun, both_or_neither
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region


class Status(models.TextChoices):
    """Where a case stands between first report and closing."""

    REPORTED = "reported", _("Reported, waits for the MDT")
    WEIGHED = "weighed", _("Weighed, looks for a coordinator")
    COORDINATED = "coordinated", _("In coordination")
    RE_TRIAGE = "re_triage", _("Back in the MDT")
    CLOSED = "closed", _("Closed")


NEXT = {
    Status.REPORTED: {Status.WEIGHED},
    Status.WEIGHED: {Status.COORDINATED, Status.RE_TRIAGE},
    Status.COORDINATED: {Status.WEIGHED, Status.RE_TRIAGE, Status.CLOSED},
    Status.RE_TRIAGE: {Status.WEIGHED, Status.COORDINATED},
    Status.CLOSED: {Status.RE_TRIAGE},
}
FOR_THE_MDT = [Status.REPORTED, Status.RE_TRIAGE]


class Cases(models.QuerySet["Case"]):
    """Cases, seen from the actor's side."""

    def visible_to(self, actor: Actor) -> Self:
        """The cases of which `actor` may see at least that they exist."""
        return self.filter(
            pk__in=Access.objects.filter(
                user_id=actor.key, starts_at__lte=actor.at, ends_at__gt=actor.at
            ).values("case_id")
        )

    def are_open(self) -> Self:
        return self.exclude(status=Status.CLOSED)

    def for_the_mdt(self, region: UUID) -> Self:
        """The agenda of a region: what waits to be weighed, what lapses first on top."""
        return self.filter(mdt_region_id=region, status__in=FOR_THE_MDT).order_by("mdt_due_at", "pk")


class Case(Noun):
    """One person's situation after sexual violence or abuse in dependency, across all organisations.

    `mdt_due_at` is 24 hours after the first report (seed 003), `mdt_at` the meeting it is planned in,
    `mdt_region` the region whose agenda holds it now, and `mdt_minutes` how long the chair planned for it in this round. The four `next_` fields say who is next ("aan zet"); they
    are derived in `turn.py` from the open steps and kept here so that the database can demand exactly one.
    """

    class ClosingReason(models.TextChoices):
        DONE = "done", _("what was agreed is done")
        WISH = "wish", _("the person wishes to stop")
        LOST_CONTACT = "lost_contact", _("contact was lost")
        ELSEWHERE = "elsewhere", _("another region or service took over")
        DUPLICATE = "duplicate", _("the same as another case")

    class NextKind(models.TextChoices):
        MDT = "mdt", _("discuss in the MDT")
        ACCEPT = "accept", _("answer the question to coordinate")
        PROPOSE = "propose", _("find a coordinator")
        ACTION = "action", _("carry out an agreed action")
        COORDINATE = "coordinate", _("decide the next step")

    sits: bool  # whether the actor sits in the MDT whose agenda holds the case, where a query annotates it
    heard_at: Any = None  # when the person was reached last, and the rhythm agreed, as Today finds them (coordination.silence)
    rhythm: Any = None
    held: Any  # the categories the actor sees, where a query annotates it (dossier.held_by)
    opened: Any  # who sees it in an emergency now, as dossier.locked and open_case find it
    emergencies: Any = ()  # the same, read
    retold: Any = ()  # of each time that the story was told whether it was needed, as dossier.locked and open_case find it
    linked: Any  # the links that the actor sees, as dossier.open_case finds them
    links: Any = ()  # the same, read

    code = MadeByDatabase(max_length=7, editable=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=Status, default=Status.REPORTED)
    reported_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    mdt_due_at = models.DateTimeField()
    mdt_at = models.DateTimeField(null=True)
    mdt_region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    mdt_round = models.PositiveSmallIntegerField(default=1)
    mdt_minutes = models.PositiveSmallIntegerField(null=True)
    coordinator = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    coordinator_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    next_kind = models.CharField(max_length=10, choices=NextKind, blank=True)
    next_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    next_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    next_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closing_reason = models.CharField(max_length=12, choices=ClosingReason, blank=True)

    protection = ("pk", Category.CASE)
    objects = Cases.as_manager()
    # What may change after the report; the serving role has no right to change the other columns.
    CHANGES = (
        "region", "status", "mdt_due_at", "mdt_at", "mdt_region", "mdt_round", "mdt_minutes", "coordinator",
        "coordinator_organisation", "next_kind", "next_organisation", "next_user", "next_due_at", "closed_at",
        "closed_by", "closing_reason",
    )  # fmt: skip

    class Meta:
        constraints = [
            both_or_neither("closed_at", "closed_by", name="case_closed"),
            both_or_neither("coordinator", "coordinator_organisation", name="case_coordinator"),
            models.CheckConstraint(
                condition=models.Q(status=Status.CLOSED, closed_at__isnull=False, next_kind="")
                | (
                    ~models.Q(status=Status.CLOSED)
                    & models.Q(closed_at__isnull=True)
                    & ~models.Q(next_kind="")
                ),
                name="case_open_has_next",
            ),
            models.CheckConstraint(
                condition=models.Q(next_kind="", next_organisation__isnull=True, next_due_at__isnull=True)
                | models.Q(next_organisation__isnull=False, next_due_at__isnull=False),
                name="case_next_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=FOR_THE_MDT)
                | models.Q(mdt_region__isnull=False, mdt_at__isnull=False),
                name="case_waiting_is_planned",
            ),
            models.CheckConstraint(
                condition=models.Q(mdt_minutes__isnull=True)
                | models.Q(mdt_minutes__gte=1, mdt_minutes__lte=120),
                name="case_mdt_minutes",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=Status.COORDINATED) | models.Q(coordinator__isnull=False),
                name="case_coordinated_has_coordinator",
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.CLOSED) ^ models.Q(closing_reason=""),
                name="case_closing_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["mdt_region", "mdt_due_at"],
                name="case_agenda",
                condition=models.Q(mdt_region__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def move_to(self, status: Status) -> None:
        """Set the status, if it may follow the present one; saving is the action's. Raises WrongStep."""
        if status not in NEXT[Status(self.status)]:
            raise WrongStep(
                _("This case is '%(now)s' and cannot become '%(then)s'.")
                % {"now": Status(self.status).label, "then": status.label},
                instead=_("Open the case again: someone may just have changed it."),
                case_id=self.pk,
            )
        self.status = status

    def fold(self) -> None:
        """Close it as the same as another case, which NEXT does not know, as it can be found out anywhere; the rest is the action's."""
        self.status = Status.CLOSED
        self.closing_reason = self.ClosingReason.DUPLICATE

    def unfold(self, status: Status) -> None:
        """Put it back where it stood before it was folded; the rest is the action's."""
        self.status = status
        self.closed_at = self.closed_by = None
        self.closing_reason = ""


class OfCase(Noun):
    """Something that belongs to a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="%(class)s_set", db_index=False)

    class Meta:
        abstract = True
