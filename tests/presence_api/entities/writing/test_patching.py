"""PATCH of one row: what is refused, in which order, and what follows from a change."""

import random
from typing import Any

import pytest

from metamodel.events.codec import Codec
from metamodel.modelgen.affected import AffectedRollup
from presence_api.caller import Caller
from presence_api.entities.faults import RequestInvalid
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.writing.patching import (
    Editor,
    HeldBy,
    Patched,
    Patching,
    PatchWanted,
    RowChanging,
    RowHeld,
    VersionConflict,
    VersionMissing,
)
from presence_api.entities.writing.row_change import RowChange
from presence_api.ports.entity_store import JsonScalar
from presence_api.ports.lock_table import LockAddress, LocksUnavailable
from presence_api.ports.row_writer import KeyReused
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused
from tests.contract.write_guard_contract import TOKENS, token
from tests.fakes.clock import FakeClock
from tests.fakes.entity_store import FakeEntityStore
from tests.fakes.row_writer import FakeRowWriter
from tests.presence_api.entities.gadgets import TABLE, caller, row, view

CODEC = Codec.committed()
ADDRESS = LockAddress("acme", "gadget", "1")
BY_MONTH = AffectedRollup("gadget", "by_month", "made")
HELD = HeldBy("Ben", 99.0)
DAY_S = 86_400.0  # a token that is made when tests are collected lives through all of them


class World:
    """Gadgets, and those who change them; `asked` holds what rollups were looked up for."""

    def __init__(self, *more: dict[str, JsonScalar]) -> None:
        first = row(1, name="ada", amount="1.5000000000", made="2026-01-01")
        self.store = FakeEntityStore({TABLE: [first, *more]})
        self.writer = FakeRowWriter(self.store, TOKENS)
        self.held: HeldBy | None = None
        self.locks_away = False
        self.patching = Patching(self.writer, self, CODEC, FakeClock())
        self.asked: list[tuple[str, ...]] = []

    def patch(
        self, patch: Any, *, group: str = "analyst", user: str = "anna", **wanted: Any
    ) -> RowChange:
        return self.patched(patch, group=group, user=user, **wanted).change

    def patched(
        self, patch: Any, *, group: str = "analyst", user: str = "anna", **wanted: Any
    ) -> Patched:
        self.held = wanted.pop("held", None)
        who = caller(group)
        editor = Editor(type(who)(who.tenant, user, who.groups, who.claims), user.title())
        asked = PatchWanted(**{"instance": "1", "patch": patch, "version": 1, **wanted})
        return self.patching.patch(view(group), editor, asked, self.affected)

    def other_than(self, caller: Caller, address: LockAddress) -> HeldBy | None:
        if self.locks_away:
            raise LocksUnavailable("away")
        return self.held

    def affected(self, changed: Any) -> list[AffectedRollup]:
        self.asked.append(tuple(changed))
        return [BY_MONTH]

    @property
    def told(self) -> list[dict[str, Any]]:
        return [CODEC.decode(one.topic, one.value) for one in self.writer.told]

    @property
    def first(self) -> dict[str, Any]:
        return dict(self.store.tables[TABLE][0])


def test_a_change_is_written_told_and_recorded() -> None:
    world = World()
    change = world.patch({"name": "eve", "made": "2026-03-05"})
    assert (change.version, change.changed) == (2, ("name", "made", "updated_at"))
    assert (world.first["name"], world.first["version"]) == ("eve", 2)
    mutated, *refreshes = world.told
    assert (mutated["phase"], mutated["versions"], mutated["tenant"]) == ("MUTATED", [2], "acme")
    assert [str(one["range_start"]) for one in refreshes] == ["2026-01-01", "2026-03-05"]
    edit = world.writer.edits[ADDRESS]
    assert (edit.version, edit.user, edit.name) == (2, "anna", "Anna")


def test_what_changes_nothing_leaves_the_version_and_tells_nobody() -> None:
    world = World()
    for patch in ({}, {"name": "ada"}, {"amount": 1.5}, {"amount": "1.50"}, {"made": "2026-01-01"}):
        change = world.patch(patch)
        assert (change.version, change.changed) == (1, ())
    assert world.told == []
    assert world.asked == []


def test_a_change_that_is_sent_again_is_made_once() -> None:
    world = World()
    first, second = (world.patched({"name": "eve"}, key="k") for _ in range(2))
    assert (first.repeated, second.repeated) == (False, True)
    assert first.change.version == second.change.version == 2
    assert len(world.told) == 2  # MUTATED, and one refresh
    with pytest.raises(KeyReused):
        world.patch({"name": "bob"}, key="k")
    with pytest.raises(VersionConflict):  # another person's key is another key
        world.patch({"name": "eve"}, key="k", user="ben")


def test_what_was_refused_may_be_sent_again() -> None:
    world = World()
    with pytest.raises(RowHeld):
        world.patch({"name": "eve"}, key="k", held=HELD)
    assert world.patch({"name": "eve"}, key="k").version == 2


