from django.db import migrations

from rondom.cases import names
from rondom.keys.convert import Seal
from rondom.keys.index import Codes, codes
from rondom.keys.sealed import SealedList, SealedNumber, SealedText


def make_findable(apps, schema_editor):
    """The codes of everyone who is there already, while their names can still be read."""
    for person in apps.get_model("cases", "Person").objects.iterator():
        words = names.index_words(person.name, person.birth_year, person.phone)
        type(person).objects.filter(pk=person.pk).update(codes=codes(words))


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_protect")]
    operations = [
        migrations.AddField("person", "codes", Codes()),
        migrations.RunPython(make_findable),
        migrations.RemoveConstraint("person", "person_birth_year"),
        Seal(
            "Person",
            "category",
            {
                "name": SealedText(max_length=120),
                "birth_year": SealedNumber(lowest=1900, highest=2100),
                "relation": SealedText(max_length=40),
                "languages": SealedList(),
                "needs": SealedList(),
                "phone": SealedText(max_length=30),
                "contact_hours": SealedText(max_length=200),
                "code_word": SealedText(max_length=60),
            },
        ),
        Seal("Entry", "category", {"text": SealedText(null=False)}),
        Seal(
            "StepText",
            "category",
            {"text": SealedText(max_length=300, null=False), "outcome": SealedText(max_length=500)},
        ),
    ]
