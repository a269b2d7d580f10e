"""Between payloads and bytes: laws of the round trip, and what is refused and how."""

import pickle
import struct
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.events._catalogue import committed_ids, topics
from metamodel.events.codec import (
    Codec,
    DecodeFault,
    PayloadRefused,
    SchemaIdMissing,
    UndecodableEvent,
    UnregisteredTopic,
)
from metamodel.events.core_metamodel_published import MetamodelPublished
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from tests.metamodel.events.any_event import events

CODEC = Codec.committed()
TOPIC = PreaggRefresh.name
IDS = {name: ids[-1] for name, ids in committed_ids().items()}
PREFIX_BYTES = 5


def refresh(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "event_id": UUID("0190f3a4-0000-7000-8000-000000000000"),
        "occurred_at": datetime(2026, 1, 1, tzinfo=UTC),
        "cube": "orders",
        "pre_aggregation": "by_day",
        "range_start": date(2025, 1, 1),
        "range_end": None,
        "requested_by": "outbox",
        "reason": "order changed",
    }
    return fields | changes


def fault_of(value: bytes | None, topic: str = TOPIC) -> DecodeFault:
    with pytest.raises(UndecodableEvent) as caught:
        CODEC.decode(topic, value)
    return caught.value.fault


@given(events())
def test_what_is_encoded_decodes_to_itself(event: tuple[str, dict[str, Any]]) -> None:
    topic, payload = event

    assert CODEC.decode(topic, CODEC.encode(topic, payload)) == payload


@given(events())
def test_a_value_begins_with_magic_byte_and_schema_id(event: tuple[str, dict[str, Any]]) -> None:
    topic, payload = event

    magic, schema_id = struct.unpack_from(">BI", CODEC.encode(topic, payload))

    assert (magic, schema_id) == (0, IDS[topic])


@given(events(), st.data())
def test_no_part_of_a_value_is_an_event(
    event: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    topic, payload = event
    value = CODEC.encode(topic, payload)
    length = data.draw(st.integers(0, len(value) - 1))

    with pytest.raises(UndecodableEvent):
        CODEC.decode(topic, value[:length])


@given(events(), st.binary(min_size=1, max_size=20))
def test_a_value_with_something_behind_it_is_no_event(
    event: tuple[str, dict[str, Any]], rest: bytes
) -> None:
    topic, payload = event

    assert fault_of(CODEC.encode(topic, payload) + rest, topic) is DecodeFault.TRAILING


def decoded(topic: str, value: bytes) -> dict[str, Any] | None:
    """The payload, or nothing if it is undecodable; any other error is a failure of the test."""
    try:
        return CODEC.decode(topic, value)
    except UndecodableEvent:
        return None


@given(st.sampled_from(list(topics())), st.binary(max_size=300))
def test_any_bytes_are_an_event_or_undecodable(topic: str, body: bytes) -> None:
    payload = decoded(topic, b"\x00" + struct.pack(">I", IDS[topic]) + body)

    names = {each["name"] for each in topics()[topic].schema["fields"]}
    assert payload is None or set(payload) == names


@given(events(), st.data())
def test_a_flipped_byte_gives_an_event_or_undecodable(
    event: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    topic, payload = event
    value = bytearray(CODEC.encode(topic, payload))
    place = data.draw(st.integers(0, len(value) - 1))
    value[place] ^= data.draw(st.integers(1, 255))

    found = decoded(topic, bytes(value))

    assert found is None or set(found) == set(payload)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (None, DecodeFault.EMPTY),
        (b"", DecodeFault.EMPTY),
        (b'{"cube": "orders"}', DecodeFault.MAGIC),
        (b"\x00\x00", DecodeFault.TRUNCATED),
        (b"\x00\x00\x00\x00\x63abc", DecodeFault.SCHEMA_ID),
        (CODEC.encode(TOPIC, refresh())[:-1], DecodeFault.TRUNCATED),
        (CODEC.encode(TOPIC, refresh()) + b"\x00", DecodeFault.TRAILING),
        # The first text is said to be of negative length.
        (CODEC.encode(TOPIC, refresh())[:PREFIX_BYTES] + b"\x01", DecodeFault.TRUNCATED),
        # The end of the range is said to be of a sixth kind.
        (
            CODEC.encode(TOPIC, refresh(reason="")).replace(b"\x00\x0coutbox", b"\x0a\x0coutbox"),
            DecodeFault.TYPE,
        ),
        # The last text is no UTF-8.
        (
            CODEC.encode(TOPIC, refresh(reason="a")).replace(b"\x02a", b"\x02\xff"),
            DecodeFault.TYPE,
        ),
        # The event id is no UUID.
        (CODEC.encode(TOPIC, refresh()).replace(b"0190f3a4", b"0190f3ag"), DecodeFault.TYPE),
    ],
)
def test_each_fault_has_its_name(value: bytes | None, fault: DecodeFault) -> None:
    assert fault_of(value) is fault


