"""When a dirty partition may be built: one rule, for the run and for the sensor."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from orchestration.ports.ledger import PartitionState

BACK_OFF_S = (5, 15, 60, 300, 900)
"""Seconds to wait after the first, second, ... failure in a row; the last value repeats."""


def back_off(failures: int) -> timedelta:
    """How long to wait after that many failures in a row; nothing after none."""
    if failures <= 0:
        return timedelta()
    return timedelta(seconds=BACK_OFF_S[min(failures, len(BACK_OFF_S)) - 1])


def due_at(state: PartitionState, *, min_rebuild_interval_s: float) -> datetime:
    """The moment from which a dirty partition may be built (again)."""
    moments = [state.wanted_at]
    if state.failures and state.last_end:
        moments.append(state.last_end + back_off(state.failures))
    if state.built_from:
        moments.append(state.built_from + timedelta(seconds=min_rebuild_interval_s))
    return max(moments)


def due_partitions(
    states: Iterable[PartitionState], now: datetime, *, min_rebuild_interval_s: float
) -> Sequence[PartitionState]:
    """The dirty partitions that nobody is building and whose time has come."""
    return tuple(
        state
        for state in states
        if state.dirty
        and not state.building
        and due_at(state, min_rebuild_interval_s=min_rebuild_interval_s) <= now
    )
