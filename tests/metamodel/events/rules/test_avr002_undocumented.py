from metamodel.events._contract import Schema
from tests.metamodel.events.planted import order, plain, told


def test_a_field_without_a_sentence_is_told() -> None:
    assert told("AVR002", order(plain(), plain("cubes", doc="cubes"))) == [
        "/fields/3: `cubes` (`cubes`) does not say what it means"
    ]


def test_a_type_without_a_sentence_is_told_at_its_place() -> None:
    inner: Schema = {"type": "record", "name": "Row", "fields": [plain("a", doc="")]}
    schema = order(plain("rows", {"type": "array", "items": inner}))
    assert told("AVR002", schema) == [
        "/fields/2/type/items: `rows[]` (`Row`) does not say what it means",
        "/fields/2/type/items/fields/0: `rows[].a` (`a`) does not say what it means",
    ]
