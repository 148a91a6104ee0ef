from django.db import migrations

import rondom.keys.sealed


class Migration(migrations.Migration):

    dependencies = [
        ('coordination', '0014_formers'),
        ('landscape', '0004_referred'),
    ]

    operations = [
        migrations.AddField(
            model_name='referral',
            name='place',
            field=rondom.keys.sealed.SealedText(max_length=60),
        ),
    ]
