"""Who asks, by their token."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Caller:
    """A user of one tenant; `claims` are all that the token says at its top level."""

    tenant: str
    user: str
    groups: frozenset[str]
    claims: Mapping[str, Any] = field(default_factory=dict)
