"""Which claims of a caller's token decide what Cube shows."""

import re
from collections.abc import Iterator
from typing import Any, Final

from metamodel.model.metamodel import Metamodel

_CONTEXT: Final = re.compile(r"security_?context(?:\.([a-z_]\w*))?", re.ASCII | re.IGNORECASE)


def read_claims(model: Metamodel) -> frozenset[str] | None:
    """Names of all claims that a policy, a mask or any SQL reads, the tenant's among them.

    None: some text reads the token in a way that tells no name, so all of it counts.
    """
    document = model.model_dump(mode="json", by_alias=True)
    named = {str(claim) for claim in _claims(document)}
    for text in _texts(document):
        for name in _CONTEXT.findall(text):
            if not name:
                return None
            named.add(name)
    return frozenset(named)


def _claims(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        if value.get("claim"):
            yield value["claim"]
        for part in value.values():
            yield from _claims(part)
    elif isinstance(value, list):
        for part in value:
            yield from _claims(part)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
