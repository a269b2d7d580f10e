"""A room's newest messages, for those who were away for a moment."""

from collections import deque


class Missed:
    """At most so many messages, and so many bytes of them. The newest has the room's `seq`."""

    __slots__ = ("_bytes", "_frames", "_most", "_most_bytes")

    def __init__(self, messages: int, size_bytes: int) -> None:
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._most, self._most_bytes = messages, size_bytes

    def add(self, frame: bytes) -> None:
        """The message of the next seq."""
        frames = self._frames
        frames.append(frame)
        self._bytes += len(frame)
        while len(frames) > self._most or self._bytes > self._most_bytes:
            self._bytes -= len(frames.popleft())

    def last(self, count: int) -> bytes | None:
        """The last `count` messages in one piece; None if some are not kept any more."""
        frames = self._frames
        if count > len(frames):
            return None
        return b"".join(frames[at] for at in range(len(frames) - count, len(frames)))
