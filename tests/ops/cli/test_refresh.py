"""The work behind `rampart preagg`, on a platform of fakes."""

from datetime import date

import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from ops.cli import _refresh
from ops.cli._refresh import (
    RangeTouchesNothing,
    RollupNotFound,
    refresh_directly,
    rewind_sensor,
    send_refresh,
    statuses,
)
from orchestration.flows.cursor import Cursor
from orchestration.ports.event_sink import EventNotDelivered
from orchestration.ports.sensor_control import EVENT_SENSOR
from orchestration.settings import Settings
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import model, rollup
from tests.fakes.sensor_control import FakeSensorControl

SETTINGS = Settings(dagster_url="http://dagster.test")
FIRST, LAST = date(2024, 3, 1), date(2024, 4, 30)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    made = FakePlatform()
    made.publish()
    made.cube.posts.clear()
    monkeypatch.setattr(_refresh, "compose", lambda _: made.composed)
    return made


def test_a_request_becomes_one_event_that_names_rollup_and_days(platform: FakePlatform) -> None:
    words = send_refresh(SETTINGS, "orders.by_day", FIRST, LAST)

    (event,) = platform.sink.published[PreaggRefresh.name]
    assert (event["cube"], event["pre_aggregation"]) == ("orders", "by_day")
    assert (event["range_start"], event["range_end"]) == (FIRST, LAST)
    assert event["requested_by"] == "rampart-cli"
    assert str(event["event_id"]) in words


def test_a_request_alone_builds_nothing(platform: FakePlatform) -> None:
    send_refresh(SETTINGS, "orders.by_day", None, None)

    assert platform.cube.posts == []
    assert not any(state.dirty for state in platform.ledger.states(["fp-1"]))


@pytest.mark.parametrize("name", ["orders.by_year", "nobody.by_day", "orders", ""])
def test_an_unknown_rollup_is_refused_before_anything_happens(
    name: str, platform: FakePlatform
) -> None:
    told = len(platform.sink.published)

    for ask in (send_refresh, refresh_directly):
        with pytest.raises(RollupNotFound):
            ask(SETTINGS, name, None, None)
    assert len(platform.sink.published) == told
    assert platform.cube.posts == []


def test_a_broker_that_is_away_is_told(platform: FakePlatform) -> None:
    platform.sink.down = True

    with pytest.raises(EventNotDelivered):
        send_refresh(SETTINGS, "orders.by_day", None, None)


def test_building_directly_touches_only_the_days_asked_for(platform: FakePlatform) -> None:
    platform.without_pause()

    (build,) = refresh_directly(SETTINGS, "orders.by_day", FIRST, LAST).builds

    assert [item.partition for item in build.built] == ["2024-01-01"]
    assert build.version == "shop-1"


def test_each_run_by_hand_builds_again(platform: FakePlatform) -> None:
    platform.without_pause()
    for _ in range(2):
        (build,) = refresh_directly(SETTINGS, "orders.by_day", None, None).builds

        assert len(build.built) == 2


def test_a_status_row_says_all_of_a_rollup_that_is_ready(platform: FakePlatform) -> None:
    (row,) = statuses(SETTINGS)

    assert (row["rollup"], row["version"], row["rollup_fp"]) == ("orders.by_day", "shop-1", "fp-1")
    assert (row["freshness"], row["servable"], row["partitions"]) == ("READY", 2, 2)
    assert (row["dirty"], row["building"], row["failures_in_a_row"], row["rows"]) == (0, 0, 0, 20)
    assert row["outside_extent"] is None


def test_two_live_versions_have_a_row_for_each_rollup_they_do_not_share(
    platform: FakePlatform,
) -> None:
    platform.publish(model("shop-2", rollup(), rollup("by_year", fp="fp-2")))

    rows = {row["rollup"]: row["version"] for row in statuses(SETTINGS)}

    assert rows == {"orders.by_day": "shop-2", "orders.by_year": "shop-2"}


def test_without_a_publication_there_is_no_row(platform: FakePlatform) -> None:
    platform.publications.rows.clear()

    assert statuses(SETTINGS) == []


def test_rewinding_moves_the_event_sensor_of_the_dagster_in_the_settings(
    platform: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []
    sensor = FakeSensorControl()

    def control(url: str, name: str) -> FakeSensorControl:
        asked.append((url, name))
        return sensor

    monkeypatch.setattr(_refresh, "GraphqlSensorControl", control)
    platform.send()
    cursor = rewind_sensor(SETTINGS, "latest")

    assert asked == [("http://dagster.test", EVENT_SENSOR)]
    assert sensor.stored is not None
    assert Cursor.parse(sensor.stored).epoch == cursor.epoch
    assert dict(cursor.next) == {0: 1, 1: 0, 2: 0}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2025, 1, 1), date(2024, 1, 1), "lies before"),
        (date(2030, 1, 1), None, "it is built for 2024-01-01 to 2025-12-31"),
    ],
)
def test_days_that_touch_nothing_are_refused_with_the_extent(
    start: date, end: date | None, words: str, platform: FakePlatform
) -> None:
    for ask in (send_refresh, refresh_directly):
        with pytest.raises(RangeTouchesNothing, match=words):
            ask(SETTINGS, "orders.by_day", start, end)

    assert PreaggRefresh.name not in platform.sink.published


def test_a_rollup_that_only_a_retired_version_has_is_refused(platform: FakePlatform) -> None:
    platform.publish(model("shop-2", rollup("by_month", fp="fp-2")))

    with pytest.raises(RollupNotFound):
        refresh_directly(SETTINGS, "orders.by_day", None, None)
