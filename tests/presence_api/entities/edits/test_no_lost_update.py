"""No change is lost, doubled or made by a holder of old, whoever dies, sleeps or sends again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar, cast

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.writing.patching import Affected, Editor, Patched, Patching, PatchWanted
from presence_api.live.lock_tokens import LockTokens
from presence_api.ports.bulk_work import BulkStep
from presence_api.ports.entity_store import RowQuery, StoredRow
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.outbox import OutgoingEvent
from tests.fakes.bulk import FakeBulk
from tests.fakes.entity_store import FakeEntityStore
from tests.fakes.row_writer import FakeRowWriter
from tests.fakes.write_guard import FakeWriteGuard, FakeWrites
from tests.presence_api.entities.edits.ground import CODEC, EditGround, EditsInMemory
from tests.presence_api.entities.edits.machine import Edits
from tests.presence_api.entities.gadgets import TABLE

TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
UNSHRUNK = settings(
    max_examples=200,
    stateful_step_count=30,
    phases=[Phase.generate],
    derandomize=True,
    report_multiple_bugs=False,
    deadline=None,
)


class VersionsUnchecked(EditsInMemory):
    """Whatever version a change was made from, it is taken for the right one."""

    def __init__(self) -> None:
        super().__init__()
        self.patching = _Careless(self)


class _Careless(Patching):
    def __init__(self, ground: EditsInMemory) -> None:
        super().__init__(ground.writer, ground, CODEC, ground.clock)
        self._ground = ground

    def patch(
        self, view: EntityView, editor: Editor, wanted: PatchWanted, affected: Affected
    ) -> Patched:
        rows = self._ground.store.tables[TABLE]
        (now,) = (row["version"] for row in rows if str(row["gadget_id"]) == wanted.instance)
        told = wanted.version is None or wanted.key is not None
        said = wanted.version if told else int(now or 0)
        return super().patch(view, editor, replace(wanted, version=said), affected)


class _CarelessJobs(FakeBulk):
    listed: ClassVar[dict[str, int]] = {}

    @contextmanager
    def step(self, job: str, worker: str, lease_s: float) -> Iterator[BulkStep]:
        with super().step(job, worker, lease_s) as step:
            self.listed.update((row.id, row.version) for row in step.next_rows(500))
            yield cast("BulkStep", _AsListed(step, self.listed))


class VersionsUncheckedByJobs(EditsInMemory):
    """Jobs find every row as it was listed."""

    bulk_type = _CarelessJobs


class _AsListed:
    def __init__(self, step: BulkStep, listed: Mapping[str, int]) -> None:
        self._step, self._listed = step, listed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._step, name)

    def lock(self, query: RowQuery) -> Sequence[StoredRow]:
        return [replace(row, version=self._listed[row.id]) for row in self._step.lock(query)]


class _LenientWriter(FakeRowWriter):
    def __init__(self, store: FakeEntityStore, tokens: LockTokens) -> None:
        super().__init__(store, tokens)
        self._guard = _Lenient(tokens)


class FencesUnchecked(EditsInMemory):
    """Fences are kept, and nobody compares them."""

    writer_type = _LenientWriter


class _Lenient(FakeWriteGuard):
    def admit(self, within: FakeWrites, address: LockAddress, subject: str, token: str) -> int:
        kept = within.fences.get(address, 0)
        fence = super().admit(FakeWrites({}), address, subject, token)
        within.moved[address] = max(kept, fence)
        return fence


class _Secretive(FakeBulk):
    def show(self) -> None:
        self.writer.changing = {}


class AnnouncementsUnseen(EditsInMemory):
    """Whoever changes one row does not ask whether it is being changed."""

    bulk_type = _Secretive


class KeysForgotten(EditsInMemory):
    """What was done is not kept."""

    def __init__(self) -> None:
        super().__init__()
        self.rows_written.done = _Forgetful()


class _Forgetful(dict[tuple[str, str, str], tuple[str, int]]):
    def __setitem__(self, key: tuple[str, str, str], value: tuple[str, int]) -> None:
        del key, value


class EventsLost(EditsInMemory):
    """One event in five is not told."""

    def __init__(self) -> None:
        super().__init__()
        self.rows_written.told = _Leaky()


class _Leaky(list[OutgoingEvent]):
    told = 0

    def extend(self, events: Iterable[OutgoingEvent]) -> None:
        for event in events:
            self.told += 1
            if self.told % 5:
                self.append(event)


@pytest.mark.parametrize(
    ("broken", "seen"),
    [
        (VersionsUnchecked, "was made, in spite of .*VersionConflict"),
        (VersionsUncheckedByJobs, "was another by then"),
        (FencesUnchecked, "was made, in spite of .*FenceOvertaken"),
        (AnnouncementsUnseen, "was made, in spite of .*RowChanging"),
        (KeysForgotten, "was refused|made .* False"),
        (EventsLost, "nobody was told|was not announced"),
    ],
)
def test_canary_what_checks_too_little_is_found_out(broken: type[EditGround], seen: str) -> None:
    class Walk(Edits):
        ground = broken
        tally = Counter()

    with pytest.raises(AssertionError, match=seen):
        run_state_machine_as_test(Walk, settings=UNSHRUNK)
