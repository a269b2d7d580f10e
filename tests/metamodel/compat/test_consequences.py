"""What a version makes stale of the one before."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from metamodel.compat.consequences import Consequences, VersionHashes, consequences
from metamodel.modelgen.rollup import Rollup
from tests.fakes.rollups import rollup


def version(*rollups: Rollup, spec: str = "1.0.0", **cubes: str) -> VersionHashes:
    return VersionHashes(spec, cubes, dict(cubes), rollups)


def test_a_first_version_has_everything_new_and_nothing_stale() -> None:
    found = consequences(None, version(rollup("by_day", fp="a"), orders="1"))

    assert found.added_cubes == ("orders",)
    assert found.rebuilt_rollups == ("orders.by_day",)
    assert (found.stale_cubes, found.clears_cache) == ((), False)


def test_cubes_are_new_different_or_gone() -> None:
    found = consequences(version(a="1", b="1", c="1"), version(a="1", b="2", d="1"))

    assert (found.added_cubes, found.changed_cubes, found.removed_cubes) == (("d",), ("b",), ("c",))
    assert found.stale_cubes == ("b", "c")
    assert found.changed_entities == ("b", "c", "d")


def test_a_rollup_is_kept_by_its_fingerprint_and_not_by_its_name() -> None:
    before = version(rollup("by_day", fp="a"), rollup("by_week", fp="b"), rollup("old", fp="c"))
    after = version(rollup("by_day", fp="a2"), rollup("weekly", fp="b"), rollup("new", fp="d"))

    found = consequences(before, after)

    assert found.rebuilt_rollups == ("orders.by_day", "orders.new")
    assert found.kept_rollups == ("orders.weekly",)
    assert found.dropped_rollups == ("orders.by_day", "orders.old")


def test_only_a_new_major_or_minor_clears_every_cached_answer() -> None:
    old = version(a="1")

    assert not consequences(old, version(a="1", spec="1.0.9")).clears_cache
    assert consequences(old, version(a="1", spec="1.1.0")).clears_cache
    assert consequences(old, version(a="1", spec="2.0.0")).clears_cache


NAMES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("12"))


@given(NAMES)
def test_a_version_makes_nothing_stale_of_itself(cubes: dict[str, str]) -> None:
    same = version(rollup("by_day", fp="a"), **cubes)

    assert consequences(same, same) == Consequences(kept_rollups=("orders.by_day",))


@given(NAMES, NAMES)
def test_going_back_turns_new_into_gone(before: dict[str, Any], after: dict[str, Any]) -> None:
    there = consequences(version(**before), version(**after))
    back = consequences(version(**after), version(**before))

    assert (there.added_cubes, there.removed_cubes) == (back.removed_cubes, back.added_cubes)
    assert replace(there, added_cubes=(), removed_cubes=()) == replace(
        back, added_cubes=(), removed_cubes=()
    )
