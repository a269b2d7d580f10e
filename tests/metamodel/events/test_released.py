"""What was released, read from its files."""

import json
import struct
from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from fastavro import parse_schema, schemaless_reader, schemaless_writer
from hypothesis import given
from hypothesis import strategies as st

from metamodel.events._catalogue import committed_ids, topics
from metamodel.events._example import as_json
from metamodel.events._golden import golden_event
from metamodel.events._released import digest, releases, schema_text
from metamodel.events.codec import Codec
from metamodel.events.core_metamodel_published import MetamodelPublished
from tests.metamodel.events.any_event import composed, events

CODEC = Codec.committed()
PREFIX_BYTES = 5


@pytest.mark.parametrize("name", list(topics()))
def test_a_release_is_untouched_and_its_golden_event_is_made_the_same_way(name: str) -> None:
    for release in releases(name):
        assert release.is_untouched
        assert release.text == schema_text(release.schema)
        assert golden_event(release.schema) == release.golden


def test_releases_are_numbered_from_one() -> None:
    assert [release.number for release in releases(MetamodelPublished.name)] == [1, 2]
    assert releases("nobody.knows.v1") == ()


def test_each_call_gives_a_schema_of_its_own() -> None:
    (first, _) = releases(MetamodelPublished.name)

    first.schema["fields"].clear()

    assert first.schema["fields"]


def test_a_golden_event_is_readable_json() -> None:
    golden = releases(MetamodelPublished.name)[0].golden

    values = json.loads(golden.text)

    assert values["schema_sha256"] == digest(releases(MetamodelPublished.name)[0].text)
    assert bytes.fromhex(values["record_hex"]) == golden.record


@pytest.mark.parametrize("name", list(topics()))
def test_every_released_golden_event_decodes_as_it_was_written(name: str) -> None:
    for release, schema_id in zip(releases(name), committed_ids()[name], strict=True):
        value = struct.pack(">BI", 0, schema_id) + release.golden.record

        payload = as_json(CODEC.decode(name, value))

        later = {
            each["name"]: each["default"]
            for each in topics()[name].schema["fields"]
            if each["name"] not in release.golden.payload
        }
        assert payload == {**release.golden.payload, **later}


@given(st.data())
def test_any_event_of_any_release_decodes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(topics())))
    release = data.draw(st.sampled_from(releases(name)))
    payload = data.draw(composed(release.schema))
    out = BytesIO(struct.pack(">BI", 0, committed_ids()[name][release.number - 1]))
    out.seek(PREFIX_BYTES)
    schemaless_writer(out, parse_schema(release.schema), payload, strict=True)

    found = CODEC.decode(name, out.getvalue())

    assert found.items() >= payload.items()
    assert set(found) == {each["name"] for each in topics()[name].schema["fields"]}


@given(events(), st.data())
def test_readers_of_every_release_read_any_event(
    event: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    name, payload = event
    release = data.draw(st.sampled_from(releases(name)))
    record = BytesIO(CODEC.encode(name, payload)[PREFIX_BYTES:])
    head = parse_schema(deepcopy(topics()[name].schema))

    found: Any = schemaless_reader(record, head, parse_schema(release.schema))

    assert found.items() <= payload.items()
