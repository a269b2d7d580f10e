"""People who ask one of several processes, as a balancer lets them.

Whoever refuses a connection, or ends one with its answer, is not asked again for a while.
"""

import http.client
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from typing import Final, Self

TIMEOUT_S: Final = 20.0
_REST: Final = 50
"""Requests of one person, until who turned them away is asked again."""


class BalancedLoad:
    """Runs within its block; `answers` by status and port, `failures` whatever else came back."""

    def __init__(
        self, ports: Sequence[int], path: str, fields: Mapping[str, str], people: int = 4
    ) -> None:
        self.answers: Counter[tuple[int, int]] = Counter()
        self.failures: list[str] = []
        self._ports, self._path, self._fields = ports, path, dict(fields)
        self._enough = threading.Event()
        self._people = [
            threading.Thread(target=self._ask, args=(number,)) for number in range(people)
        ]

    def __enter__(self) -> Self:
        """Everybody begins."""
        for one in self._people:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Everybody ends."""
        self._enough.set()
        for one in self._people:
            one.join(TIMEOUT_S)

    def answered(self, port: int) -> int:
        """Good answers of one process."""
        return self.answers[200, port]

    def _ask(self, number: int) -> None:
        open_: dict[int, http.client.HTTPConnection] = {}
        asked_again: dict[int, int] = {}
        for turn in count(number):
            if self._enough.is_set():
                break
            ports = [port for port in self._ports if asked_again.get(port, 0) <= turn]
            port = (ports or self._ports)[turn % len(ports or self._ports)]
            if not self._once(port, open_):
                asked_again[port] = turn + _REST
        for connection in open_.values():
            connection.close()

    def _once(self, port: int, open_: dict[int, http.client.HTTPConnection]) -> bool:
        """False: it should be left alone."""
        connection = open_.get(port)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
            try:
                connection.connect()
            except ConnectionRefusedError:
                return False
            open_[port] = connection
        try:
            connection.request("GET", self._path, headers=self._fields)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{port}: {error!r}")
            with suppress(OSError):
                open_.pop(port).close()
            return False
        self.answers[answer.status, port] += 1
        if answer.status != http.client.OK:
            self.failures.append(f"{port}: {answer.status}")
        if answer.will_close:
            open_.pop(port).close()
        return not answer.will_close
