"""The keys of the cases that someone works with, unwrapped for as long as they act and no longer."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

import tink
from tink import aead, proto_keyset_format, secret_key_access

from rondom.core.db import kept
from rondom.core.kms import KmsError, kms
from rondom.keys import store

# Every part a case can have: one bit for each category. They are made together, the first time a case needs one.
PARTS = tuple(1 << place for place in range(8))
aead.register()


class Destroyed(Exception):  # noqa: N818 - a state, not a fault
    """The key was destroyed on purpose, and that was recorded."""


class Ring:
    """The keys of some cases. Everything raises KeysError or KmsError when keys cannot be had."""

    def __init__(self) -> None:
        self._keys: dict[UUID, dict[int, bytes | None]] = {}
        self._ready: dict[tuple[UUID, int], aead.Aead] = {}

    def prepare(self, case_ids: Iterable[UUID], *, make: bool = False) -> None:
        """Fetch the keys of these cases in one query; `make` those that are missing."""
        cases = set(case_ids)
        wanted = list(cases - self._keys.keys())
        if wanted:
            self._fetch(wanted)
        lacking = [
            (case_id, part)
            for case_id in cases
            for part in (PARTS if make else ())
            if part not in self._keys[case_id]
        ]
        if lacking:
            store.add([(case_id, part, _new()) for case_id, part in lacking])
            self._fetch(list({case_id for case_id, _ in lacking}))

    def key(self, case_id: UUID, part: int, *, make: bool = False) -> aead.Aead:
        """What seals and opens this part of a case. Raises Destroyed when it was, KeysError when there is none."""
        ready = self._ready.get((case_id, part))
        if ready is None:
            if case_id not in self._keys or (make and part not in self._keys[case_id]):
                self.prepare([case_id], make=make)
            if part not in self._keys[case_id]:
                message = f"There is no key for part {part} of case {case_id}."
                raise store.KeysError(message)
            serialised = self._keys[case_id][part]
            if serialised is None:
                raise Destroyed
            ready = self._ready[case_id, part] = _primitive(serialised)
        return ready

    def _fetch(self, case_ids: list[UUID]) -> None:
        try:
            self._take(case_ids)
        except KmsError:
            self._take(
                case_ids
            )  # an epoch may have ended between reading and unwrapping; the store knows the new

    def _take(self, case_ids: list[UUID]) -> None:
        found = store.keysets(case_ids)
        keys: dict[UUID, dict[int, bytes | None]] = {case_id: {} for case_id in case_ids}
        for epoch in {keyset.epoch for keyset in found}:
            of_epoch = [keyset for keyset in found if keyset.epoch == epoch]
            for keyset, key in zip(of_epoch, _unwrapped(epoch, of_epoch), strict=True):
                keys[keyset.case_id][keyset.part] = key
        self._keys |= keys


def ring() -> Ring:
    """The ring of whoever acts now; outside `acting` and `keeping` an empty one each time."""
    return cast("Ring", kept().setdefault(Ring, Ring()))


def prepare(case_ids: Iterable[UUID]) -> None:
    """Fetch the keys of several cases at once, for a page that shows something of each."""
    ring().prepare(case_ids)


def _unwrapped(epoch: int | None, keysets: list[store.Keyset]) -> list[bytes] | list[None]:
    if epoch is None:
        return [None] * len(keysets)
    pairs = [(keyset.wrapped or b"", store.about(keyset.case_id, keyset.part)) for keyset in keysets]
    return kms().unwraps(store.epoch_name(epoch), pairs)


def _new() -> bytes:
    handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    return cast("bytes", proto_keyset_format.serialize(handle, secret_key_access.TOKEN))


def _primitive(serialised: bytes) -> aead.Aead:
    try:
        return proto_keyset_format.parse(serialised, secret_key_access.TOKEN).primitive(aead.Aead)
    except tink.TinkError as error:
        message = "A keyset is broken."
        raise store.KeysError(message) from error
