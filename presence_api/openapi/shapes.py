"""Types of bodies as JSON Schema, each under its name."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

_TEMPLATE: Final = "#/components/schemas/{name}"


class Shapes:
    """All types of one document."""

    def __init__(self, types: Iterable[Any]) -> None:
        wanted = list(dict.fromkeys(one for kind in types for one in _each(kind)))
        references, components = msgspec.json.schema_components(wanted, ref_template=_TEMPLATE)
        self._references = dict(zip(wanted, references, strict=True))
        self.components = dict(sorted(components.items()))

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of one of them: mostly a reference; of a tuple, of any of its types."""
        found = [dict(self._references[one]) for one in _each(kind)]
        return found[0] if len(found) == 1 else {"anyOf": found}


def _each(kind: Any) -> tuple[Any, ...]:
    return kind if isinstance(kind, tuple) else (kind,)
