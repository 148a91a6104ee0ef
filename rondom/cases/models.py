"""The case and what belongs to it. Every table here stands behind the one access rule (sql/case_access.sql)."""

from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.core.db import Noun, both_or_neither
from rondom.core.errors import WrongStep
from rondom.organisations.actor import Actor
from rondom.organisations.models import Organisation, Region, period_in_order

FOR_EVER = "9999-12-31 00:00:00+00"


class Category(models.IntegerChoices):
    """What a row of a case tells; access is given by category, as a bit mask (design/privacy.md)."""

    CASE = 1, _("the case itself")
    IDENTITY = 2, _("who it is and safe contact")
    STORY = 4, _("the story")
    SAFETY = 8, _("safety")
    LEGAL = 16, _("law")
    MEDICAL = 32, _("medical care")
    RECOVERY = 64, _("recovery")
    PERPETRATOR = 128, _("possible perpetrator")


ALL_CATEGORIES = sum(Category)


def in_mask(mask: int) -> list[Category]:
    """The categories that a bit mask holds, in order."""
    return [category for category in Category if category & mask]


class Domain(models.TextChoices):
    """The four domains of every plan (seed 003); each has the category that protects its text."""

    SAFETY = "safety", _("Safety")
    LAW = "law", _("Law")
    CARE = "care", _("Care")
    RECOVERY = "recovery", _("Recovery")

    @property
    def category(self) -> Category:
        return _CATEGORY_OF[self]


_CATEGORY_OF = {
    Domain.SAFETY: Category.SAFETY,
    Domain.LAW: Category.LEGAL,
    Domain.CARE: Category.MEDICAL,
    Domain.RECOVERY: Category.RECOVERY,
}


class Visible(models.QuerySet[models.Model]):
    """Rows that an actor may see: the same answer as row-level security gives, from the actor's side."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of cases of which `actor` sees this row's category at this moment."""
        case, bits = self.model.protection  # type: ignore[attr-defined]
        access = Access.objects.filter(
            user_id=actor.user_id, case_id=models.OuterRef(case), starts_at__lte=actor.at, ends_at__gt=actor.at
        ).annotate(held=models.F("categories").bitand(bits if isinstance(bits, int) else models.OuterRef(bits)))
        return self.filter(models.Exists(access.exclude(held=0)))


class Status(models.TextChoices):
    """Where a case stands between first report and closing."""

    REPORTED = "reported", _("Reported, waits for the MDT")
    WEIGHED = "weighed", _("Weighed, coordinator asked")
    COORDINATED = "coordinated", _("In coordination")
    RE_TRIAGE = "re_triage", _("Back in the MDT")
    CLOSED = "closed", _("Closed")


NEXT = {
    Status.REPORTED: {Status.WEIGHED},
    Status.WEIGHED: {Status.COORDINATED, Status.RE_TRIAGE},
    Status.COORDINATED: {Status.RE_TRIAGE, Status.CLOSED},
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
                user_id=actor.user_id, starts_at__lte=actor.at, ends_at__gt=actor.at
            ).values("case_id")
        )

    def are_open(self) -> Self:
        return self.exclude(status=Status.CLOSED)

    def for_the_mdt(self, region: Region) -> Self:
        """The agenda of a region: what waits to be weighed, what lapses first on top."""
        return self.filter(mdt_region=region, status__in=FOR_THE_MDT).order_by("mdt_due_at", "pk")


class MadeByDatabase(models.CharField):
    """A text the database makes at insert and nobody can set or change; its column is laid in SQL."""

    generated = True

    def db_type(self, connection: Any) -> None:
        """No column of Django's making."""


