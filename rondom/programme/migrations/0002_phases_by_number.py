from django.db import migrations, models

PHASES = ["no_awareness", "information", "signalling_reporting", "triage_coordination", "execution_measurement"]
NUMBERED = [(name, f"P{number}") for number, name in enumerate(PHASES, 1)]
_RENAME = "UPDATE programme_initiative SET cells = ARRAY(SELECT regexp_replace(one, ':{}$', ':{}') FROM unnest(cells) WITH ORDINALITY AS each(one, place) ORDER BY place)"


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='initiative', name='initiative_cells'),
        migrations.RunSQL(
            [_RENAME.format(name, number) for name, number in NUMBERED],
            [_RENAME.format(number, name) for name, number in NUMBERED],
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('cells__len__gte', 1), ('cells__contained_by', ['sexual_violence:P1', 'sexual_violence:P2', 'sexual_violence:P3', 'sexual_violence:P4', 'sexual_violence:P5', 'domestic_violence:P1', 'domestic_violence:P2', 'domestic_violence:P3', 'domestic_violence:P4', 'domestic_violence:P5', 'child_abuse:P1', 'child_abuse:P2', 'child_abuse:P3', 'child_abuse:P4', 'child_abuse:P5', 'human_trafficking:P1', 'human_trafficking:P2', 'human_trafficking:P3', 'human_trafficking:P4', 'human_trafficking:P5', 'other:P1', 'other:P2', 'other:P3', 'other:P4', 'other:P5'])), name='initiative_cells'),
        ),
    ]
