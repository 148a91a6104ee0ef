"""What someone typed in a report, whatever the form asks: every name and value as it was sent, right or wrong."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict

from rondom.core.db import uuid7
from rondom.first_contact.models import Draft

# What a page sends about the draft itself; the rest is what was typed.
KEY, VERSION, PAGE, TURN = "draft", "draft-version", "draft-page", "draft-turn"
_BESIDE = {KEY, VERSION, PAGE, TURN, "csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Typed:
    """The state of one page: of which draft, on which version it was typed, on which page and how far that had come.

    `version` 0 is a draft that was never saved. `content` is what was typed; None on a page where nothing was yet.
    """

    key: UUID = field(default_factory=uuid7)
    version: int = 0
    page: UUID = field(default_factory=uuid7)
    turn: int = 0
    content: str | None = None
    is_saved: bool = True

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """What stands in a draft, on a page of its own."""
        return cls(key=draft.pk, version=draft.version, content=draft.content)

    @property
    def data(self) -> QueryDict | None:
        """As the form was sent; None when nothing was."""
        if self.content is None:
            return None
        data = QueryDict(mutable=True)
        for name, values in json.loads(self.content):
            data.setlist(name, values)
        return data

    def beyond(self, forms: Iterable[Any]) -> Iterator[tuple[str, str]]:
        """What was sent and these forms do not show, such as more rows than fit: it goes along unseen."""
        shown = set(_names(forms))
        for name, values in json.loads(self.content or "[]"):
            if name not in shown:
                yield from ((name, value) for value in values)


def content_of(data: QueryDict) -> str:
    """What was typed, as a draft keeps it."""
    typed = [[name, values] for name, values in data.lists() if name not in _BESIDE]
    return json.dumps(typed, ensure_ascii=False)


def unjudged(forms: Iterable[Any]) -> None:
    """Let these forms show what was typed without saying yet what is wrong with it: nothing was sent.

    Django has no other way to show a form that is filled in and not judged than to say that it found no faults.
    """
    for form in forms:
        if isinstance(form, BaseFormSet):
            unjudged(form.forms)
            form.__dict__ |= {"_errors": [ErrorDict() for _ in form.forms], "_non_form_errors": ErrorList()}
        else:
            form.__dict__ |= {"_errors": ErrorDict(), "cleaned_data": {}}


def _names(forms: Iterable[Any]) -> Iterator[str]:
    for form in forms:
        if isinstance(form, BaseFormSet):
            yield from _names([form.management_form, *form.forms])
        else:
            yield from (form.add_prefix(name) for name in form.fields)