class Case(Noun):
    """One person's situation after sexual violence or abuse in dependency, across all organisations.

    `mdt_due_at` is 24 hours after the first report (seed 003), `mdt_at` the meeting it is planned in, and
    `mdt_region` the region whose agenda holds it now. The four `next_` fields say who is next ("aan zet"); they
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

    held: int  # the categories the actor sees, where a query annotates it (dossier.held_by)

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
        "region", "status", "mdt_due_at", "mdt_at", "mdt_region", "mdt_round", "coordinator",
        "coordinator_organisation", "next_kind", "next_organisation", "next_user", "next_due_at", "closed_at",
        "closed_by", "closing_reason",
    )  # fmt: skip

    class Meta:
        constraints = [
            both_or_neither("closed_at", "closed_by", name="case_closed"),
            both_or_neither("coordinator", "coordinator_organisation", name="case_coordinator"),
            models.CheckConstraint(
                condition=models.Q(status=Status.CLOSED, closed_at__isnull=False, next_kind="")
                | (~models.Q(status=Status.CLOSED) & models.Q(closed_at__isnull=True) & ~models.Q(next_kind="")),
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
                condition=~models.Q(status=Status.COORDINATED) | models.Q(coordinator__isnull=False),
                name="case_coordinated_has_coordinator",
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.CLOSED) ^ models.Q(closing_reason=""), name="case_closing_reason"
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


_RELATIONS = {
    "acquaintance": _("acquaintance"),
    "friend": _("friend"),
    "employer": _("employer"),
    "partner": _("partner"),
    "ex_partner": _("former partner"),
    "husband": _("husband"),
    "wife": _("wife"),
    "boyfriend": _("boyfriend"),
    "girlfriend": _("girlfriend"),
    "son": _("son"),
    "daughter": _("daughter"),
    "mother": _("mother"),
    "father": _("father"),
    "sister": _("sister"),
    "brother": _("brother"),
    "cousin": _("cousin"),
    "colleague": _("colleague"),
    "neighbour": _("neighbour"),
    "carer": _("carer"),
    "online_contact": _("online contact"),
    "mother_and_mentor": _("mother and mentor"),
    "landlord_and_foreman": _("landlord and foreman"),
    "unknown": _("unknown"),
}


def relation_word(relation: str) -> str:
    """A relation as people read it: words for the codes of case files, else what was typed."""
    return str(_RELATIONS.get(relation, relation.replace("_", " ")))


class OfCase(Noun):
    """Something that belongs to a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="%(class)s_set")

    class Meta:
        abstract = True


class Person(OfCase):
    """Someone in the case; one person may have several roles. Perpetrator data is a category of its own."""

    class Role(models.TextChoices):
        VICTIM = "victim", _("victim")
        POSSIBLE_PERPETRATOR = "possible_perpetrator", _("possible perpetrator")
        RELATIVE = "relative", _("relative")
        BYSTANDER = "bystander", _("bystander")

    class Gender(models.TextChoices):
        FEMALE = "f", _("woman or girl")
        MALE = "m", _("man or boy")
        OTHER = "x", _("other")

    category = models.SmallIntegerField(choices=Category)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), size=4)
    name = models.CharField(max_length=120, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    needs = ArrayField(models.CharField(max_length=40), default=list)
    phone = models.CharField(max_length=30, blank=True)
    phone_ok = models.BooleanField(null=True)
    text_ok = models.BooleanField(null=True)
    voicemail_ok = models.BooleanField(null=True)
    shared_device = models.BooleanField(null=True)
    contact_hours = models.CharField(max_length=200, blank=True)
    code_word = models.CharField(max_length=60, blank=True)

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    category=Category.PERPETRATOR, roles__contains=["possible_perpetrator"]
                )
                | (models.Q(category=Category.IDENTITY) & ~models.Q(roles__contains=["possible_perpetrator"])),
                name="person_category_follows_role",
            ),
            models.CheckConstraint(condition=models.Q(roles__len__gte=1), name="person_has_role"),
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1900, 2100)),
                name="person_birth_year",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="person_by_case")]

    def get_role(self) -> str:
        """The roles in words."""
        return ", ".join(str(self.Role(role).label) for role in self.roles)

    def relation_word(self) -> str:
        """The relation as people read it; the code of a case file becomes a word."""
        return relation_word(self.relation)

    @classmethod
    def category_for(cls, roles: list[str]) -> Category:
        """What is known of a possible perpetrator is never shown with the rest."""
        return Category.PERPETRATOR if cls.Role.POSSIBLE_PERPETRATOR in roles else Category.IDENTITY


class Entry(OfCase):
    """A piece of text in the dossier: written once, by someone, for an organisation, in one category."""

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("what it is about, in one sentence")
        STORY = "story", _("the story")
        WISHES = "wishes", _("what the person wants")
        REPORTER_NOTE = "reporter_note", _("about the one who reports")
        CONSENT_WORDS = "consent_words", _("consent in the person's own words")
        RE_TRIAGE = "re_triage", _("why the MDT looks again")
        CLOSING = "closing", _("at closing")
        NOTE = "note", _("note")

    category = models.SmallIntegerField(choices=Category)
    kind = models.CharField(max_length=15, choices=Kind)
    text = models.TextField()
    about_id = models.UUIDField(null=True, help_text="The row this text is about, such as a consent.")
    told_by = models.CharField(max_length=20, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "kind"], name="entry_by_case")]


