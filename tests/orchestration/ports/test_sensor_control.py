from orchestration.ports.sensor_control import SensorControl, SensorUnreachable
from tests.fakes.sensor_control import FakeSensorControl


def test_the_fake_is_a_sensor() -> None:
    fake = FakeSensorControl()
    sensor: SensorControl = fake
    sensor.stop()
    sensor.set_cursor("here")
    sensor.start()

    assert fake.journal == ["stop", "set", "start"]
    assert sensor.cursor() == "here"


def test_a_webserver_that_is_away_may_come_back() -> None:
    assert SensorUnreachable.retryable
