"""Watching for drift."""

import pytest

from metamodel.streaming.derive import UnknownEnvironment
from orchestration.flows.watch_streaming import StreamingWatch, watch_streaming
from tests.fakes.clock import FakeClock
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import desired


def test_it_looks_anew_each_time_and_changes_nothing() -> None:
    admin = FakeStreamingAdmin(desired().state)
    watch = StreamingWatch(desired, admin, FakeClock())

    before = watch_streaming(watch)
    admin.own["shop.order.v1"] = admin.own.pop("shop.price.v1")

    assert before.drift == ()
    assert watch_streaming(watch).drift != ()
    assert admin.asked == []


def test_a_declaration_that_is_none_is_no_clean_bill() -> None:
    watch = StreamingWatch(lambda: desired("moon"), FakeStreamingAdmin(), FakeClock())

    with pytest.raises(UnknownEnvironment):
        watch_streaming(watch)
