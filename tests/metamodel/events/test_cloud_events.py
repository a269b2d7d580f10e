"""CloudEvents names in Kafka headers."""

from datetime import datetime

from metamodel.events._cloud_events import cloud_event_headers
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh


def test_the_time_of_an_event_is_utc_to_the_millisecond() -> None:
    moment = datetime.fromisoformat("2026-01-01T01:00:00.1239+00:00")
    headers = dict(cloud_event_headers(PreaggRefresh, PreaggRefresh.new(moment), "/rampart/cli"))

    assert headers["ce_time"] == b"2026-01-01T01:00:00.123Z"


def test_the_time_of_an_event_of_another_zone_is_utc_too() -> None:
    moment = datetime.fromisoformat("2026-01-01T01:00:00+01:00")
    headers = dict(cloud_event_headers(PreaggRefresh, PreaggRefresh.new(moment), "/rampart/cli"))

    assert headers["ce_time"] == b"2026-01-01T00:00:00.000Z"


def test_an_event_is_named_after_its_topic_and_its_sender() -> None:
    moment = datetime.fromisoformat("2026-01-01T01:00:00+00:00")
    payload = PreaggRefresh.new(moment)
    headers = dict(cloud_event_headers(PreaggRefresh, payload, "/rampart/cli"))

    assert headers["ce_type"] == PreaggRefresh.name.encode()
    assert headers["ce_source"] == b"/rampart/cli"
    assert headers["ce_id"] == str(payload["event_id"]).encode()
    assert headers["ce_specversion"] == b"1.0"
    assert headers["content-type"] == b"application/avro"
