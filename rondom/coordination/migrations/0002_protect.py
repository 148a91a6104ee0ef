from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase


class Migration(migrations.Migration):
    dependencies = [("coordination", "0001_initial"), ("cases", "0002_protect")]
    operations = [
        ProtectByCase(
            "coordination_assignment",
            Category.CASE,
            author="user_id",
            for_own="organisation_id",
            changes="state, ended_at, ended_by_id",
            changed_to="ended_by_id IS NULL OR ended_by_id = (SELECT rondom_actor())",
        ),
    ]
