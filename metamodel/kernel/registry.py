"""Find catalogue items by walking their folder: one new file, and no list to edit."""

import importlib
import pkgutil
from collections.abc import Collection
from types import ModuleType
from typing import TypeVar

from metamodel.kernel.errors import RegistryFault

T = TypeVar("T")


def discover(
    package: ModuleType, base: type[T], *, key: str = "code", beside: Collection[str] = ()
) -> dict[str, type[T]]:
    """Every concrete subclass of `base` in `package`, by its `key` attribute, in order of that key.

    Modules whose name starts with `_` are skipped, and those `beside` the catalogue's items. Raises
    RegistryFault, naming the file, unless a module defines exactly one class with a docstring and a
    key that no other file uses.
    """
    found: dict[str, type[T]] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        if info.name.startswith("_") or info.name in beside:
            continue
        name = f"{package.__name__}.{info.name}"
        item = _only_class(importlib.import_module(name), base)
        value = getattr(item, key, None)
        if not isinstance(value, str) or not value:
            raise RegistryFault(name, f"class {item.__name__} has no `{key}`")
        if value in found:
            raise RegistryFault(name, f"`{value}` is already used by {found[value].__module__}")
        found[value] = item
    return dict(sorted(found.items()))


def _only_class(module: ModuleType, base: type[T]) -> type[T]:
    here = [
        item
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, base) and item.__module__ == module.__name__
    ]
    if len(here) != 1:
        raise RegistryFault(module.__name__, f"wants exactly one {base.__name__}, has {len(here)}")
    if not (here[0].__dict__.get("__doc__") or "").strip():
        raise RegistryFault(module.__name__, f"class {here[0].__name__} has no docstring")
    return here[0]
