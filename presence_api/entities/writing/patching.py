"""PATCH of one instance: what is asked before, in which order, and what follows from the change."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol
from uuid import UUID

from metamodel.events.codec import Codec
from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from metamodel.kernel.ids import new_event_id
from metamodel.modelgen.affected import AffectedRollup
from presence_api.caller import Caller
from presence_api.entities.catalogue.row_source import stored_column
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.faults import Faults
from presence_api.entities.instance import InstanceUnknown, key_is
from presence_api.entities.patch import read_patch
from presence_api.entities.search.ordering import total_order
from presence_api.entities.search.reader import Row
from presence_api.entities.writing.change_events import events_of_change
from presence_api.entities.writing.repeats import repeatable
from presence_api.entities.writing.row_change import RowChange, row_address, says
from presence_api.ports.entity_store import RowQuery, StoredRow
from presence_api.ports.lock_table import LockAddress, LocksUnavailable
from presence_api.ports.row_conditions import Condition, StoredColumn, all_of
from presence_api.ports.row_writer import (
    Edit,
    RepeatableRequest,
    RowTransaction,
    RowWriter,
)
from presence_api.ports.write_guard import FenceOvertaken

Affected = Callable[[Collection[str]], Sequence[AffectedRollup]]
"""Which rollups show a change of these attributes."""


class VersionMissing(RampartError):
    """A change does not say which version of the row it was made from."""

    code: ClassVar[str] = "ENT-021"
    hint: ClassVar[str] = "Send the ETag that the row was read with as `If-Match`."


class VersionConflict(RampartError):
    """Somebody else has changed the row since it was read; `version` is what it has now.

    `edit` says who did; None: it was not changed through this service. `row` is what the caller may
    see of it, where somebody has looked.
    """

    code: ClassVar[str] = "ENT-022"
    hint: ClassVar[str] = "Look at what the row is now, and change that, if it is still wanted."

    def __init__(self, place: str, version: int, edit: Edit | None, row: Row | None = None) -> None:
        super().__init__(place, version, edit, row)
        self.place, self.version, self.edit, self.row = place, version, edit, row

    def __str__(self) -> str:
        return f"{self.place} has version {self.version} by now"


class RowChanging(RampartError):
    """An operation changes the row right now; `ends_at`, seconds since 1970, bounds it."""

    code: ClassVar[str] = "ENT-023"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Wait until the change is over, and read the row again."

    def __init__(self, place: str, ends_at: float) -> None:
        super().__init__(place, ends_at)
        self.place, self.ends_at = place, ends_at

    def __str__(self) -> str:
        return f"{self.place} is being changed"


class RowHeld(RampartError):
    """Somebody else holds the row's lock; `holder` and `ends_at` (seconds since 1970) say who."""

    code: ClassVar[str] = "ENT-024"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Ask its holder, or wait until the lock ends."

    def __init__(self, place: str, held: "HeldBy") -> None:
        super().__init__(place, held)
        self.place, self.holder, self.ends_at = place, held.name, held.ends_at

    def __str__(self) -> str:
        return f"{self.place} is held by {self.holder}"


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Whose lock it is, as the caller may see them; `ends_at` in seconds since 1970."""

    name: str
    ends_at: float


@dataclass(frozen=True, slots=True)
class PatchWanted:
    """A JSON merge patch of one instance, from the version it was made of."""

    instance: str
    patch: Any
    version: int | None = None
    lock_token: str | None = None
    key: str | None = None  # `Idempotency-Key`


@dataclass(frozen=True, slots=True)
class Patched:
    """What became of the row; `locks_known` is False where nobody could say who holds it.

    A `repeated` change was made before, by the same request.
    """

    change: RowChange
    locks_known: bool
    repeated: bool = False


class Holders(Protocol):
    """Who holds which instance."""

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        """Somebody else who holds it. Raises LocksUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes a row; `name` is shown to whoever meets their change."""

    caller: Caller
    name: str


class Patching:
    """Changes one row a call. Waits for the database: call it from a worker thread."""

    def __init__(self, writer: RowWriter, holders: Holders, codec: Codec, clock: Clock) -> None:
        self._writer, self._holders = writer, holders
        self._codec, self._clock = codec, clock

    def patch(
        self, view: EntityView, editor: Editor, wanted: PatchWanted, affected: Affected
    ) -> Patched:
        """The row before and after; what changes nothing leaves its version, and tells nobody.

        Raises, in this order: InstanceUnknown; LockTokenRefused; VersionMissing; RowChanging,
        RowHeld; FenceOvertaken, VersionConflict; RequestInvalid; KeyReused. Then nothing has
        happened.
        """
        faults = Faults()
        values = read_patch(view, wanted.patch, faults)
        key = key_is(view, wanted.instance)
        query = _query(view, key, () if faults else values)
        request = _repeatable(view, editor.caller, wanted)
        with self._writer.begin() as transaction:
            before = transaction.lock(query)
            if request is not None and (made := transaction.done(request)) is not None:
                return Patched(_unchanged(view, editor.caller, wanted, made), True, repeated=True)
            if before is None or before.id != wanted.instance:
                raise InstanceUnknown(view.entity.name, wanted.instance)
            address = row_address(view, editor.caller, before)
            known = self._refuse(transaction, address, editor.caller, wanted, before)
            faults.check()
            new = {one: value for one, value in values.items() if not says(before, one, value)}
            after = transaction.write(query, key, new) if new else before
            change = RowChange(
                address.entity,
                address.tenant,
                address.id,
                after.version or 0,
                before.values,
                after.values,
            )
            if new:
                self._follow(transaction, address, change, editor, affected)
            if request is not None:
                transaction.keep(request, change.version)
        return Patched(change, known)

    def _refuse(
        self,
        transaction: RowTransaction,
        address: LockAddress,
        caller: Caller,
        wanted: PatchWanted,
        before: StoredRow,
    ) -> bool:
        """Raise what speaks against a change of this row at all; is it known who holds it?"""
        place, overtaken = f"{address.entity}/{address.id}", None
        if wanted.lock_token is not None:
            try:
                transaction.admit(address, caller.user, wanted.lock_token)
            except FenceOvertaken as error:  # a conflict: others come before it
                overtaken = error
        if wanted.version is None:
            raise VersionMissing(place)
        changing_until = transaction.changing_until(address)
        if changing_until is not None:
            raise RowChanging(place, changing_until)
        known = self._refuse_if_held(place, caller, address)
        if overtaken is not None:
            raise overtaken
        if wanted.version != before.version:
            edit = transaction.last_edit(address)
            theirs = edit if edit is not None and edit.version == before.version else None
            raise VersionConflict(place, before.version or 0, theirs)
        return known

    def _refuse_if_held(self, place: str, caller: Caller, address: LockAddress) -> bool:
        """While nobody knows who holds what, the version alone decides."""
        try:
            held = self._holders.other_than(caller, address)
        except LocksUnavailable:
            return False
        if held is not None:
            raise RowHeld(place, held)
        return True

    def _follow(
        self,
        transaction: RowTransaction,
        address: LockAddress,
        change: RowChange,
        editor: Editor,
        affected: Affected,
    ) -> None:
        """What goes with the change, or is undone with it."""
        now, user = self._clock.now(), editor.caller.user
        transaction.record(address, Edit(change.version, user, editor.name, now, change.changed))
        events = events_of_change(
            change,
            affected(change.changed),
            self._codec,
            at_utc=now,
            operation_id=UUID(new_event_id()),
        )
        transaction.tell(events)


def _repeatable(view: EntityView, caller: Caller, wanted: PatchWanted) -> RepeatableRequest | None:
    if wanted.key is None:
        return None
    said = (view.entity.name, wanted.instance, wanted.version, wanted.patch)
    return repeatable(caller, wanted.key, *said)


def _unchanged(view: EntityView, caller: Caller, wanted: PatchWanted, version: int) -> RowChange:
    return RowChange(view.entity.name, caller.tenant, wanted.instance, version, {}, {})


def _query(view: EntityView, key: Condition, values: Collection[StoredColumn]) -> RowQuery:
    """The whole row, found where the caller may see all that they change."""
    granting = view.granting({one.name for one in values}, ()) or view.grants
    columns = tuple(
        stored_column(view.entity, one) for one in view.entity.attributes if not one.type.opaque
    )
    where = all_of([view.rows(granting), key])
    return RowQuery(view.source, columns, total_order(view.source, ()), where, limit=1)
