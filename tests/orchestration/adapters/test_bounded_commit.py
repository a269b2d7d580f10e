"""A commit is waited for as long as its caller can, and no two are out at once."""

import threading
from collections.abc import Sequence

import pytest
from confluent_kafka import TopicPartition

from orchestration.adapters.bounded_commit import BoundedCommit

FIRST, SECOND = [TopicPartition("t", 0, 1)], [TopicPartition("t", 0, 2)]
AT_ONCE_S, LONG_S = 0.01, 30.0


class Broker:
    """Answers once it is there."""

    def __init__(self) -> None:
        self.there = threading.Event()
        self.committed: list[int] = []

    def commit(self, places: Sequence[TopicPartition]) -> Sequence[TopicPartition]:
        self.there.wait(LONG_S)
        self.committed += [place.offset for place in places]
        return places


def test_what_is_answered_in_time_is_the_answer() -> None:
    broker = Broker()
    broker.there.set()
    assert BoundedCommit(broker.commit, LONG_S)(FIRST) == FIRST
    assert broker.committed == [1]


def test_one_that_is_last_is_told_and_goes_on_and_no_other_overtakes_it() -> None:
    broker = Broker()
    commit = BoundedCommit(broker.commit, AT_ONCE_S)
    for places in (FIRST, SECOND):
        with pytest.raises(TimeoutError, match="a commit was not answered"):
            commit(places)
    assert broker.committed == []

    broker.there.set()
    patient = BoundedCommit(broker.commit, LONG_S)
    patient._last = commit._last
    assert patient(SECOND) == SECOND
    assert broker.committed == [1, 2]


def test_what_the_client_raises_is_raised_and_the_next_is_asked() -> None:
    def refuse(_: Sequence[TopicPartition]) -> None:
        raise ValueError("no")

    commit = BoundedCommit(refuse, LONG_S)
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            commit(FIRST)