def test_a_change_that_took_the_row_out_of_sight_is_known_when_it_is_sent_again() -> None:
    world = World()
    assert world.patched({"name": "eve"}, key="k").change.version == 2
    (row,) = world.store.tables[TABLE]
    world.store.tables[TABLE][0] = {**row, "deleted_at": "2026-01-01T00:00:00Z"}
    assert world.patched({"name": "eve"}, key="k").repeated


def test_null_takes_a_value_away() -> None:
    world = World()
    assert world.patch({"name": None}).after["name"] is None
    assert world.first["name"] is None


@pytest.mark.parametrize("instance", ["2", "01", "1~1", "x", ""])
def test_what_is_not_there_is_unknown_whatever_else_is_wrong(instance: str) -> None:
    world = World()
    with pytest.raises(InstanceUnknown):
        world.patch({"nonsense": 1}, instance=instance, version=None, held=HELD)


def test_a_row_of_another_tenant_is_not_there() -> None:
    world = World(row(2, tenant_id="globex"))
    with pytest.raises(InstanceUnknown):
        world.patch({"name": "eve"}, instance="2")
    change = world.patch({"name": "eve"}, instance="2", group="admin")
    assert change.tenant == "globex"
    assert LockAddress("globex", "gadget", "2") in world.writer.edits


REFUSALS: list[tuple[type[Exception], dict[str, Any]]] = [
    (LockTokenRefused, {"lock_token": "forged"}),
    (VersionMissing, {"version": None}),
    (RowHeld, {"held": HELD}),
    (FenceOvertaken, {"lock_token": token(ADDRESS, 3, left_s=DAY_S)}),
    (VersionConflict, {"version": 7}),
    (RequestInvalid, {"patch": {"nonsense": 1}}),
]


@pytest.mark.parametrize("first", range(len(REFUSALS)))
def test_refusals_have_an_order_and_nothing_has_happened(first: int) -> None:
    world = World()
    world.writer.fences[ADDRESS] = 9
    wrong = {key: value for _, one in reversed(REFUSALS[first:]) for key, value in one.items()}
    before = world.first
    with pytest.raises(REFUSALS[first][0]):
        world.patch(**{"patch": {"name": "eve"}, **wrong})
    assert (world.first, world.told, world.writer.fences) == (before, [], {ADDRESS: 9})


def test_what_an_operation_changes_is_refused_before_locks_and_versions() -> None:
    world = World()
    world.writer.changing[ADDRESS] = 5.0
    with pytest.raises(RowChanging) as refused:
        world.patch({"name": "eve"}, version=7, held=HELD)
    assert refused.value.ends_at == 5.0


def test_while_nobody_knows_who_holds_what_the_version_alone_decides() -> None:
    world = World()
    assert world.patched({"name": "eve"}).locks_known
    world.locks_away = True
    assert not world.patched({"name": "bob"}, version=2).locks_known
    with pytest.raises(VersionConflict):
        world.patch({"name": "cy"}, version=2)


def test_a_conflict_says_what_the_row_is_now_and_whose_change_came_first() -> None:
    world = World()
    world.patch({"name": "eve"}, user="ben")
    with pytest.raises(VersionConflict) as refused:
        world.patch({"name": "bob"})
    assert refused.value.version == 2
    assert refused.value.edit is not None
    assert refused.value.edit.name == "Ben"
    world.store.tables[TABLE][0] = {**world.first, "version": 5}  # not through this service
    with pytest.raises(VersionConflict) as refused:
        world.patch({"name": "bob"})
    assert refused.value.edit is None


def test_a_token_counts_from_the_write_on() -> None:
    world = World()
    world.patch({"name": "eve"}, lock_token=token(ADDRESS, 3))
    world.patch({"name": "bob"}, version=2, lock_token=token(ADDRESS, 4))
    with pytest.raises(FenceOvertaken):
        world.patch({"name": "cy"}, version=3, lock_token=token(ADDRESS, 3))


def test_law_no_update_is_lost_whoever_writes_from_whatever_version() -> None:
    world, chance, seen, expected = World(), random.Random(7), {"anna": 1, "ben": 1}, 1
    for step in range(2_000):
        user = chance.choice(("anna", "ben"))
        if chance.random() < 0.4:
            seen[user] = int(world.first["version"])
        held = HELD if chance.random() < 0.1 else None
        names = ["ada", "eve", f"v{chance.choice('abcdefgh')}"]
        try:
            change = world.patch(
                {"name": chance.choice(names)}, user=user, version=seen[user], held=held
            )
        except (VersionConflict, RowHeld):
            assert held is not None or seen[user] != expected, step
            continue
        assert seen[user] == expected, "a stale write was let in"
        expected += bool(change.changed)
        seen[user] = change.version
        assert world.first["version"] == change.version == expected
    assert len(world.writer.told) > 100
    mutated = [one["versions"][0] for one in world.told if "versions" in one]
    assert mutated == list(range(2, expected + 1))
