"""Types of bodies."""

from presence_api.openapi.shapes import Shapes
from tests.presence_api.openapi.things import Renamed, Thing


def test_each_has_its_name_and_is_referred_to() -> None:
    shapes = Shapes([Thing, list[Thing], Renamed, Thing])
    assert shapes.of(Thing) == {"$ref": "#/components/schemas/Thing"}
    assert shapes.of(list[Thing])["items"] == shapes.of(Thing)
    both = Shapes([(Thing, Renamed)]).of((Thing, Renamed))
    assert both == {"anyOf": [shapes.of(Thing), shapes.of(Renamed)]}
    assert list(shapes.components) == ["Renamed", "Thing"]
    assert shapes.components["Renamed"]["additionalProperties"] is False
    assert shapes.components["Thing"]["description"] == "A thing."
