from django.db import migrations, models

from rondom.keys.convert import Seal
from rondom.keys.sealed import SealedText


class Migration(migrations.Migration):
    dependencies = [("triage", "0002_protect"), ("cases", "0003_sealed")]
    operations = [
        migrations.RemoveConstraint("view", "view_says_something"),
        migrations.RemoveConstraint("decisionline", "decision_line_says_what"),
        Seal("View", "category", {"facts": SealedText(), "opinion": SealedText(), "offer": SealedText()}),
        Seal("DecisionLine", "category", {"text": SealedText()}),
        migrations.AddConstraint(
            "view",
            models.CheckConstraint(
                condition=models.Q(
                    ("nothing_known", True),
                    models.Q(
                        ("facts__isnull", True), ("offer__isnull", True), ("opinion__isnull", True), _negated=True
                    ),
                    _connector="OR",
                ),
                name="view_says_something",
            ),
        ),
        migrations.AddConstraint(
            "decisionline",
            models.CheckConstraint(
                condition=models.Q(("need", "not"), ("text__isnull", False), _connector="OR"),
                name="decision_line_says_what",
            ),
        ),
    ]
