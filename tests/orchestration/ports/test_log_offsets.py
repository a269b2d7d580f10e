"""Moments in logs."""

from orchestration.ports.log_offsets import NEWEST, LogOffsets
from tests.fakes.log_offsets import FakeLogOffsets


def test_the_fake_holds_logs_and_no_moment_is_mistaken_for_the_newest() -> None:
    log: LogOffsets = FakeLogOffsets()

    assert log.extents(["a.v1"]) == {}
    assert NEWEST < 0
