from metamodel.naming.names import NameKind
from tests.metamodel.naming.given import better, told


def test_a_cube_follows_from_its_entity() -> None:
    assert told("NMX001", "orders", entity="order") == ""
    assert better("NMX001", "order_cube", entity="order") == "orders"


def test_a_cube_that_follows_from_nothing_is_not_judged() -> None:
    assert told("NMX001", "customer_nation") == ""


def test_what_differs_on_purpose_is_fixed() -> None:
    assert told("NMX001", "partsupp", entity="part_supply") == ""


def test_topic_and_record_follow_from_their_channel() -> None:
    channel = {"channel": "core.reporting.preagg.refresh"}
    assert told("NMX001", "core.reporting.preagg.refresh.v1.dlq", NameKind.TOPIC, **channel) == ""
    assert told("NMX001", "core.reporting.refresh.v1", NameKind.TOPIC, **channel)
    right = {"namespace": "core.reporting.preagg", **channel}
    assert told("NMX001", "Refresh", NameKind.AVRO_RECORD, **right) == ""
    wrong = {"namespace": "core.reporting", **channel}
    assert told("NMX001", "Refresh", NameKind.AVRO_RECORD, **wrong)
    assert "no channel" in told("NMX001", "Refresh", NameKind.AVRO_RECORD, channel="refresh")
