"""Somebody who changes rows over HTTP, again and again, whatever happens to the servers."""

import random
import threading
from collections.abc import Sequence
from typing import Any

import httpx

from tests.faults.entities.ledger import Told

_TIMEOUT_S = 30.0
_UNANSWERED = 500
_PAUSE_S = 0.02  # between requests: other people use the servers too


class RowWriter:
    """Reads a row and changes what it has read, until told to stop; in a thread."""

    def __init__(self, url: str, token: str, rows: Sequence[str], seed: int) -> None:
        self.told = Told()
        self._url, self._token, self._rows = url, token, rows
        self._random, self._stop = random.Random(seed), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def accepted(self) -> int:
        """Changes that were accepted so far."""
        return len(self.told.accepted)

    def stop(self) -> Told:
        """End after the request that is under way."""
        self._stop.set()
        self._thread.join()
        return self.told

    def _run(self) -> None:
        headers = {"authorization": f"Bearer {self._token}"}
        with httpx.Client(base_url=self._url, headers=headers, timeout=_TIMEOUT_S) as client:
            while not self._stop.wait(_PAUSE_S):
                self._change(client, self._random.choice(self._rows))

    def _change(self, client: httpx.Client, row: str) -> None:
        place = f"/api/v1/entities/order/{row}"
        read = self._asked(client, "GET", place)
        if read is None or read.status_code != httpx.codes.OK:
            return
        fields = {"content-type": "application/merge-patch+json", "if-match": read.headers["etag"]}
        change = {"clerk": f"Clerk#{self._random.randrange(10**6)}"}
        answer = self._asked(client, "PATCH", place, json=change, headers=fields)
        if answer is None or answer.status_code >= _UNANSWERED:
            self.told.unanswered[row] += 1  # it may have happened
        elif answer.status_code == httpx.codes.OK:
            self.told.accepted.add((row, answer.json()["_version"]))

    def _asked(
        self, client: httpx.Client, method: str, place: str, **asked: Any
    ) -> httpx.Response | None:
        try:
            answer = client.request(method, place, **asked)
        except httpx.TransportError:
            return None
        self.told.statuses[answer.status_code] += 1
        return answer
