"""Rows of entities changed in memory: what a transaction did is there once it has ended well."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, date, datetime, time

from presence_api.live.lock_tokens import LockTokens
from presence_api.ports.entity_store import EntityStoreUnavailable, JsonScalar, RowQuery, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from presence_api.ports.row_conditions import Condition, StoredColumn, Value
from presence_api.ports.row_writer import (
    Edit,
    KeyReused,
    RepeatableRequest,
    RowTransaction,
    ValueRefused,
)
from tests.fakes.entity_store import FakeEntityStore, holds
from tests.fakes.write_guard import FakeWriteGuard, FakeWrites

TOO_MUCH = 2**31
"""No column here has room for such a number."""


class FakeRowWriter:
    """Over the rows of a store; `changing` says until when instances are being changed."""

    def __init__(self, store: FakeEntityStore, tokens: LockTokens) -> None:
        self.store, self._guard = store, FakeWriteGuard(tokens)
        self.changing: dict[LockAddress, float] = {}
        self.edits: dict[LockAddress, Edit] = {}
        self.told: list[OutgoingEvent] = []
        self.fences: dict[LockAddress, int] = {}
        self.done: dict[tuple[str, str, str], tuple[str, int]] = {}

    @contextmanager
    def begin(self) -> Iterator[RowTransaction]:
        if self.store.away:
            raise EntityStoreUnavailable("away")
        before = deepcopy((self.store.tables, self.edits, self.done)), len(self.told)
        fences = FakeWrites(self.fences)
        try:
            yield _FakeTransaction(self, self._guard, fences)
        except BaseException:
            (self.store.tables, self.edits, self.done), told = before
            del self.told[told:]
            raise
        fences.commit()


class _FakeTransaction:
    def __init__(self, writer: FakeRowWriter, guard: FakeWriteGuard, fences: FakeWrites) -> None:
        self._writer, self._guard, self._fences = writer, guard, fences

    def lock(self, query: RowQuery) -> StoredRow | None:
        return self._writer.store.get(query)

    def changing_until(self, address: LockAddress) -> float | None:
        return self._writer.changing.get(address)

    def admit(self, address: LockAddress, subject: str, token: str) -> int:
        return self._guard.admit(self._fences, address, subject, token)

    def last_edit(self, address: LockAddress) -> Edit | None:
        return self._writer.edits.get(address)

    def write(
        self, query: RowQuery, key: Condition, values: Mapping[StoredColumn, Value | None]
    ) -> StoredRow:
        if any(isinstance(one, int) and one >= TOO_MUCH for one in values.values()):
            raise ValueRefused("integer out of range")
        source, table = query.source, self._writer.store.tables[query.source.table]
        (number,) = (number for number, row in enumerate(table) if holds(key, row))
        new = {one.column: as_json(value) for one, value in values.items()}
        if source.version is not None:
            new[source.version] = int(table[number][source.version] or 0) + 1
        if source.updated_at is not None and source.updated_at not in values:
            new[source.updated_at.column] = "2026-12-31T00:00:00Z"
        table[number] = {**table[number], **new}
        found = self._writer.store.get(RowQuery(source, query.columns, query.order, key, limit=1))
        assert found is not None
        return found

    def done(self, request: RepeatableRequest) -> int | None:
        found = self._writer.done.get(_key(request))
        if found is not None and found[0] != request.fingerprint:
            raise KeyReused(request.key)
        return None if found is None else found[1]

    def keep(self, request: RepeatableRequest, version: int) -> None:
        if _key(request) in self._writer.done:
            raise KeyReused(request.key)
        self._writer.done[_key(request)] = request.fingerprint, version

    def record(self, address: LockAddress, edit: Edit) -> None:
        self._writer.edits[address] = edit

    def tell(self, events: Sequence[OutgoingEvent]) -> None:
        self._writer.told.extend(events)


def as_json(value: Value | None) -> JsonScalar:
    """A value as a row in memory has it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _key(request: RepeatableRequest) -> tuple[str, str, str]:
    return request.tenant, request.user, request.key
