"""The topics as a whole: each file describes one, with everything the platform derives from it."""

import re

import pytest

from metamodel.events._catalogue import committed_ids, topics
from metamodel.events._contract import Topic
from metamodel.events._released import releases
from metamodel.events.linting import lint, subjects
from metamodel.kernel.errors import RegistryFault

ALL = list(topics().values())
PERSONAL = re.compile(r"name_of|first_?name|last_?name|surname|e_?mail|phone|address|user|birth")


def by_name(topic: type[Topic]) -> str:
    return topic.name


@pytest.fixture(params=ALL, ids=by_name)
def topic(request: pytest.FixtureRequest) -> type[Topic]:
    found: type[Topic] = request.param
    return found


def test_the_platforms_topics_are_found() -> None:
    assert list(topics()) == [
        "core.metamodel.published.v1",
        "core.reporting.preagg.refresh.v1",
        "core.reporting.preagg.status.v1",
        "entity.lifecycle.v1",
        "platform.audit.event.v1",
        "platform.heartbeat.probe.v1",
    ]


def test_a_topic_is_its_channel_and_a_major_version(topic: type[Topic]) -> None:
    assert re.fullmatch(re.escape(topic.channel) + r"\.v\d+", topic.name)


def test_a_topics_file_is_named_after_its_channel(topic: type[Topic]) -> None:
    assert topic.__module__.rpartition(".")[2] == topic.channel.replace(".", "_")


def test_no_schema_breaks_a_rule() -> None:
    assert [finding.text for finding in lint(subjects())] == []


def test_every_event_begins_with_its_id_and_its_time(topic: type[Topic]) -> None:
    first, second = topic.schema["fields"][:2]

    assert (first["name"], first["type"]["logicalType"]) == ("event_id", "uuid")
    assert second["name"] == "occurred_at"
    assert second["type"]["logicalType"] == "timestamp-millis"


def test_no_field_is_about_a_person(topic: type[Topic]) -> None:
    assert [f["name"] for f in topic.schema["fields"] if PERSONAL.search(f["name"])] == []


def test_every_topic_says_whether_it_is_about_people(topic: type[Topic]) -> None:
    assert isinstance(topic.personal, bool)


def test_every_topic_has_owners(topic: type[Topic]) -> None:
    assert topic.writers
    assert topic.readers
    assert all(wait > 0 for wait in topic.failure.retry_after_s)


def test_every_release_has_a_schema_id_of_its_own() -> None:
    ids = committed_ids()

    assert {name: len(found) for name, found in ids.items()} == {
        name: len(releases(name)) for name in topics()
    }
    numbers = [number for found in ids.values() for number in found]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 2**32 for number in numbers)


def test_a_file_that_describes_no_topic_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metamodel.events._catalogue._NO_TOPIC", frozenset())

    with pytest.raises(RegistryFault, match="codec"):
        topics()
