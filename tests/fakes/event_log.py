"""A log of events in memory, of which one may be read twice."""

import asyncio
from collections import deque

from presence_api.ports.event_log import EventLogUnavailable, LogEvent, LogRead


class FakeEventLog:
    """Gives what tests put into it, in their batches; `away` while it cannot be read."""

    def __init__(self) -> None:
        self.batches: deque[LogRead] = deque()
        self.away = self.closed = False

    def write(self, *events: LogEvent, current: bool = True, unreadable: int = 0) -> None:
        """One batch."""
        self.batches.append(LogRead(events, current, unreadable))

    async def read(self, budget_s: float) -> LogRead:
        del budget_s
        await asyncio.sleep(0)  # as every log: others have their turn
        if self.away:
            raise EventLogUnavailable("away")
        return self.batches.popleft() if self.batches else LogRead(current=True)

    async def close(self) -> None:
        self.closed = True
