"""The components there are: every file of `components/` whose parts are installed."""

from collections.abc import Collection

from metamodel.kernel.registry import discover
from ops.stack import components, graph
from ops.stack.component import Component


def all_components() -> dict[str, Component]:
    """Every available component by name; what it needs and is not available is left out."""
    found = discover(components, Component, key="name")
    return {name: item() for name, item in found.items() if item.available()}


def chosen(catalogue: dict[str, Component], names: Collection[str] | None) -> dict[str, Component]:
    """The named components and all they need, each after its needs; None: all of them.

    One that is there on request only is left out unless it is named. Raises ComponentUnknown.
    """
    catalogue = {
        name: item
        for name, item in catalogue.items()
        if not item.on_request or name in (names or ())
    }
    needs = {
        name: tuple(need for need in item.needs if need in catalogue)
        for name, item in catalogue.items()
    }
    return {name: catalogue[name] for name in graph.closure(needs, names or tuple(needs))}
