from datetime import date

import pytest

from metamodel.model.partitions import Extent
from tests.metamodel.shop import loaded, model


def test_entities_are_found_by_name_and_by_cube() -> None:
    shop = model()
    assert shop.entity("order") is shop.entity_of_cube("orders")
    assert shop.entity("orders") is None
    assert shop.entity_of_cube("order") is None


def test_the_extent_is_that_of_the_defaults() -> None:
    assert model().extent == Extent(date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("/specVersion", "1.0"),
        ("/formatVersion", "2"),
        ("/name", "My Shop"),
        ("/defaults/timezone", "Europe/Berlin"),
        ("/defaults/extent/end", "2023-12-31"),
        ("/entities", []),
    ],
)
def test_what_the_document_cannot_say_is_a_schema_fault(place: str, value: object) -> None:
    faults = loaded({place: value}).faults
    assert [item.code for item in faults] == ["SCH001"]
    assert place.startswith(faults[0].pointer)
