"""Who answers reports, in memory: by a script, a step a call, and then always the same."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from presence_api.ports.report_source import (
    NothingBuilt,
    SecurityContext,
    SourceAnswer,
    StillRunning,
)

Step = SourceAnswer | StillRunning | NothingBuilt | Exception


@dataclass(frozen=True)
class Asked:
    """One poll, as it came."""

    query: Mapping[str, Any]
    context: SecurityContext


@dataclass
class FakeReportSource:
    """`script` first, then `otherwise`; each poll takes `takes_s`, or until `hold` is set."""

    otherwise: Callable[[Asked], Step] = lambda _: SourceAnswer([])
    script: deque[Step] = field(default_factory=deque)
    calls: list[Asked] = field(default_factory=list)
    takes_s: float = 0.0
    hold: asyncio.Event | None = None
    cancelled: int = 0

    async def ask(
        self, query: Mapping[str, Any], context: SecurityContext
    ) -> SourceAnswer | StillRunning | NothingBuilt:
        asked = Asked(query, context)
        self.calls.append(asked)
        step = self.script.popleft() if self.script else self.otherwise(asked)
        try:
            await (self.hold.wait() if self.hold else asyncio.sleep(self.takes_s))
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if isinstance(step, Exception):
            raise step
        return step
