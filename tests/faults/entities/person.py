"""Somebody who does the same over HTTP, again and again, whatever happens to the servers."""

import threading
from abc import ABC, abstractmethod
from collections import Counter
from typing import Any, Final

import httpx

_TIMEOUT_S: Final = 30.0


class Person(ABC):
    """In a thread, from `begin` until told to stop; `pause_s` apart, for others use the servers."""

    def __init__(self, url: str, token: str, pause_s: float) -> None:
        self.statuses: Counter[int] = Counter()
        self._url, self._token, self._pause_s = url, token, pause_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def begin(self) -> None:
        """From now on."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is under way."""
        self._stop.set()
        self._thread.join()

    @abstractmethod
    def act(self, client: httpx.Client) -> None:
        """Once."""

    def asked(
        self, client: httpx.Client, method: str, place: str, **asked: Any
    ) -> httpx.Response | None:
        """The answer, counted; None: there was none."""
        try:
            answer = client.request(method, place, **asked)
        except httpx.TransportError:
            return None
        self.statuses[answer.status_code] += 1
        return answer

    def _run(self) -> None:
        headers = {"authorization": f"Bearer {self._token}"}
        with httpx.Client(base_url=self._url, headers=headers, timeout=_TIMEOUT_S) as client:
            while not self._stop.wait(self._pause_s):
                self.act(client)
