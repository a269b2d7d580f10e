"""The components there are: every file of `components/` whose parts are installed."""

from collections.abc import Collection

from metamodel.kernel.errors import RegistryFault
from metamodel.kernel.registry import discover
from ops.stack import components, graph
from ops.stack.component import Component
from ops.stack.shape import USUAL, Shape


def all_components(shape: Shape = USUAL) -> dict[str, Component]:
    """Every available component of a stack of that shape, by name.

    Raises RegistryFault if two of them have the same name.
    """
    found: dict[str, Component] = {}
    # By file: the same part of the platform may be another program in another profile.
    for item in discover(components, Component, key="__module__").values():
        for part in item.parts(shape) if item.available() else ():
            if part.name in found:
                raise RegistryFault(part.name, f"is twice in {shape}")
            found[part.name] = part
    return dict(sorted(found.items()))


def chosen(catalogue: dict[str, Component], names: Collection[str] | None) -> dict[str, Component]:
    """The named components and all they need, each after its needs; None: all of them.

    Raises ComponentUnknown.
    """
    needs = {
        name: tuple(need for need in item.needs if need in catalogue)
        for name, item in catalogue.items()
    }
    return {name: catalogue[name] for name in graph.closure(needs, names or tuple(needs))}
