"""Which rows may go after a delivery."""

import pytest

from presence_api.entities.outbox.prefixes import acknowledged_prefixes, up_to_last
from presence_api.ports.outbox import OutgoingEvent, WaitingEvent


def rows(*places: tuple[int, int]) -> list[WaitingEvent]:
    return [WaitingEvent(shard, seq, OutgoingEvent("t", "k", b"", {})) for shard, seq in places]


ROWS = rows((1, 10), (1, 12), (1, 14), (2, 11), (2, 13))


@pytest.mark.parametrize(
    ("acknowledged", "gone"),
    [
        (set(), []),
        ({10, 12, 14, 11, 13}, [10, 12, 14, 11, 13]),
        ({12, 14, 11}, [11]),
        ({10, 14, 13}, [10]),
    ],
)
def test_what_stands_behind_an_unacknowledged_row_of_its_shard_stays(
    acknowledged: set[int], gone: list[int]
) -> None:
    assert [row.seq for row in acknowledged_prefixes(ROWS, acknowledged)] == gone


@pytest.mark.parametrize(
    ("seqs", "found"), [(set(), []), ({12}, [10, 12]), ({10, 13}, [10, 11, 13])]
)
def test_up_to_the_last_of_each_shard(seqs: set[int], found: list[int]) -> None:
    assert [row.seq for row in up_to_last(ROWS, seqs)] == found
