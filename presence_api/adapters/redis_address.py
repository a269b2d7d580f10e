"""Where Redis is, and how one gets in."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import unquote, urlsplit

_PORT: Final = 6379
P = TypeVar("P", bound=asyncio.Protocol)


@dataclass(frozen=True, slots=True)
class RedisAddress:
    """The parts of `redis[s]://[user:password@]host[:port][/database]`."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    database: str

    @classmethod
    def parse(cls, url: str) -> "RedisAddress":
        """The parts of a URL, with what is usual where nothing is said."""
        parts = urlsplit(url)
        return cls(
            parts.hostname or "127.0.0.1",
            parts.port or _PORT,
            parts.scheme == "rediss",
            unquote(parts.username or "") or "default",
            unquote(parts.password or ""),
            parts.path.lstrip("/") or "0",
        )

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    async def open(self, protocol: Callable[[], P], timeout_s: float) -> P:
        """A connection. Raises OSError, TimeoutError."""
        async with asyncio.timeout(timeout_s):
            _, found = await asyncio.get_running_loop().create_connection(
                protocol, self.host, self.port, ssl=self.tls or None
            )
            return found
