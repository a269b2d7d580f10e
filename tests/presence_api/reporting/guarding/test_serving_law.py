"""No report is ever served short, whatever is built before its call or during it."""

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.freshness import Freshness
from presence_api.ports.ledger_reading import PartitionReading, Ranges
from presence_api.reporting.guarding.serving import Asked, Show, after_call
from tests.fakes.ledger_readings import (
    APRIL,
    BUILDING,
    BUILT,
    DIRTY,
    EXTENT,
    FEBRUARY,
    FIRST_BUILD,
    JANUARY,
    MONTHS,
    UNBUILT,
)
from tests.fakes.reports import ROLLUP
from tests.presence_api.reporting.guarding.test_serving import REBUILT, months

PARTITION = st.sampled_from([BUILT, DIRTY, BUILDING, UNBUILT, FIRST_BUILD, REBUILT])
RANGES = st.sampled_from([(), (JANUARY,), (FEBRUARY,), (JANUARY, FEBRUARY), (EXTENT,), (APRIL,)])
APRIL_ROWS = "2026-04-01"  # beyond the extent: in no partition
TOUCHED = {JANUARY: MONTHS[:1], FEBRUARY: MONTHS[1:2], EXTENT: MONTHS}
TOUCHED[APRIL] = (MONTHS[2], APRIL_ROWS)


def all_rows(ranges: Ranges, *, rows_outside: bool) -> set[str]:
    """The months that a whole answer has rows of."""
    everything = {*MONTHS, APRIL_ROWS} if rows_outside else {*MONTHS}
    return {one for days in ranges for one in TOUCHED[days]} if ranges else everything


def cubes_rows(ranges: Ranges, built: Collection[str]) -> set[str]:
    """Those that Cube answers with: it leaves out what is not built, and says nothing of it."""
    return all_rows(ranges, rows_outside=True) & set(built)


@given(
    st.lists(PARTITION, max_size=3),
    st.sets(st.sampled_from(MONTHS)),
    RANGES,
    st.booleans(),
)
def test_no_answer_is_ever_served_short(
    states: list[PartitionReading],
    built_meanwhile: set[str],
    ranges: Ranges,
    rows_outside: bool,
) -> None:
    before = months(*states, rows_outside=rows_outside)
    built = {month for month, one in zip(MONTHS, states, strict=False) if one.servable}
    answered = cubes_rows(ranges, built | built_meanwhile)
    found = after_call(before, [ROLLUP], Asked({ROLLUP: ranges}))
    wanted = all_rows(ranges, rows_outside=rows_outside)
    if isinstance(found, Show):
        assert answered == wanted
        assert found.freshness in {Freshness.READY, Freshness.BUILDING, Freshness.STALE}
    else:  # and nothing that is known to be whole goes to the source
        assert not wanted <= built
