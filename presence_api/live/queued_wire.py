"""A wire over any WebSocket that is awaited: what is written waits in a queue for one sender."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.frames import frames_in
from presence_api.live.session import Session

_LOW: Final = 4  # a queue has room again at this part of its limit


class QueuedWire:
    """Holds at most about `most_bytes` for its session, which falls behind past them."""

    def __init__(self, most_bytes: int) -> None:
        self.session: Session | None = None
        self._most = most_bytes
        self._texts: deque[bytes] = deque()
        self._bytes = 0
        self._more = asyncio.Event()
        self._end: tuple[CloseCode, str] | None = None

    @property
    def waiting_bytes(self) -> int:
        """What nobody has sent yet."""
        return self._bytes

    def write(self, data: bytes) -> None:
        """Keep the messages in `data` until they can be sent."""
        for _, text in frames_in(data):
            self._texts.append(text)
            self._bytes += len(text)
        self._more.set()
        if self._bytes > self._most and self.session is not None:
            self.session.fall_behind()

    def together(self, work: Callable[[], object]) -> None:
        """Messages are sent one by one anyway."""
        work()

    def end(self, code: CloseCode, reason: str) -> None:
        """Nothing is written after this."""
        self._end = (code, reason)
        self._more.set()

    def ping(self) -> None:
        """The server beneath pings by itself, and ends what does not answer."""
        if self.session is not None:
            self.session.heard()

    async def pump(
        self,
        send: Callable[[bytes], Awaitable[None]],
        close: Callable[[CloseCode, str], Awaitable[None]],
    ) -> None:
        """Send until the end; whatever `send` raises ends it too."""
        while True:
            await self._more.wait()
            self._more.clear()
            while self._texts:
                text = self._texts.popleft()
                await send(text)
                self._bytes -= len(text)
                if self._bytes * _LOW <= self._most and self._fell_behind():
                    self.session.catch_up()  # type: ignore[union-attr]
            if self._end is not None:
                await close(*self._end)
                return

    def _fell_behind(self) -> bool:
        return self.session is not None and not self.session.keeps_up and not self.session.over
