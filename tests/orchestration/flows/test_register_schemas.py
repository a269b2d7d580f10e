"""Released schemas in a registry."""

import pytest

from metamodel.events._catalogue import topics
from metamodel.events._released import releases
from metamodel.events.codec import Codec, SchemaIdMissing
from metamodel.events.core_metamodel_published import MetamodelPublished
from metamodel.events.registered import registered_ids, subject_of
from orchestration.flows.register_schemas import (
    PROBE,
    prove_refusals,
    register_schemas,
    unregistered,
)
from orchestration.ports.schema_registry import RegistryLax
from tests.fakes.schema_registry import FakeSchemaRegistry

ALL = list(topics().values())


def test_every_release_is_registered_under_its_topics_mode() -> None:
    registry = FakeSchemaRegistry()

    ids = register_schemas(registry, ALL)

    assert {name: len(found) for name, found in ids.items()} == {
        name: len(releases(name)) for name in topics()
    }
    assert registry.modes == {subject_of(topic): topic.compatibility for topic in ALL}


def test_registering_again_changes_nothing() -> None:
    registry = FakeSchemaRegistry()

    assert register_schemas(registry, ALL) == register_schemas(registry, ALL)
    assert registry.versions(subject_of(MetamodelPublished)) == (1, 2)


def test_a_codec_writes_with_the_registrys_ids_and_reads_earlier_releases_by_theirs() -> None:
    registry = FakeSchemaRegistry(first_id=7000)
    ids = register_schemas(registry, ALL)
    name = MetamodelPublished.name

    codec = Codec.released(registered_ids(ALL, registry.id_of))

    first, second = releases(name)
    prefix = bytes([0]) + ids[name][0].to_bytes(4, "big")
    older = codec.decode(name, prefix + first.golden.record)
    assert older["change_count"] == 0
    assert codec.encode(name, older)[1:5] == ids[name][1].to_bytes(4, "big")
    assert second.number == 2


def test_one_missing_schema_keeps_everything_from_starting_and_registers_nothing() -> None:
    registry = FakeSchemaRegistry()
    registry.register(subject_of(MetamodelPublished), releases(MetamodelPublished.name)[0].text)

    with pytest.raises(SchemaIdMissing, match=f"{MetamodelPublished.name} release 2"):
        registered_ids(ALL, registry.id_of)

    assert list(registry.subjects) == [subject_of(MetamodelPublished)]


def test_what_is_missing_or_would_be_refused_is_told() -> None:
    registry = FakeSchemaRegistry()
    name = MetamodelPublished.name
    strange = releases(name)[0].text.replace('"name": "seq"', '"name": "number"')
    registry.register(subject_of(MetamodelPublished), strange)
    registry.set_mode(subject_of(MetamodelPublished), MetamodelPublished.compatibility)

    found = unregistered(registry, ALL)

    assert found[f"{name} release 2"] == "is refused by the registry"
    assert found["entity.lifecycle.v1 release 1"] == "is not registered"
    register_schemas(other := FakeSchemaRegistry(), ALL)
    assert unregistered(other, ALL) == {}


def test_a_registry_that_takes_everything_is_found_out() -> None:
    registry = FakeSchemaRegistry(lax=True)

    with pytest.raises(RegistryLax):
        prove_refusals(registry)

    assert PROBE not in registry.subjects


def test_the_probe_leaves_nothing_behind() -> None:
    registry = FakeSchemaRegistry()

    prove_refusals(registry)

    assert registry.subjects == {}
