from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase


class Migration(migrations.Migration):
    dependencies = [("first_contact", "0001_initial"), ("cases", "0002_protect")]
    operations = [
        ProtectByCase("first_contact_report", Category.STORY, author="registered_by_id", for_own="registered_for_id"),
        ProtectByCase("first_contact_consent", Category.IDENTITY, author="recorded_by_id"),
    ]
