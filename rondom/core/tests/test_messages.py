"""The catalogue of what people see: nothing missed, nothing guessed, nothing left over."""

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from rondom.core.management.commands import messages


def faults(identity, string, **more):
    catalog = Catalog(locale="nl")
    catalog.add(identity, string, **more)
    return [fault for message in catalog for fault in messages.faults_of(message)]


def test_code_is_read_with_plurals_and_contexts():
    source = (
        'a = _("One")\nb = ngettext("%(n)d case", "%(n)d cases", 2)\nc = pgettext("domain", "Care")\n'
        'd = npgettext_lazy("short", "%(n)d h", "%(n)d hs", "n")\ne = print("not this")\n'
    )
    assert {*messages.in_python(source)} == {
        ("", "One"),
        ("", ("%(n)d case", "%(n)d cases")),
        ("domain", "Care"),
        ("short", ("%(n)d h", "%(n)d hs")),
    }


def test_templates_are_read_whatever_their_indentation():
    source = """
      <h1>It's {% translate "One" %}</h1>
  {% if x %}
        {% blocktranslate trimmed count n=n %}
          {{ n }} case
        {% plural %}
          {{ n }} cases
        {% endblocktranslate %}
 {% endif %}{% translate "Care" context "domain" as care %}{{ x|default:_("None") }}"""
    assert {*messages.in_template(source)} == {
        ("", "One"),
        ("", ("%(n)s case", "%(n)s cases")),
        ("domain", "Care"),
        ("", "None"),
    }


def test_gathering_keeps_translations_and_drops_what_is_no_longer_used():
    old = Catalog(locale="nl")
    old.add("One", "Een", user_comments=["a remark"])
    old.add("Gone", "Weg")
    text = messages.written(messages.merged({("", "Two"), ("", "One"), ("domain", "Care")}, old))
    assert 'msgid "One"\nmsgstr "Een"' in text
    assert "Gone" not in text
    assert text.index('"Care"') < text.index('"One"') < text.index('"Two"')
    assert text == messages.written(messages.merged({("domain", "Care"), ("", "One"), ("", "Two")}, old))


@pytest.mark.parametrize(
    ("identity", "string", "fault"),
    [
        ("One", "", "not translated"),
        (("%(n)d a", "%(n)d as"), ("een", ""), "not translated"),
        ("Hello %(name)s", "Dag %(naam)s", "placeholders differ"),
        ("Hello %(name)s", "Dag", "placeholders differ"),
        ("{n} of {total}", "{n} van", "placeholders differ"),
        ("%(hour)02d:%(minute)02d", "%(hour)d.%(minute)02d", "placeholders differ"),
    ],
)
def test_a_faulty_translation_is_named(identity, string, fault):
    (found,) = faults(identity, string)
    assert found.startswith(fault)


def test_a_guess_is_no_translation():
    (found,) = faults("One", "Een", flags={"fuzzy"})
    assert found.startswith("marked as a guess")


def test_good_translations_have_no_faults():
    assert not faults("100% of %(n)d", "100% van %(n)d")
    assert not faults(("%(n)d case", "%(n)d cases"), ("%(n)d zaak", "%(n)d zaken"))
    assert not faults(("one case", "%(n)d cases"), ("%(n)d zaak", "%(n)d zaken"))


def test_the_check_lists_what_is_missing_and_what_is_left_over(settings, tmp_path):
    settings.ROOT, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    code = tmp_path / "rondom" / "room" / "views.py"
    code.parent.mkdir(parents=True)
    code.write_text('_("One")\n')
    with pytest.raises(CommandError, match="not in the catalogue: “One”"):
        call_command("messages", check=True)
    call_command("messages")
    with pytest.raises(CommandError, match="not translated: “One”"):
        call_command("messages", check=True)
    catalogue = tmp_path / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    catalogue.write_text(catalogue.read_text().replace('msgid "One"\nmsgstr ""', 'msgid "One"\nmsgstr "Een"'))
    call_command("messages", check=True)
    code.write_text('_("Two")\n')
    with pytest.raises(CommandError, match="no longer used: “One”"):
        call_command("messages", check=True)
