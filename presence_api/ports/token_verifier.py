"""Whose token is it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Protocol

from metamodel.kernel.errors import RampartError


class TokenRefused(RampartError):
    """A token is missing, not signed by whom we trust, expired, or says too little."""

    code: ClassVar[str] = "PRE-001"
    hint: ClassVar[str] = "Log in again; RAMPART_JWT_* says whose tokens are taken."


class KeysUnavailable(RampartError):
    """The keys that tokens are signed with could not be fetched."""

    code: ClassVar[str] = "PRE-002"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether RAMPART_JWT_JWKS_URL answers; nobody can log in until then."


UNBELIEVED: Final = (TokenRefused, KeysUnavailable)
"""All that may keep a token from being believed."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token that is believed says."""

    subject: str
    name: str
    tenant: str
    groups: tuple[str, ...]
    ends_at: float  # seconds since 1970
    everything: Mapping[str, Any] = field(default_factory=dict)  # as it stands in the token


class TokenVerifier(Protocol):
    """Believes some tokens."""

    def verify(self, token: str) -> Claims:
        """Raises TokenRefused, KeysUnavailable."""
        ...
