"""Moving the event sensor: everything is told before anything is stopped."""

import pytest

from orchestration.flows.cursor import Cursor
from orchestration.flows.rewind_position import BadPosition, TickNotEnded, rewind_position
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.sensor_control import SensorUnreachable
from tests.fakes.clock import FakeClock
from tests.fakes.event_source import FakeEventSource
from tests.fakes.sensor_control import FakeSensorControl


@pytest.fixture
def source() -> FakeEventSource:
    made = FakeEventSource(partitions=2)
    for offset in range(10):
        made.append(b"x", timestamp_ms=1_000 * offset)
    made.append(b"x", partition=1, timestamp_ms=5_000)
    made.delete_before(0, 2)
    return made


@pytest.fixture
def sensor() -> FakeSensorControl:
    return FakeSensorControl()


def rewind(
    to: str, source: FakeEventSource, sensor: FakeSensorControl, *settled: OffsetRange
) -> Cursor:
    taken = {"old": settled}
    return rewind_position(
        to, source, sensor, FakeClock(), settled=taken.__getitem__, new_epoch=lambda: "new"
    )


@pytest.mark.parametrize(
    ("to", "position"),
    [
        ("earliest", {0: 2, 1: 0}),
        ("latest", {0: 10, 1: 1}),
        ("0:7", {0: 7, 1: 0}),
        ("0:7,1:1", {0: 7, 1: 1}),
        ("1970-01-01T00:00:04+00:00", {0: 4, 1: 0}),
        ("2000-01-01T00:00:00+00:00", {0: 10, 1: 1}),
    ],
)
def test_the_new_position_begins_a_new_epoch(
    to: str, position: dict[int, int], source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    cursor = rewind(to, source, sensor)

    assert (cursor.epoch, dict(cursor.start), dict(cursor.next)) == ("new", position, position)
    assert cursor.topic_id == source.state().topic_id
    assert sensor.stored == cursor.text
    assert sensor.journal == ["stop", "set", "start"]


def stand(source: FakeEventSource, sensor: FakeSensorControl, **position: int) -> None:
    """Let the sensor stand at offsets of the partitions `p0` and `p1`, its epoch begun at 0."""
    following = {int(name[1:]): offset for name, offset in position.items()}
    start = dict.fromkeys(following, 0)
    sensor.stored = Cursor("old", source.state().topic_id, start, following).text


def test_a_partition_that_is_not_named_stays_where_it_is(
    source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    stand(source, sensor, p0=9, p1=1)
    cursor = rewind("1:0", source, sensor, OffsetRange(0, 0, 9), OffsetRange(1, 0, 1))

    assert dict(cursor.start) == dict(cursor.next) == {0: 9, 1: 0}


@pytest.mark.parametrize(("settled_to", "position"), [(4, 4), (1, 2)])
def test_what_it_has_not_settled_goes_with_it_into_the_new_epoch(
    settled_to: int, position: int, source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    stand(source, sensor, p0=9, p1=1)
    settled = (OffsetRange(0, 0, settled_to), OffsetRange(0, 6, 9), OffsetRange(1, 0, 1))
    cursor = rewind("1:0", source, sensor, *settled)

    assert dict(cursor.next) == {0: position, 1: 0}  # retention took what lies before 2


def test_a_cursor_that_is_broken_is_cured_by_a_position_of_all_partitions(
    source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    sensor.stored = "by hand"

    assert dict(rewind("earliest", source, sensor).next) == {0: 2, 1: 0}


def test_a_position_on_a_topic_that_was_made_anew_is_none(
    source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    sensor.stored = Cursor("old", "another", {0: 9, 1: 1}, {0: 9, 1: 1}).text

    assert dict(rewind("1:1", source, sensor).next) == {0: 2, 1: 1}


@pytest.mark.parametrize(
    "to",
    ["yesterday", "0:11", "0:1", "7:0", "0:x", "0:", "2026-01-31", "2026-01-31T12:00"],
)
def test_a_bad_position_stops_nothing(
    to: str, source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    with pytest.raises(BadPosition):
        rewind(to, source, sensor)

    assert sensor.journal == []


def test_an_open_evaluation_is_awaited(source: FakeEventSource, sensor: FakeSensorControl) -> None:
    sensor.evaluations_left = 3

    rewind("earliest", source, sensor)

    assert sensor.running


def test_an_evaluation_that_does_not_end_leaves_the_position_and_starts_the_sensor_again(
    source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    sensor.evaluations_left = 10_000

    with pytest.raises(TickNotEnded, match="still evaluating after 60 s"):
        rewind("earliest", source, sensor)

    assert sensor.journal == ["stop", "start"]
    assert sensor.stored is None


def test_a_position_that_was_overwritten_is_told(
    source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    sensor.overwrite = Cursor("old", "t", {}, {}).text

    with pytest.raises(TickNotEnded, match="overwrote"):
        rewind("earliest", source, sensor)


def test_a_webserver_that_is_away_is_told(
    source: FakeEventSource, sensor: FakeSensorControl
) -> None:
    sensor.down = True

    with pytest.raises(SensorUnreachable):
        rewind("earliest", source, sensor)
