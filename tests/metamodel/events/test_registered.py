"""Released schemas as a registry names them."""

import pytest

from metamodel.events._catalogue import topics
from metamodel.events._released import releases
from metamodel.events.codec import SchemaIdMissing
from metamodel.events.core_metamodel_published import MetamodelPublished
from metamodel.events.registered import registered_ids, subject_of


def test_every_release_is_looked_up_by_its_text() -> None:
    numbers = {
        (subject_of(topic), release.text): number
        for topic in topics().values()
        for number, release in enumerate(releases(topic.name), 1)
    }
    found = registered_ids(topics().values(), lambda *asked: numbers[asked])
    assert found[MetamodelPublished.name] == (1, 2)


def test_all_that_are_missing_are_named() -> None:
    with pytest.raises(SchemaIdMissing) as fault:
        registered_ids([MetamodelPublished], lambda *_: None)
    assert str(fault.value).count(MetamodelPublished.name) == 2
