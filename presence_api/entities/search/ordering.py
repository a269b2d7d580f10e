"""The order of a request, made total by the key."""

from typing import Any, Final

from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.faults import FaultCode, Faults, below, object_of
from presence_api.ports.entity_store import OrderBy, RowSource

STEPS: Final = 8
_KEYS: Final = frozenset({"by", "dir"})
_DIRECTIONS: Final = frozenset({"asc", "desc"})


def read_order(view: EntityView, said: Any, pointer: str, faults: Faults) -> tuple[OrderBy, ...]:
    """The steps that a request names: `[{"by": attribute, "dir": "asc" or "desc"}]`."""
    if not isinstance(said, list):
        faults.add(pointer, FaultCode.WRONG_SHAPE, "a list is wanted")
        return ()
    if len(said) > STEPS:
        faults.add(pointer, FaultCode.OUT_OF_BOUNDS, f"more than {STEPS} steps")
        return ()
    found: dict[str, OrderBy] = {}
    for index, item in enumerate(said):
        place = below(pointer, index)
        step = _step(view, item, place, faults)
        if step is not None and step.column.name in found:
            faults.add(
                below(place, "by"), FaultCode.TWICE, f"`{step.column.name}` was there before"
            )
        elif step is not None:
            found[step.column.name] = step
    return tuple(found.values())


def total_order(source: RowSource, steps: tuple[OrderBy, ...]) -> tuple[OrderBy, ...]:
    """The same with the key's parts that it lacks, in the direction of its last step.

    An index on the last step and the key then serves both directions.
    """
    descending = bool(steps) and steps[-1].descending
    named = {step.column.name for step in steps}
    rest = [OrderBy(column, descending) for column in source.key if column.name not in named]
    return (*steps, *rest)


def _step(view: EntityView, item: Any, pointer: str, faults: Faults) -> OrderBy | None:
    wanted = 'an object such as `{"by": "name"}` is wanted'
    item = object_of(item, _KEYS, pointer, faults, wanted)
    if item is None:
        return None
    direction = item.get("dir", "asc")
    if not isinstance(direction, str) or direction not in _DIRECTIONS:
        faults.unknown(below(pointer, "dir"), FaultCode.UNFIT_VALUE, direction, _DIRECTIONS)
    name, place = item.get("by"), below(pointer, "by")
    if not isinstance(name, str):
        faults.add(place, FaultCode.WRONG_SHAPE, "the name of an attribute is wanted")
    elif name in view.orderable:
        return OrderBy(view.column(name), direction == "desc")
    elif name in view.masked:
        faults.add(place, FaultCode.MASKED_ATTRIBUTE, f"`{name}` is masked for you")
    elif name in view.filterable:
        faults.add(
            place, FaultCode.UNFIT_ATTRIBUTE, f"nothing is ordered by long texts as `{name}`"
        )
    else:
        faults.unknown(place, FaultCode.UNKNOWN_ATTRIBUTE, name, view.orderable)
    return None
