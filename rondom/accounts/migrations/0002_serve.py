from django.db import migrations

from rondom.core.db import Serve


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("sessions", "0001_initial"), ("core", "0001_initial")]
    operations = [Serve("django_session", "SELECT, INSERT, UPDATE, DELETE")]
