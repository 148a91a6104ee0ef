from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="ActorKey",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("inner_pad", models.BinaryField()),
                ("outer_pad", models.BinaryField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="actorkey",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="one_actor_key"),
        ),
        migrations.RunSQL((SQL / "actor.sql").read_text(), "DROP FUNCTION rondom_actor()"),
    ]
