"""Versions of what was typed, side by side: only what is not the same."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.forms.formsets import BaseFormSet

from rondom.first_contact.models import Draft

Words = tuple[str, dict[str, Any]]


def tell_apart(forms: Iterable[Any], versions: Sequence[Draft]) -> None:
    """Give each version its `differences`: the question and the answer, in the words of the forms."""
    fields = dict(_fields(forms))
    told = [dict(json.loads(one.content)) for one in versions]
    names = dict.fromkeys(name for one in told for name in one)
    for version in versions:
        version.differences = []
    for name in names:
        answers = [[value for value in one.get(name, []) if value] for one in told]
        if all(one == answers[0] for one in answers):
            continue
        label, words = fields.get(name, (name, {}))
        for version, values in zip(versions, answers, strict=True):
            version.differences.append((label, ", ".join(str(words.get(value, value)) for value in values)))


def _fields(forms: Iterable[Any], row: str = "") -> Iterator[tuple[str, Words]]:
    """The label of each name that a form sends, and the words for its choices."""
    for form in forms:
        if isinstance(form, BaseFormSet):
            for place in range(form.absolute_max):
                blank = form.empty_form
                blank.prefix = form.add_prefix(place)
                yield from _fields([blank], f" ({place + 1})")
        else:
            for name, field in form.fields.items():
                words = {str(key): label for key, label in getattr(field, "choices", [])}
                yield form.add_prefix(name), (f"{field.label}{row}", words)
