"""The tables know every part of the grammar, and nothing that is not in it."""

from collections.abc import Iterator
from typing import Any, get_args

from metamodel.compat.verdicts import CHANGED, ITEMS, KEYS, SHOWN_PARTS
from metamodel.model.metamodel import Metamodel
from metamodel.model.part import Part


def parts() -> dict[str, type[Part]]:
    found: dict[str, type[Part]] = {}
    queue: list[type[Part]] = [Metamodel]
    while queue:
        part = queue.pop()
        if part.__name__ not in found:
            found[part.__name__] = part
            for info in part.model_fields.values():
                queue.extend(inner(info.annotation))
    return found


def inner(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from inner(argument)


def test_every_part_has_a_verdict() -> None:
    assert set(CHANGED) == set(parts())


def test_every_key_with_a_verdict_of_its_own_exists() -> None:
    known = {
        f"{name}.{info.alias or field}"
        for name, part in parts().items()
        for field, info in part.model_fields.items()
    }
    assert {key for key in KEYS if key not in known and not key.startswith(SHOWN_PARTS)} == set()


def test_items_that_come_and_go_are_parts() -> None:
    assert set(ITEMS) <= set(parts())
