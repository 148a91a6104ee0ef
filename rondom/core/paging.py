"""Lists that go on: a page of rows, and whether there are pages before and after; `{% pager page %}` leads there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.http import HttpRequest

SIZE = 20
_MOST = 500  # pages
Row = TypeVar("Row")
Each_co = TypeVar("Each_co", covariant=True)


class Rows(Protocol[Each_co]):
    """A queryset, or a list: something of which a part can be taken."""

    def __getitem__(self, part: slice, /) -> Iterable[Each_co]: ...


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, with the numbers of the pages before and after; `word` is what asks for it in the address."""

    rows: list[Row]
    number: int
    before: int | None
    after: int | None
    word: str


def paged(request: HttpRequest, rows: Rows[Row], *, size: int = SIZE, word: str = "pagina") -> Page[Row]:
    """The page that is asked for; the first for anything that is no number, and never beyond the last that is read."""
    asked = request.GET.get(word, "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len(str(_MOST)) else 1
    number = min(max(number, 1), _MOST)
    first = (number - 1) * size
    found = list(rows[first : first + size + 1])
    return Page(
        found[:size],
        number,
        before=number - 1 if number > 1 else None,
        after=number + 1 if len(found) > size else None,
        word=word,
    )
