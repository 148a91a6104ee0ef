"""Columns whose content is sealed: encrypted before it reaches the database, opened only when someone reads it.

Each value is bound to its table, column, row and case, and its key to the case and category, so that the database can
neither read it nor put it in another place. Nothing written is NULL, as whether something was written is no secret here;
length is hidden up to a block.
"""

import json
import logging
from typing import Any
from uuid import UUID

import tink
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext

from rondom.core.kms import KmsError
from rondom.keys import ring, store

BLOCK = 32
_OVERHEAD = (
    33  # of Tink: one byte for the version, four for the key, twelve for the nonce, sixteen for the tag
)
SHORTEST = BLOCK + _OVERHEAD
_log = logging.getLogger(__name__)


class SealedError(Exception):
    """What was sealed cannot be opened, or someone tried to use it closed; the sentence holds no content."""


class Gone(str):
    """What a page shows in the place of a text whose key was destroyed, and recorded as such."""

    __slots__ = ()


class Closed:
    """A value as the database gave it. Reading it from its row opens it; anything else is refused."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: bytes) -> None:
        self.sealed = sealed

    def __repr__(self) -> str:
        return "<closed>"

    def _refuse(self, *_: Any) -> Any:
        message = "A sealed value is read from its row, as an attribute; not by values(), annotations or SQL."
        raise SealedError(message)

    __str__ = __len__ = __iter__ = __eq__ = __bool__ = __hash__ = __lt__ = __contains__ = _refuse
    __int__ = __float__ = __getitem__ = __add__ = __format__ = __html__ = _refuse


class Ciphertext(bytes):
    """A value that was sealed for the row it is written in; the only kind that reaches the database."""


def about(table: str, column: str, row_id: UUID, case_id: UUID) -> bytes:
    """What a sealed value is bound to."""
    return f"{table}|{column}|{row_id}|{case_id}".encode()


def seal(case_id: UUID, part: int, plaintext: bytes, bound: bytes) -> Ciphertext:
    """Seal with the key of this part of the case, made now when it is the first. Raises SealedError once destroyed."""
    padded = plaintext + b"\x80"
    padded += bytes(-len(padded) % BLOCK)
    try:
        return Ciphertext(ring.ring().key(case_id, part, make=True).encrypt(padded, bound))
    except ring.Destroyed:
        message = f"The keys of case {case_id} were destroyed; nothing can be written in it any more."
        raise SealedError(message) from None


def unseal(case_id: UUID, part: int, sealed: bytes, bound: bytes) -> bytes:
    """Open what was sealed. Raises Destroyed, or SealedError when it does not fit; that is logged too."""
    try:
        padded: bytes = ring.ring().key(case_id, part).decrypt(sealed, bound)
    except (tink.TinkError, KmsError, store.KeysError) as error:
        # Templates may swallow an exception, so that it is logged here; what it is bound to holds no content.
        reason = "it is not what was written there" if isinstance(error, tink.TinkError) else str(error)
        message = f"What is sealed in {bound.decode()} cannot be opened: {reason}"
        _log.error(message)
        raise SealedError(message) from error
    return padded.rstrip(b"\0")[:-1]


class _Opens(DeferredAttribute):
    """The attribute of a sealed column: opens at first reading, and remembers."""

    field: "Sealed"

    def __get__(self, instance: Any, cls: type | None = None) -> Any:
        if instance is None:
            return self
        name, found = self.field.attname, instance.__dict__
        if name not in found:
            found[name] = self._fetched(instance)
        if isinstance(found[name], Closed):
            try:
                plaintext = unseal(
                    *self.field.place(instance), found[name].sealed, self.field.bound(instance)
                )
            except ring.Destroyed:
                return self.field.gone()
            found[name] = self.field.decode(plaintext)
        return self.field.empty() if found[name] is None else found[name]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value

    def _fetched(self, instance: Any) -> Any:
        """What `defer` or `only` left behind in the database."""
        rows = type(instance)._base_manager.db_manager(instance._state.db).filter(pk=instance.pk)
        return rows.values_list(self.field.attname, flat=True).get()


class Sealed(models.Field):
    """A column that holds what was sealed. `protection` of its model says which case and category a row is of."""

    descriptor_class = _Opens

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True, **options})

    # Content

    def empty(self) -> Any:
        """What stands for nothing."""
        raise NotImplementedError

    def gone(self) -> Any:
        """What stands for something that was destroyed."""
        return self.empty()

    def encode(self, value: Any) -> bytes:
        """The value as it is sealed. Raises ValueError for one that does not belong here."""
        raise NotImplementedError

    def decode(self, plaintext: bytes) -> Any:
        """The value that was sealed."""
        raise NotImplementedError

    # Place

    def place(self, instance: Any) -> tuple[UUID, int]:
        """The case of a row, and the category whose key it is sealed with."""
        case, part, *_ = instance.protection
        return getattr(instance, case), part if isinstance(part, int) else getattr(instance, part)

    def bound(self, instance: Any) -> bytes:
        """What a value in this column of a row is bound to."""
        return about(self.model._meta.db_table, str(self.column), instance.pk, self.place(instance)[0])

    def sealed(self, instance: Any, value: Any) -> Ciphertext | None:
        """The value, sealed for this row; None for nothing where that may be."""
        if self.null and (value is None or value == self.empty()):
            return None
        return seal(*self.place(instance), self.encode(value), self.bound(instance))

    # What Django asks

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        null = options.pop("null", False)
        options.pop("blank", None)
        return name, path, args, options if null else {**options, "null": False}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def db_check(self, connection: Any) -> str:
        return self.check_of(str(self.column))

    @staticmethod
    def check_of(column: str) -> str:
        """What the database can demand of a sealed value: that it is long enough to be one."""
        return f'octet_length("{column}") >= {SHORTEST}'

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Closed | None:
        return None if value is None else Closed(bytes(value))

    def pre_save(self, model_instance: Any, add: bool) -> Ciphertext | None:  # noqa: FBT001 - Django's signature
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Closed) and not add:
            return Ciphertext(value.sealed)
        if isinstance(value, Closed):
            value = getattr(model_instance, self.attname)
        return self.sealed(model_instance, value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is None or isinstance(value, Ciphertext):
            return value and bytes(value)
        raise SealedError(f"{self} is written by saving its row, so that it can be sealed for it.")

    def get_prep_value(self, value: Any) -> Any:
        raise SealedError(f"{self} is sealed and cannot be used in a query.")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self} is sealed: a query can only ask whether it is empty (isnull).")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self} is sealed: a query can only ask whether it is empty (isnull).")

    def value_to_string(self, obj: Any) -> str:
        raise SealedError(f"{self} is sealed and is not exported.")


class SealedText(Sealed):
    """A text; longer than `max_length` is refused."""

    def empty(self) -> str:
        return ""

    def gone(self) -> str:
        return Gone(gettext("This text was destroyed."))

    def encode(self, value: str) -> bytes:
        if self.max_length is not None and len(value) > self.max_length:
            raise ValueError(f"{self} holds at most {self.max_length} characters.")
        return str(value).encode()

    def decode(self, plaintext: bytes) -> str:
        return plaintext.decode()


class SealedNumber(Sealed):
    """A whole number from `lowest` to `highest`."""

    def __init__(self, *args: Any, lowest: int, highest: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lowest, self.highest = lowest, highest

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "lowest": self.lowest, "highest": self.highest}

    def empty(self) -> None:
        return None

    def encode(self, value: int) -> bytes:
        if not self.lowest <= value <= self.highest:
            raise ValueError(f"{self} lies between {self.lowest} and {self.highest}.")
        return str(value).encode()

    def decode(self, plaintext: bytes) -> int:
        return int(plaintext)


class SealedList(Sealed):
    """A list of short codes."""

    def empty(self) -> list[str]:
        return []

    def encode(self, value: list[str]) -> bytes:
        return json.dumps(list(value)).encode()

    def decode(self, plaintext: bytes) -> list[str]:
        return list(json.loads(plaintext))


class SealedBytes(Sealed):
    """A file; nothing, once it is gone. Readers ask a row for it only when they give it back: it is large."""

    def empty(self) -> bytes:
        return b""

    def encode(self, value: bytes) -> bytes:
        return bytes(value)

    def decode(self, plaintext: bytes) -> bytes:
        return plaintext


class SealedRows(models.QuerySet):
    """Rows with sealed columns: what cannot work with them is refused where it is asked."""

    def order_by(self, *field_names: Any) -> Any:
        self._refuse(field_names, "ordered by")
        return super().order_by(*field_names)

    def values(self, *fields: Any, **expressions: Any) -> Any:
        self._refuse(fields or ([] if expressions else self._columns()), "read by values()")
        return super().values(*fields, **expressions)

    def values_list(self, *fields: Any, **options: Any) -> Any:
        self._refuse(fields or self._columns(), "read by values_list()")
        return super().values_list(*fields, **options)

    def _columns(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields]

    def _refuse(self, names: Any, what: str) -> None:
        for name in names:
            if not isinstance(name, str):
                continue
            model: Any = self.model
            for step in name.lstrip("-").split("__"):
                field = _field(model, step)
                if isinstance(field, Sealed):
                    message = f"{field} is sealed and cannot be {what}."
                    raise FieldError(message)
                model = field.related_model if field is not None and field.is_relation else None


def _field(model: Any, name: str) -> Any:
    if model is None:
        return None
    fields = model._meta.fields_map | model._meta._forward_fields_map
    return fields.get(name)
