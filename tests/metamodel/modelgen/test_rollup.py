"""What a build has to know about one rollup."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.partitions import WHOLE, Extent, Granularity
from metamodel.modelgen.rollup import Rollup

names = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=10)
extents = st.tuples(st.dates(), st.dates()).map(lambda pair: Extent(min(pair), max(pair)))
rollups = st.builds(
    Rollup,
    cube=names,
    name=names,
    rollup_fp=st.text(),
    extent=extents,
    partition=st.none() | st.sampled_from(Granularity),
    time_sql=st.none() | st.text(),
    time_table=st.none() | st.text(),
    timezone=st.sampled_from(["UTC", "Europe/Berlin"]),
)


def rollup(partition: Granularity | None) -> Rollup:
    return Rollup(
        cube="orders",
        name="by_month",
        rollup_fp="fp",
        extent=Extent(date(2025, 1, 1), date(2025, 12, 31)),
        partition=partition,
        time_sql="o_orderdate",
        time_table="orders",
    )


@given(rollups)
def test_a_rollup_comes_back_from_json_as_it_was(item: Rollup) -> None:
    assert Rollup.from_json(json.loads(json.dumps(item.to_json()))) == item


@given(rollups)
def test_its_path_is_cube_and_name(item: Rollup) -> None:
    assert item.path.split(".") == [item.cube, item.name]


def test_a_rollup_that_is_not_partitioned_is_one_table_whatever_the_range() -> None:
    item = rollup(None)

    assert item.partitions() == ()
    assert item.partition_ids() == (WHOLE,)
    assert item.partition_ids(date(2025, 5, 1), date(2025, 5, 2)) == (WHOLE,)


def test_without_a_range_all_partitions_are_meant() -> None:
    item = rollup(Granularity.MONTH)

    assert item.partition_ids() == tuple(part.id for part in item.partitions())
    assert len(item.partition_ids()) == 12


@pytest.mark.parametrize(
    ("start", "end", "ids"),
    [
        (date(2025, 2, 28), date(2025, 3, 1), ("2025-02-01", "2025-03-01")),
        (date(2025, 12, 1), None, ("2025-12-01",)),
        (None, date(2025, 1, 1), ("2025-01-01",)),
        (date(2026, 1, 1), None, ()),
    ],
)
def test_a_range_means_the_partitions_it_touches(
    start: date | None, end: date | None, ids: tuple[str, ...]
) -> None:
    assert rollup(Granularity.MONTH).partition_ids(start, end) == ids


def test_equal_partitions_have_equal_ids_in_every_version() -> None:
    wide = Extent(date(2024, 1, 1), date(2027, 12, 31))
    later = Rollup("orders", "by_month", "fp-2", wide, Granularity.MONTH, None, None)

    assert set(rollup(Granularity.MONTH).partition_ids()) <= set(later.partition_ids())
