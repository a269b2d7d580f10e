"""The stack's Redis, asked by the bench itself: how often it was called, which scripts it knows."""

import socket
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Final, Self

import hiredis

from presence_api.adapters.redis_address import RedisAddress

_TIMEOUT_S: Final = 10.0
_PACK: Final[Callable[[Any], bytes]] = hiredis.pack_command
_OURS: Final = frozenset({"info", "auth"})


class RedisProbe:
    """A connection, until the block ends."""

    def __init__(self, url: str) -> None:
        self.address = RedisAddress.parse(url)
        self._reader = hiredis.Reader()
        self._socket = socket.create_connection(
            (self.address.host, self.address.port), timeout=_TIMEOUT_S
        )

    def __enter__(self) -> Self:
        if self.address.password:
            self.call("AUTH", self.address.user, self.address.password)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def call(self, *parts: str) -> Any:
        """One command and its answer."""
        self._socket.sendall(_PACK(parts))
        while (answer := self._reader.gets()) is False:
            self._reader.feed(self._socket.recv(65536))
        if isinstance(answer, hiredis.HiredisError):
            raise answer
        return answer

    def calls(self) -> Mapping[str, int]:
        """How often each command was called so far, also from scripts; not the probe's own."""
        lines = self.call("INFO", "commandstats").decode().splitlines()
        found = {}
        for line in lines:
            name, _, said = line.removeprefix("cmdstat_").partition(":calls=")
            if said and name not in _OURS:
                found[name] = int(said.partition(",")[0])
        return found
