"""Where a case stands on the criminal route, and what the person was told about their rights."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases.models import Category, OfCase, Person, Regime, Visible
from rondom.core.db import both_or_neither
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation

MOST_ROUTES = 9  # in one case


class RouteState(models.TextChoices):
    """A state of the criminal route (design/domain.md 2.2); what it means stands in criminal_route.toml."""

    NO_CONTACT = "no_contact", _("no contact with the police")
    INFO_TALK_PLANNED = "info_talk_planned", _("informative talk planned")
    INFO_TALK_DONE = "info_talk_done", _("informative talk done")
    REFLECTION = "reflection", _("time to think")
    MELDING_ONLY = "melding_only", _("report, no complaint")
    AANGIFTE = "aangifte", _("complaint made")
    AMBTSHALVE = "ambtshalve", _("prosecutor goes on without complaint")
    INVESTIGATION = "investigation", _("investigation by the police")
    TO_OM = "to_om", _("sent to the prosecutor")
    OM_ASSESSMENT = "om_assessment", _("assessed by the prosecutor")
    SEPONEREN = "seponeren", _("not prosecuted")
    HEARING = "hearing", _("hearing")
    VERDICT = "verdict", _("verdict")
    APPEAL = "appeal", _("appeal")
    EXECUTION = "execution", _("sentence carried out")


class RouteStep(OfCase):
    """A state of the criminal route, since a day (design/domain.md 2.2). What it means stands in criminal_route.toml.

    A case can have several routes, by number: two events, or two possible perpetrators, give complaints that end each in its
    own way. `person` is the possible perpetrator whom the route is about, where that is known. Nothing is changed afterwards: a
    state that was noted wrongly is withdrawn with a reason. `until` is how long the person thinks about it, as agreed with
    them: never a fixed length. `cautioned`: the person was told before that the prosecutor can go on without a complaint.
    """

    class ToldBy(models.TextChoices):
        OWN = "own", _("my own organisation")
        PERSON = "person", _("the person")
        POLICE = "police", _("the police")
        PROSECUTION = "prosecution", _("the prosecutor")
        LAWYER = "lawyer", _("the person's lawyer")

    category = models.SmallIntegerField(choices=Category, default=Category.LEGAL)
    route = models.PositiveSmallIntegerField(default=1, db_default=1)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=17, choices=RouteState)
    since = models.DateField()
    until = models.DateField(null=True)
    told_by = models.CharField(max_length=11, choices=ToldBy)
    cautioned = models.BooleanField(default=False)
    note = SealedText(max_length=500)
    regime = models.SmallIntegerField(choices=Regime, default=Regime.AVG)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_why = SealedText(max_length=300)

    protection = ("case_id", "category", "regime")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(category=Category.LEGAL), name="route_step_is_law"),
            both_or_neither("withdrawn_at", "withdrawn_by", "withdrawn_why", name="route_step_withdrawn"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(state="reflection", until__gte=models.F("since")),
                name="only_thinking_lasts_until",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["melding_only", "aangifte"]) | models.Q(cautioned=True),
                name="cautioned_before_a_choice",
            ),
            models.CheckConstraint(
                condition=models.Q(route__range=(1, MOST_ROUTES)), name="route_has_a_number"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "noted_at"], name="route_of_case"),
            models.Index(
                fields=["person"], name="routes_of_person", condition=models.Q(person__isnull=False)
            ),
        ]


_BEFORE_A_CHOICE = {
    RouteState.INFO_TALK_PLANNED,
    RouteState.MELDING_ONLY,
    RouteState.AANGIFTE,
    RouteState.AMBTSHALVE,
}
# Which state may follow which; the first is any that can begin a route.
BEGINS = frozenset({RouteState.NO_CONTACT, RouteState.INVESTIGATION} | _BEFORE_A_CHOICE)
NEXT_ROUTE: dict[RouteState, set[RouteState]] = {
    RouteState.NO_CONTACT: _BEFORE_A_CHOICE | {RouteState.INVESTIGATION},
    RouteState.INFO_TALK_PLANNED: {
        RouteState.INFO_TALK_DONE,
        RouteState.NO_CONTACT,
        RouteState.AANGIFTE,
        RouteState.AMBTSHALVE,
    },
    RouteState.INFO_TALK_DONE: {
        RouteState.REFLECTION,
        RouteState.MELDING_ONLY,
        RouteState.AANGIFTE,
        RouteState.AMBTSHALVE,
    },
    RouteState.REFLECTION: {
        RouteState.REFLECTION,
        RouteState.MELDING_ONLY,
        RouteState.AANGIFTE,
        RouteState.AMBTSHALVE,
    },
    RouteState.MELDING_ONLY: {
        RouteState.AANGIFTE,
        RouteState.AMBTSHALVE,
        RouteState.INVESTIGATION,
        RouteState.INFO_TALK_PLANNED,
    },
    RouteState.AANGIFTE: {RouteState.INVESTIGATION, RouteState.TO_OM, RouteState.AMBTSHALVE},
    RouteState.AMBTSHALVE: {RouteState.INVESTIGATION, RouteState.TO_OM, RouteState.AANGIFTE},
    RouteState.INVESTIGATION: {
        RouteState.TO_OM,
        RouteState.SEPONEREN,
        RouteState.AANGIFTE,
        RouteState.AMBTSHALVE,
        RouteState.MELDING_ONLY,
    },
    RouteState.TO_OM: {
        RouteState.OM_ASSESSMENT,
        RouteState.SEPONEREN,
        RouteState.HEARING,
        RouteState.INVESTIGATION,
    },
    RouteState.OM_ASSESSMENT: {RouteState.HEARING, RouteState.SEPONEREN, RouteState.INVESTIGATION},
    RouteState.SEPONEREN: {RouteState.INVESTIGATION, RouteState.OM_ASSESSMENT, RouteState.HEARING},
    RouteState.HEARING: {RouteState.HEARING, RouteState.VERDICT},
    RouteState.VERDICT: {RouteState.APPEAL, RouteState.EXECUTION},
    RouteState.APPEAL: {RouteState.HEARING, RouteState.VERDICT},
    RouteState.EXECUTION: set(),
}
TO_COME = frozenset(
    {RouteState.INFO_TALK_PLANNED, RouteState.HEARING}
)  # states of which the day may still be ahead


class RightSaid(OfCase):
    """What was said about one right of the victim (rights.toml), with what the person wants. The latest counts; all stay."""

    class Stand(models.TextChoices):
        EXPLAINED = "explained", _("explained")
        WISHED = "wished", _("the person wants this")
        DECLINED = "declined", _("the person does not want this (now)")
        ARRANGED = "arranged", _("arranged")

    class Understood(models.TextChoices):
        YES = "yes", _("yes, said in their own words")
        NO = "no", _("not yet: explain it again")
        NOT_ASKED = "not_asked", _("not asked")

    entitlement = models.CharField(max_length=20, help_text="A row of rights.toml.")
    state = models.CharField(max_length=9, choices=Stand)
    understood = models.CharField(max_length=9, choices=Understood, default=Understood.NOT_ASKED)
    note = SealedText(max_length=300)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    protection = ("case_id", Category.IDENTITY)
    objects = Visible.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "said_at"], name="rights_of_case")]
