"""The people in a case, and what is written about it."""

from collections.abc import Container
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rondom.accounts.models import User
from rondom.cases import names
from rondom.cases.models.access import Visible
from rondom.cases.models.case import OfCase
from rondom.cases.models.category import Category, Regime
from rondom.cases.models.telling import Interpreter, Teller
from rondom.cases.names import KINDS
from rondom.keys.index import Codes
from rondom.keys.sealed import SealedList, SealedNumber, SealedText
from rondom.organisations.models import Organisation

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
    name = SealedText(max_length=120)
    birth_year = SealedNumber(lowest=1900, highest=2100)
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    relation = SealedText(max_length=40)
    languages = SealedList()
    needs = SealedList()
    phone = SealedText(max_length=30)
    phone_ok = models.BooleanField(null=True)
    text_ok = models.BooleanField(null=True)
    voicemail_ok = models.BooleanField(null=True)
    shared_device = models.BooleanField(null=True)
    contact_hours = SealedText(max_length=200)
    contact_others = SealedText(max_length=200)
    code_word = SealedText(max_length=60)
    municipality = SealedText(max_length=6)
    codes = Codes()

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(category=Category.PERPETRATOR, roles__contains=["possible_perpetrator"])
                | (
                    models.Q(category=Category.IDENTITY) & ~models.Q(roles__contains=["possible_perpetrator"])
                ),
                name="person_category_follows_role",
            ),
            models.CheckConstraint(condition=models.Q(roles__len__gte=1), name="person_has_role"),
        ]
        indexes = [models.Index(fields=["case"], name="person_by_case")]

    def index_words(self, kinds: Container[str] = KINDS) -> list[str]:
        """What this person can be found by, without the database knowing it; of these kinds, and no more is opened."""
        return list(
            names.index_words(
                self.name if "name" in kinds else "",
                self.birth_year if "year" in kinds else None,
                *([self.phone, self.contact_hours] if "phone" in kinds else []),
            )
        )

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
    """A piece of text in the dossier: written once, by someone, for an organisation, in one category.

    `regime` is the law under which it came into being; only who may have the category under that regime sees it.
    """

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("what it is about, in one sentence")
        STORY = "story", _("the story")
        ADDITION = "addition", _("addition to the story")
        WISHES = "wishes", _("what the person wants")
        REPORTER_NOTE = "reporter_note", _("about the one who reports")
        CONSENT_WORDS = "consent_words", _("consent in the person's own words")
        RE_TRIAGE = "re_triage", _("why the MDT looks again")
        CLOSING = "closing", _("at closing")
        CORRECTION = "correction", _("correction at the person's request")
        NOTE = "note", _("note")
        CONTACT_WISH = "contact_wish", _("what the person wishes about their coordinator")
        WISH_WEIGHED = "wish_weighed", _("how that wish was weighed")
        HANDING_OVER = "handing_over", _("note at handing over to another coordinator")

    category = models.SmallIntegerField(choices=Category)
    regime = models.SmallIntegerField(choices=Regime, default=Regime.AVG)
    kind = models.CharField(max_length=15, choices=Kind)
    text = SealedText(null=False)
    about_id = models.UUIDField(null=True, help_text="The row this text is about, such as a consent.")
    told_by = models.CharField(max_length=20, blank=True)
    teller = SealedText(max_length=120, help_text="Who exactly told it, in words.")
    told_to = SealedText(max_length=120, help_text="To whom, when that is not who wrote it down.")
    told_at = models.DateTimeField(null=True, help_text="When it was told; empty: when it was written down.")
    told_day_only = models.BooleanField(db_default=False, default=False)
    presence = SealedText(max_length=200, help_text="Who else was there.")
    language = SealedText(max_length=40)
    interpreter = models.CharField(max_length=12, choices=Interpreter, blank=True, default="", db_default="")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    corrections: "list[Entry]" = []  # what the person said beside it, where a page gathered it (dossier.read_story)

    @property
    def moment_told(self) -> datetime:
        """When it was told, as far as that was noted."""
        return self.told_at or self.written_at

    @property
    def told_day(self) -> date:
        """The day on which it was told, here."""
        return timezone.localdate(self.moment_told)

    @property
    def is_of_another(self) -> bool:
        """Whether this is what someone else says, and not the person's own account."""
        return self.told_by not in {"", Teller.VICTIM}

    def get_told_by_display(self) -> str:
        """Who told it, in words; empty when nobody noted it."""
        return str(dict(Teller.choices).get(self.told_by, ""))

    @property
    def is_police_data(self) -> bool:
        """Whether the police may choose under which of their two regimes it falls."""
        return self.regime in Regime.of_police()

    protection = ("case_id", "category", "regime")
    objects = Visible.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told_at__isnull=True) | models.Q(told_at__lte=models.F("written_at")),
                name="entry_told_before_written",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="addition")
                | (models.Q(told_at__isnull=False) & ~models.Q(told_by="")),
                name="entry_addition_says_who_and_when",
            ),
        ]
        indexes = [models.Index(fields=["case", "kind"], name="entry_by_case")]
