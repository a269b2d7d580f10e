"""A probe that went through the broker."""

from metamodel.events.platform_heartbeat_probe import HeartbeatProbe


def test_the_beats_of_a_probe_stay_in_order() -> None:
    assert HeartbeatProbe.key({"probe_id": "exporter-1", "seq": 1}) == "exporter-1"


def test_a_probe_comes_back_to_its_sender() -> None:
    assert HeartbeatProbe.writers == HeartbeatProbe.readers