def test_a_day_that_no_calendar_has_is_the_wrong_type() -> None:
    good = CODEC.encode(TOPIC, refresh(range_start=date(1970, 1, 2)))
    place = good.index(b"\x02\x02\x00", PREFIX_BYTES)
    huge = b"\x02" + b"\xfe\xff\xff\xff\x0f" + b"\x00"

    assert fault_of(good[:place] + huge + good[place + 3 :]) is DecodeFault.TYPE


def test_a_faulty_value_is_explained_in_one_line() -> None:
    with pytest.raises(UndecodableEvent) as caught:
        CODEC.decode(TOPIC, b"\x00\x00\x00\x00\x63abc")

    assert caught.value.explain().startswith(f"EVT-001 {TOPIC}: unknown schema id: 99, not 1")


def test_a_fault_survives_the_way_to_another_process() -> None:
    error = UndecodableEvent(TOPIC, DecodeFault.MAGIC, "0x7b")

    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert (again.topic, again.fault, again.detail) == (TOPIC, DecodeFault.MAGIC, "0x7b")


@pytest.mark.parametrize(
    "payload",
    [
        refresh(cube=None),
        refresh(cube=7),
        refresh(event_id="0190f3a4"),
        refresh(range_start="soon"),
        refresh(occurred_at="now"),
        refresh(occurred_at=datetime(2026, 1, 1)),  # noqa: DTZ001 - that is the fault
        refresh(surname="Miller"),
        {key: value for key, value in refresh().items() if key != "cube"},
        {},
    ],
)
def test_a_payload_that_does_not_fit_is_refused(payload: dict[str, Any]) -> None:
    with pytest.raises(PayloadRefused):
        CODEC.encode(TOPIC, payload)


def test_a_moment_of_another_zone_comes_back_in_utc() -> None:
    berlin = datetime.fromisoformat("2026-01-01T01:00:00+01:00")

    decoded = CODEC.decode(TOPIC, CODEC.encode(TOPIC, refresh(occurred_at=berlin)))

    assert decoded["occurred_at"] == berlin
    assert decoded["occurred_at"].utcoffset() == timedelta(0)


def test_a_topic_that_nobody_described_is_refused() -> None:
    with pytest.raises(UnregisteredTopic):
        CODEC.encode("nobody.knows.v1", {})
    with pytest.raises(UnregisteredTopic):
        CODEC.decode("nobody.knows.v1", b"")
    with pytest.raises(UnregisteredTopic):
        CODEC.contract("nobody.knows.v1")


def test_a_topic_without_a_schema_id_keeps_the_codec_from_starting() -> None:
    with pytest.raises(SchemaIdMissing, match=TOPIC):
        Codec({TOPIC: PreaggRefresh}, {})


def test_a_codec_knows_only_the_ids_it_was_given() -> None:
    elsewhere = Codec({TOPIC: PreaggRefresh}, {TOPIC: 4711})

    assert fault_of(elsewhere.encode(TOPIC, refresh())) is DecodeFault.SCHEMA_ID


def test_an_earlier_release_has_another_id_than_what_is_written() -> None:
    for name, ids in committed_ids().items():
        assert IDS[name] not in ids[:-1]


def test_a_release_without_an_id_keeps_the_codec_from_starting() -> None:
    ids = committed_ids()
    several = MetamodelPublished.name

    with pytest.raises(SchemaIdMissing, match=f"{several} release 2"):
        Codec.released({**ids, several: ids[several][:1]})
    with pytest.raises(SchemaIdMissing, match=TOPIC):
        Codec.released({name: found for name, found in ids.items() if name != TOPIC})


def test_a_topic_without_a_release_keeps_the_codec_from_starting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("metamodel.events.codec.releases", lambda _: ())

    with pytest.raises(SchemaIdMissing, match=TOPIC):
        Codec.released({})
