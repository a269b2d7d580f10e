"""`streaming/cluster` as Dagster materializes it, on fakes."""

from typing import Any

import dagster as dg
import pytest

from metamodel.streaming.cluster import TopicState
from orchestration.defs.streaming.assets import streaming_cluster
from orchestration.flows.watch_streaming import StreamingWatch
from tests.fakes.clock import FakeClock
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import desired


@pytest.fixture
def admin() -> FakeStreamingAdmin:
    return FakeStreamingAdmin(desired().state)


def run(admin: FakeStreamingAdmin, environment: str = "town") -> Any:
    watch = StreamingWatch(lambda: desired(environment), admin, FakeClock())
    return dg.materialize(
        [streaming_cluster()], resources={"streaming": watch}, raise_on_error=False
    )


def check(result: Any) -> Any:
    (found,) = result.get_asset_check_evaluations()
    return found


def test_a_cluster_as_declared_passes_and_is_shown(admin: FakeStreamingAdmin) -> None:
    result = run(admin)

    assert result.success
    assert check(result).passed
    (event,) = result.get_asset_materialization_events()
    shown = {name: item.value for name, item in event.materialization.metadata.items()}
    assert (shown["environment"], shown["topics"]) == ("town", 5)
    assert shown["users"] == "back, front, repairs, watcher"
    assert admin.asked == []


def test_drift_fails_the_check_and_not_the_look(admin: FakeStreamingAdmin) -> None:
    admin.own["shop.old.v1"] = TopicState("shop.old.v1", 1, 1)

    result = run(admin)

    assert result.success
    assert not check(result).passed


@pytest.mark.parametrize("trouble", ["blind", "no such environment"])
def test_who_could_not_look_fails_the_check(admin: FakeStreamingAdmin, trouble: str) -> None:
    admin.blind = trouble == "blind"

    result = run(admin, "town" if admin.blind else "moon")

    assert not result.success
    assert not check(result).passed
    assert check(result).metadata["reason"].value.startswith("could not look: ")
    assert not result.get_asset_materialization_events()
