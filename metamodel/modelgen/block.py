"""Plans as YAML in block style: two closing braces of flow style would mean Jinja to Cube."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from metamodel.modelgen.scalars import yaml_key, yaml_scalar

_STEP = 2


def as_block(value: Any, indent: int) -> str:
    """A plan, a mapping or a sequence as lines that begin `indent` blanks in; each ends a line."""
    return "".join(f"{line}\n" for line in _lines(value, " " * indent))


def emitted(plan: Any) -> Any:
    """What of a plan is written, as plain data: the same plan, the same value, for ever.

    A field that is added later and left at its default changes nothing here.
    """
    if is_dataclass(plan):
        return {key: emitted(value) for key, value in _entries(plan)}
    if isinstance(plan, Mapping):
        return {key: emitted(value) for key, value in plan.items()}
    if isinstance(plan, tuple | list):
        return [emitted(item) for item in plan]
    return plan


@cache
def _keys(kind: Any) -> tuple[tuple[str, str, Any], ...]:
    """Of a plan's class: attribute, key of the YAML, default."""
    unsaid = getattr(kind, "unsaid", ())
    return tuple(
        (item.name, item.name.removesuffix("_"), item.default)
        for item in fields(kind)
        if item.name not in unsaid
    )


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
        return
    for name, key, default in _keys(value.__class__):
        item = getattr(value, name)
        if item != default or type(item) is not type(default):
            yield key, item


def _lines(value: Any, margin: str) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for item in value:
            yield from _item(item, margin)
        return
    for key, item in _entries(value):
        name = yaml_key(key)
        if _scalar(item):
            yield f"{margin}{name}: {_text(item)}"
        else:
            yield f"{margin}{name}:"
            yield from _lines(item, margin + " " * _STEP)


def _item(item: Any, margin: str) -> Iterator[str]:
    if _scalar(item):
        yield f"{margin}- {_text(item)}"
        return
    inner = _lines(item, margin + " " * _STEP)
    yield f"{margin}- {next(inner).lstrip()}"
    yield from inner


def _scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | bool | int | float) or not _holds(value)


def _holds(value: Any) -> bool:
    return any(True for _ in _entries(value)) if is_dataclass(value) else len(value) > 0


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str | bool | int | float):
        return yaml_scalar(value)
    return "[]" if isinstance(value, tuple | list) else "{}"
