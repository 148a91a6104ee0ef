import rondom.keys.sealed
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_link'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='contact_others',
            field=rondom.keys.sealed.SealedText(max_length=200),
        ),
        migrations.AddField(
            model_name='person',
            name='municipality',
            field=rondom.keys.sealed.SealedText(max_length=6),
        ),
    ]
