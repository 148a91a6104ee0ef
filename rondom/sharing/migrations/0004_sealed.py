from django.db import migrations, models

from rondom.cases.models import Category
from rondom.keys.convert import Seal
from rondom.keys.sealed import SealedText


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_protect")]
    operations = [
        migrations.RemoveConstraint("consent", "consent_one_receiver"),
        Seal(
            "Consent",
            Category.IDENTITY.value,
            {
                "receiver_other": SealedText(max_length=80, help_text="A receiver that is no partner."),
                "representative": SealedText(max_length=120),
            },
        ),
        migrations.AddConstraint(
            "consent",
            models.CheckConstraint(
                condition=models.Q(("receiver_kind", ""), ("receiver_other__isnull", True), _connector="XOR"),
                name="consent_one_receiver",
            ),
        ),
    ]
