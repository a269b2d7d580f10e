"""Offsets of a real cluster; what they mean is in the contract."""

import pytest

from orchestration.adapters.log_offsets_kafka import KafkaLogOffsets
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import EventSourceUnavailable

NOBODY = "127.0.0.1:1"


def test_a_broker_that_is_not_there_is_unavailable() -> None:
    log = KafkaLogOffsets(NOBODY, timeout_s=0.3)

    with pytest.raises(EventSourceUnavailable):
        log.extents(["some.topic.v1"])
    with pytest.raises(EventSourceUnavailable):
        log.at({Place("some.topic.v1", 0): 0})


def test_nobody_is_asked_for_nothing() -> None:
    assert KafkaLogOffsets(NOBODY, timeout_s=0.3).at({}) == {}
