"""Epochs that only rise."""

from presence_api.ports.fence_epochs import EpochsUnavailable


class FakeFenceEpochs:
    """Counts from where it is told; `away` makes it fail."""

    def __init__(self, start: int = 0) -> None:
        self._last = start
        self.away = False

    async def next(self) -> int:
        if self.away:
            raise EpochsUnavailable("away")
        self._last += 1
        return self._last
