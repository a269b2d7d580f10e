"""The topics as an AsyncAPI document."""

import copy
import json
from typing import Any

import jsonschema
import pytest
import yaml

from metamodel.events._catalogue import topics
from ops.dev.reference.asyncapi import document, pages
from ops.stack.places import REPOSITORY

SPECIFICATION = REPOSITORY / "tests/specs/node_modules/@asyncapi/specs/schemas"


def faults(found: Any) -> list[str]:
    schema = json.loads((SPECIFICATION / "3.0.0-without-$id.json").read_text())
    validator = jsonschema.Draft7Validator(schema)
    return [str(error.message) for error in validator.iter_errors(found)]


@pytest.mark.node
def test_it_is_a_document_of_the_third_version() -> None:
    assert faults(yaml.safe_load(pages()["asyncapi.yaml"])) == []


@pytest.mark.node
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("asyncapi",), "2.6.0"),
        (("operations", "exporter.send.platform.heartbeat.probe.v1", "action"), "publish"),
        (("channels", "entity.lifecycle.v1", "bindings", "kafka", "partitions"), 0),
        (("components", "messages", "entity.lifecycle.v1", "headers"), 7),
    ],
)
def test_canary_document(path: tuple[str, ...], value: object) -> None:
    wrong = copy.deepcopy(document())
    place: Any = wrong
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert faults(wrong)


def test_every_reference_leads_somewhere() -> None:
    found = document()

    for pointer in references(found):
        place: Any = found
        for step in pointer.removeprefix("#/").split("/"):
            place = place[step]


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for item in value for found in references(item)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if "$ref" in value else []
    return own + [found for item in value.values() for found in references(item)]


def test_every_topic_is_a_channel_with_its_retries_and_dead_letters() -> None:
    channels = document()["channels"]

    assert set(topics()) <= set(channels)
    assert [name for name in channels if name.startswith("platform.audit")] == [
        "platform.audit.event.v1",
        "platform.audit.event.v1.retry.1",
        "platform.audit.event.v1.retry.2",
        "platform.audit.event.v1.retry.3",
        "platform.audit.event.v1.dlq",
    ]
    assert "entity.lifecycle.v1.dlq" not in channels


def test_what_a_role_does_with_a_topic_is_an_operation() -> None:
    operations = document()["operations"]

    assert operations["publish_flow.send.core.metamodel.published.v1"]["action"] == "send"
    assert "bff.receive.core.metamodel.published.v1" in operations
    assert "audit_sink.send.platform.audit.event.v1.retry.2" in operations
    assert "audit_sink.receive.platform.audit.event.v1.retry.2" in operations
    assert "audit_sink.send.platform.audit.event.v1.dlq" in operations
    assert "audit_sink.receive.platform.audit.event.v1.dlq" not in operations


def test_a_message_has_its_schema_its_key_and_the_headers_that_are_sent() -> None:
    message = document()["components"]["messages"]["entity.lifecycle.v1"]

    assert message["payload"]["schema"]["name"] == "Lifecycle"
    assert message["bindings"]["kafka"]["key"]["description"].startswith("tenant:entity:id")
    assert "ce_id" in message["headers"]["required"]
    assert message["examples"][0]["payload"]["phase"] == "MUTATION_FAILED"