class Grant(OfCase):
    """An organisation may see categories of a case, for a purpose, on a basis, for a period."""

    class Basis(models.TextChoices):
        REGISTRATION = "registration", _("took the report itself")
        CONSENT = "consent", _("consent of the person")
        MDT_AGENDA = "mdt_agenda", _("on the agenda of the MDT, without content (not yet legally confirmed)")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    categories = models.IntegerField()
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=20, choices=Basis)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("revoked_at", "revoked_by", name="grant_revoked"),
            period_in_order("grant_period"),
            models.CheckConstraint(
                condition=models.Q(categories__range=(1, ALL_CATEGORIES)), name="grant_categories_known"
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="grant_by_case"),
            models.Index(fields=["organisation"], name="grant_by_organisation"),
        ]


class Naming(OfCase):
    """An organisation has someone on the case, for a period; only those named (or seated) see it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            period_in_order("naming_period"),
            models.UniqueConstraint(
                fields=["case", "organisation", "user"],
                condition=models.Q(ends_at__isnull=True),
                name="named_once",
            ),
        ]
        indexes = [models.Index(fields=["user"], name="naming_by_user")]


class Access(models.Model):
    """The access rule, worked out: a user sees these categories of a case in this period.

    Written by the database alone, from memberships, grants, namings and seats (sql/access.sql).
    """

    pk = models.CompositePrimaryKey("user_id", "case_id", "starts_at", "ends_at")
    user_id: UUID = models.UUIDField()  # type: ignore[assignment]
    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    categories = models.IntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    protection = ("case_id", Category.CASE)

    class Meta:
        indexes = [
            models.Index(
                fields=["user_id", "case"], include=["categories", "starts_at", "ends_at"], name="access_cover"
            ),
            models.Index(fields=["case"], name="access_by_case"),
        ]


class Step(OfCase):
    """Someone must do something before a moment: without content, so that deadlines can be watched.

    What exactly must be done is a `StepText`, seen only by who may see its category.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        IN_PROGRESS = "in_progress", _("in progress")
        DONE = "done", _("done")
        DECLINED = "declined", _("declined")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(max_length=10, choices=Case.NextKind)
    domain = models.CharField(max_length=10, choices=Domain, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by", name="step_ended"),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "accepted", "in_progress"], ended_at__isnull=True)
                | models.Q(state__in=["done", "declined", "returned", "withdrawn"], ended_at__isnull=False),
                name="step_state_and_end",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="action") ^ models.Q(domain=""), name="step_action_has_domain"
            ),
            models.UniqueConstraint(fields=["case", "id"], name="step_of_case"),
        ]
        indexes = [
            models.Index(
                fields=["user", "due_at"], name="step_my_turn", condition=models.Q(ended_at__isnull=True)
            ),
            models.Index(
                fields=["due_at"], name="step_deadlines", condition=models.Q(ended_at__isnull=True)
            ),
        ]

    def move_to(self, state: "Step.State") -> None:
        """Set the state, if it may follow the present one; saving is the action's. Raises WrongStep."""
        if state not in NEXT_STEP_STATE[Step.State(self.state)]:
            raise WrongStep(
                _("This action is '%(now)s' and cannot become '%(then)s'.")
                % {"now": Step.State(self.state).label, "then": state.label},
                instead=_("Open the case again: someone may just have changed it."),
                case_id=self.case_id,
            )
        self.state = state


NEXT_STEP_STATE = {
    Step.State.PROPOSED: {
        Step.State.ACCEPTED,
        Step.State.IN_PROGRESS,
        Step.State.DONE,
        Step.State.DECLINED,
        Step.State.WITHDRAWN,
    },
    Step.State.ACCEPTED: {Step.State.IN_PROGRESS, Step.State.DONE, Step.State.RETURNED, Step.State.WITHDRAWN},
    Step.State.IN_PROGRESS: {Step.State.DONE, Step.State.RETURNED, Step.State.WITHDRAWN},
    Step.State.DONE: set(),
    Step.State.DECLINED: set(),
    Step.State.RETURNED: set(),
    Step.State.WITHDRAWN: set(),
}
OPEN_STATES = [Step.State.PROPOSED, Step.State.ACCEPTED, Step.State.IN_PROGRESS]


class StepText(OfCase):
    """What must be done in a step, and afterwards what came of it."""

    category = models.SmallIntegerField(choices=Category)
    step = models.OneToOneField(Step, models.PROTECT, related_name="words")
    text = models.CharField(max_length=300)
    outcome = models.CharField(max_length=500, blank=True)

    protection = ("case_id", "category")
    objects = Visible.as_manager()
