"""A blind index: codes by which a row can be found without the database knowing what it holds.

A code is 16 bits of an HMAC whose key the database does not have. That few on purpose: there are more names than codes,
so that two rows with the same code need not be about the same name, and a code alone proves nothing. What still shows is
which codes are frequent (docs/adr/0012-sealed-with-a-key-apart.md); whoever searches opens what was found and looks.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rondom.core.kms import kms

KEY = "names"
_BYTES = 2


def codes(words: Iterable[str]) -> list[int]:
    """The codes of these words, each once, in an order that tells nothing. Raises KmsError."""
    macs = kms().macs(KEY, [word.encode() for word in sorted(set(words))])
    return sorted({int.from_bytes(mac[:_BYTES], "big", signed=True) for mac in macs})


class Codes(ArrayField):
    """The codes of a row, worked out from its `index_words()` whenever it is saved."""

    def __init__(self, base_field: Any = None, **options: Any) -> None:
        super().__init__(models.SmallIntegerField(), **{"default": list, "editable": False, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        for fixed in ("base_field", "default", "editable"):
            options.pop(fixed, None)
        return name, path, args, options

    def pre_save(self, model_instance: Any, add: bool) -> list[int]:  # noqa: FBT001 - Django's signature
        found = codes(model_instance.index_words())
        setattr(model_instance, self.attname, found)
        return found
