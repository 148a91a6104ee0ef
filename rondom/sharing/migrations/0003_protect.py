from pathlib import Path

from django.db import migrations

from rondom.cases.models import Category
from rondom.cases.protect import ProtectByCase

SQL = Path(__file__).parent.parent / "sql"
ME = "(SELECT rondom_actor())"


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_take_over_consent")]
    operations = [
        ProtectByCase(
            "sharing_consent",
            Category.IDENTITY,
            author="recorded_by_id",
            changes="withdrawn_at, withdrawn_by_id",
            change="withdrawn_at IS NULL",
            changed_to=f"withdrawn_at <= now() AND withdrawn_by_id = {ME}",
        ),
        ProtectByCase(
            "sharing_notice",
            Category.CASE,
            changes="seen_at",
            change=f"user_id = {ME} AND seen_at IS NULL",
            changed_to="seen_at <= now()",
        ),
        migrations.RunSQL((SQL / "decision20.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "consent.sql").read_text(), migrations.RunSQL.noop),
    ]
