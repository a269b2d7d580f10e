"""What was released, read from its files."""

import json

import pytest

from metamodel.events._catalogue import topics
from metamodel.events._golden import golden_event
from metamodel.events._released import digest, releases, schema_text
from metamodel.events.core_metamodel_published import MetamodelPublished


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
