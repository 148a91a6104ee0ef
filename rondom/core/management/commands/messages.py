"""The words people see: gather them from code and templates, and check that all are translated."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

LOCALE = "nl"
PLURAL = (1, 2)
CONTEXT = ((1, "c"), 2)
CONTEXT_PLURAL = ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}
HEADER = r"""# What people see, in Dutch. The message ids are the English text. Gathered by `make messages`.
msgid ""
msgstr ""
"Language: nl\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[#0+ -]*[\d.]*[a-z]|%[sd]|\{\w*(?:[.:][^{}]*)?\}")

Identity = str | tuple[str, ...] | list[str]
Key = tuple[str, Identity]


class Command(BaseCommand):
    """Bring the Dutch catalogue in line with the code, or only say where it is not."""

    help = "Gather what people see into locale/nl; with --check only list what is missing, unused or does not fit."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --check."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when amiss")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the catalogue, or list its faults and fail."""
        path = Path(settings.LOCALE_PATHS[0]) / LOCALE / "LC_MESSAGES" / "django.po"
        found, old = gather(Path(settings.ROOT)), read(path)
        if options["check"]:
            faults = [*differences(found, old), *(fault for message in old for fault in faults_of(message))]
            if faults:
                summary = f"{len(faults)} to mend in {path.name}; `make messages` gathers what is new."
                raise CommandError("\n".join([*faults, summary]))
            self.stdout.write(f"{len(found)} messages, all translated.")
            return
        new = merged(found, old)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(new), encoding="utf-8")
        waiting = sum(1 for message in new if message.id and any(faults_of(message)))
        self.stdout.write(f"{len(found)} messages, {waiting} to translate or mend.")


def gather(root: Path) -> set[Key]:
    """Every context and message id in the code and the templates of the product, tests left out."""
    found: set[Key] = set()
    for path in sorted(root.glob("rondom/**/*.py")):
        if not {"tests", "migrations"} & {*path.parts}:
            found.update(in_python(path.read_text(encoding="utf-8")))
    for path in sorted(
        path for ending in ("html", "txt") for path in root.glob(f"rondom/*/templates/**/*.{ending}")
    ):
        found.update(in_template(path.read_text(encoding="utf-8"), str(path)))
    return found


def in_python(source: str) -> Iterator[Key]:
    """The messages in a piece of Python."""
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        if message:
            yield context or "", message


def in_template(source: str, name: str = "") -> Iterator[Key]:
    """The messages in a template, which Django turns into something like Python; brackets make its lines one."""
    return in_python(f"({templatize(source, origin=name)}\n)")


def read(path: Path) -> Catalog:
    """The catalogue as it is now; an empty one if there is none yet."""
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, ignore_obsolete=True)


def merged(found: set[Key], old: Catalog) -> Catalog:
    """A catalogue of exactly what was found, with the translations there are."""
    new = Catalog(locale=LOCALE)
    for context, identity in found:
        known = old.get(singular(identity), context or None)
        same = known is not None and known.id == identity
        new.add(
            identity,
            known.string if known and same else "",
            flags=known.flags & {"fuzzy"} if known and same else (),
            user_comments=known.user_comments if known else (),
            context=context or None,
        )
    return new


def written(catalog: Catalog) -> str:
    """The catalogue as text: sorted, without places and dates, so that a change shows as that change alone."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, no_location=True, omit_header=True, sort_output=True)
    return HEADER + buffer.getvalue().decode().strip() + "\n"


def differences(found: set[Key], catalog: Catalog) -> Iterator[str]:
    """What the code has and the catalogue lacks, and the other way about."""
    known = {(message.context or "", message.id) for message in catalog if message.id}
    for context, identity in sorted(found - known, key=str):
        yield f"not in the catalogue: {label(context, identity)}"
    for context, identity in sorted(known - found, key=str):
        yield f"no longer used: {label(context, identity)}"


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    if not message.id:
        return
    name = label(message.context or "", message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    if not all(strings) or len(strings) != len(originals):
        yield f"not translated: {name}"
        return
    if message.fuzzy:
        yield f"marked as a guess (fuzzy): {name}"
    allowed = set[str]().union(*map(placeholders, originals))
    for original, string in zip(originals, strings, strict=True):
        # The singular of a plural may leave the number out ("one case"); nothing may name what is not there.
        given, needed = placeholders(string), placeholders(original)
        if given - allowed or needed - given:
            yield f"placeholders differ: {name}"
            return


def placeholders(text: str) -> set[str]:
    """The places in a text where something is filled in."""
    return {match[0] for match in PLACEHOLDER.finditer(text) if match[0] != "%%"}


def singular(identity: Identity) -> str:
    """The message id by which a catalogue finds a message."""
    return identity if isinstance(identity, str) else identity[0]


def label(context: str, identity: Identity) -> str:
    """A message as it is named in a list of faults."""
    return f"“{singular(identity)}”" + (f" ({context})" if context else "")
