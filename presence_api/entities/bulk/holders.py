"""Who holds which of many instances, as bulk updates ask it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from presence_api.caller import Caller
from presence_api.entities.writing.patching import HeldBy
from presence_api.ports.lock_table import LockAddress


class HoldersAmong(Protocol):
    """Who holds which of many instances."""

    def among(
        self, caller: Caller, addresses: Sequence[LockAddress]
    ) -> Mapping[LockAddress, HeldBy]:
        """Those that somebody else holds. Raises LocksUnavailable."""
        ...
