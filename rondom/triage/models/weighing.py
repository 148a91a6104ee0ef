"""What belongs to a decision of the MDT: routes, the person's wishes, who thinks otherwise, whom to invite."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Visible
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation
from rondom.triage.models.decision import Decision


class DecisionRoute(OfCase):
    """A help route that was chosen: a row of routes.toml, seen by who may see its domain."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="routes", db_index=False)
    category = models.SmallIntegerField(choices=Category)
    route = models.CharField(max_length=40)

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "route"], name="route_chosen_once"),
        ]
        indexes = [models.Index(fields=["case"], name="decision_route_by_case")]


class Wish(OfCase):
    """What the person wants, and how that was weighed: for who may read the story, and nobody else."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="wished")
    wish = SealedText(max_length=2000, null=False)
    weighed = SealedText(max_length=1000)

    protection = ("case_id", Category.STORY)
    objects = Visible.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case"], name="wish_by_case")]


class Dissent(OfCase):
    """An organisation thinks otherwise: in its own words, or noted on its behalf by who wrote the decision down."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="dissents", db_index=False)
    category = models.SmallIntegerField(choices=Category)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = SealedText(max_length=1000, null=False)
    written_at = models.DateTimeField()

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case"], name="dissent_by_case")]


class Invited(OfCase):
    """A party that will be asked to join, for a purpose, on a ground: a row of the privacy protocol."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="invited", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20)
    ground = models.CharField(max_length=60)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    protection = ("case_id", Category.CASE)
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="invited_once"),
            models.CheckConstraint(condition=~models.Q(ground=""), name="invited_on_a_ground"),
        ]
        indexes = [models.Index(fields=["case"], name="invited_by_case")]
