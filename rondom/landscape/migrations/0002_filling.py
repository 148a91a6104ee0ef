from pathlib import Path

from django.db import migrations

from rondom.landscape.filling import FOUND_AT, first_facts

SQL = Path(__file__).parent.parent / "sql"


def fill(apps, schema_editor):
    Service, Fact = (apps.get_model("landscape", name) for name in ("Service", "Fact"))
    services, facts = {}, []
    for slug, said in first_facts():
        if slug not in services:
            services[slug] = Service(slug=slug, added_at=FOUND_AT)
        facts.append(Fact(service=services[slug], **said))
    Service.objects.bulk_create(services.values())
    Fact.objects.bulk_create(facts)


class Migration(migrations.Migration):
    dependencies = [("landscape", "0001_initial"), ("organisations", "0010_landscape_editor"), ("core", "0001_initial")]
    operations = [
        migrations.RunSQL((SQL / "landscape.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
