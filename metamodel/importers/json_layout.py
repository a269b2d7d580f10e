"""JSON that people edit: what fits on a line stands on one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 160


def laid_out(value: Any) -> str:
    """The text, with a line break at its end; only what holds much or deep is opened."""
    return _text(value, "") + "\n"


def _text(value: Any, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    simple = not isinstance(value, dict | list) or not any(_deep(item) for item in _items(value))
    if not isinstance(value, dict | list) or not value or (simple and len(indent + flat) <= WIDTH):
        return flat
    inner = indent + "  "
    rows = ",\n".join(f"{inner}{row}" for row in _rows(value, inner))
    left, right = "{}" if isinstance(value, dict) else "[]"
    return f"{left}\n{rows}\n{indent}{right}"


def _rows(value: Mapping[str, Any] | Sequence[Any], indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield f"{json.dumps(key, ensure_ascii=False)}: {_text(item, indent)}"
    else:
        yield from (_text(item, indent) for item in value)


def _deep(item: Any) -> bool:
    """Does it hold objects of its own?"""
    return isinstance(item, dict | list) and any(isinstance(one, dict) for one in _items(item))


def _items(value: Any) -> Sequence[Any]:
    return list(value.values()) if isinstance(value, dict) else value
