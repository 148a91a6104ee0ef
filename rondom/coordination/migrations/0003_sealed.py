from django.db import migrations

from rondom.cases.models import Category
from rondom.keys.convert import Seal
from rondom.keys.sealed import SealedText


class Migration(migrations.Migration):
    dependencies = [("coordination", "0002_protect"), ("cases", "0003_sealed")]
    operations = [Seal("Assignment", Category.CASE.value, {"reason": SealedText(max_length=200)})]
