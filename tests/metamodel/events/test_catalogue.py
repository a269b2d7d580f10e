"""The topics as a whole: each file describes one, with everything the platform derives from it."""

import re
from typing import Any

import pytest
from fastavro import parse_schema

from metamodel.events._catalogue import committed_ids, topics
from metamodel.events._contract import Topic
from metamodel.kernel.errors import RegistryFault
from metamodel.naming.channels import record_name

ALL = list(topics().values())
PERSONAL = re.compile(r"name_of|first_?name|last_?name|surname|e_?mail|phone|address|user|birth")


def by_name(topic: type[Topic]) -> str:
    return topic.name


@pytest.fixture(params=ALL, ids=by_name)
def topic(request: pytest.FixtureRequest) -> type[Topic]:
    found: type[Topic] = request.param
    return found


def test_the_refresh_cycles_topics_are_found() -> None:
    assert list(topics()) == [
        "core.metamodel.published.v1",
        "core.reporting.preagg.refresh.v1",
        "core.reporting.preagg.status.v1",
    ]


def test_a_topic_is_its_channel_and_a_major_version(topic: type[Topic]) -> None:
    assert re.fullmatch(re.escape(topic.channel) + r"\.v\d+", topic.name)


def test_a_topics_file_is_named_after_its_channel(topic: type[Topic]) -> None:
    assert topic.__module__.rpartition(".")[2] == topic.channel.replace(".", "_")


def test_a_topics_record_is_named_after_its_channel(topic: type[Topic]) -> None:
    assert (topic.schema["namespace"], topic.schema["name"]) == record_name(topic.channel)


def test_every_schema_is_valid_avro(topic: type[Topic]) -> None:
    parse_schema(dict(topic.schema))


def test_every_field_says_what_it_means(topic: type[Topic]) -> None:
    assert topic.schema["doc"]
    for field in topic.schema["fields"]:
        assert re.fullmatch(r"[A-Z0-9].+\.", field["doc"], re.DOTALL), field["name"]


def test_every_event_begins_with_its_id_and_its_time(topic: type[Topic]) -> None:
    first, second = topic.schema["fields"][:2]

    assert (first["name"], first["type"]) == ("event_id", "string")
    assert second["name"] == "occurred_at"
    assert second["type"]["logicalType"] == "timestamp-millis"


def test_no_field_is_about_a_person(topic: type[Topic]) -> None:
    assert [f["name"] for f in topic.schema["fields"] if PERSONAL.search(f["name"])] == []


def test_every_enum_has_a_symbol_for_what_an_older_reader_does_not_know(
    topic: type[Topic],
) -> None:
    for kind in _named_types(topic.schema):
        if kind["type"] == "enum":
            assert kind["default"] == "UNKNOWN"
            assert "UNKNOWN" in kind["symbols"]


def test_every_topic_has_owners(topic: type[Topic]) -> None:
    assert topic.writers
    assert topic.readers
    assert all(wait > 0 for wait in topic.failure.retry_after_s)


def test_every_topic_has_a_schema_id_of_its_own() -> None:
    ids = committed_ids()

    assert set(ids) == set(topics())
    assert len(set(ids.values())) == len(ids)
    assert all(0 < number < 2**32 for number in ids.values())


def test_a_file_that_describes_no_topic_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metamodel.events._catalogue._NO_TOPIC", frozenset())

    with pytest.raises(RegistryFault, match="codec"):
        topics()


def _named_types(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for item in schema for found in _named_types(item)]
    if not isinstance(schema, dict):
        return []
    inner = [
        found for key in ("type", "fields", "items") for found in _named_types(schema.get(key))
    ]
    return [schema, *inner] if schema.get("type") in ("enum", "record") else inner
