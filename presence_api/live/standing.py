"""What the service can promise now, and who has to hear when that changes."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

from presence_api.live.rooms.messages import Knowledge, Reach, ServiceStatus

_WHOLE = ServiceStatus()


class Standing:
    """One for all connections of an instance. `told` hears of each change."""

    def __init__(self) -> None:
        self.status = ServiceStatus(Knowledge.UNKNOWN, Reach.LOCAL)
        self.told: Callable[[ServiceStatus], object] = lambda _: None

    @property
    def shortfall(self) -> ServiceStatus | None:
        """The status; None while there is nothing to say."""
        return None if self.status == _WHOLE else self.status

    def know_changes(self, known: bool) -> None:
        """Whether what is said of changes is up to date."""
        self._become(stale=Knowledge.KNOWN if known else Knowledge.UNKNOWN)

    def reach_others(self, reached: bool) -> None:
        """Whether other instances can be heard."""
        self._become(presence=Reach.WHOLE if reached else Reach.LOCAL)

    def _become(self, **changes: StrEnum) -> None:
        found = msgspec.structs.replace(self.status, **changes)
        if found != self.status:
            self.status = found
            self.told(found)
