import pytest

from metamodel.model.freshness import Freshness, worst


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], Freshness.READY),
        ([Freshness.READY, Freshness.BUILDING], Freshness.BUILDING),
        ([Freshness.STALE, Freshness.BUILDING], Freshness.STALE),
        ([Freshness.PARTIAL, Freshness.STALE], Freshness.PARTIAL),
        ([Freshness.UNKNOWN, Freshness.SOURCE], Freshness.UNKNOWN),
    ],
)
def test_of_several_the_worst_counts(states: list[Freshness], expected: Freshness) -> None:
    assert worst(states) is expected


def test_a_state_is_written_by_its_name() -> None:
    assert all(state.value == state.name for state in Freshness)
