"""What stood there before something about a person was changed."""

from django.db import models

from rondom.accounts.models import User
from rondom.cases.models.access import Visible
from rondom.cases.models.case import OfCase
from rondom.cases.models.category import Category
from rondom.cases.models.dossier import Person
from rondom.cases.models.telling import Teller
from rondom.keys.sealed import SealedText
from rondom.organisations.models import Organisation


class PersonChange(OfCase):
    """One change of what is known of a person: what stood there before, who told it, and who noted it. All stay.

    `before` holds only the fields that changed, as JSON. Without it the person was added then.
    """

    category = models.SmallIntegerField(choices=Category)
    person = models.ForeignKey(Person, models.PROTECT, related_name="changes", db_index=False)
    before = SealedText(max_length=4000)
    told_by = models.CharField(max_length=12, choices=Teller)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    protection = ("case_id", "category")
    objects = Visible.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "changed_at"], name="changes_of_person")]
