"""Somebody who asks for reports over HTTP, again and again, whatever happens to the servers."""

import random
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import httpx

_TIMEOUT_S: Final = 30.0
_PAUSE_S: Final = 0.05
Days = tuple[str, str]


class ReportReader:
    """Counts orders of ranges of days until told to stop; in a thread.

    `truth` has the number of each range; what an answer has instead is in `wrong`.
    """

    def __init__(self, url: str, token: str, truth: Mapping[Days, int]) -> None:
        self.statuses: Counter[int] = Counter()
        self.wrong: list[tuple[Days, Any]] = []
        self._url, self._token, self._truth = url, token, truth
        self._random, self._stop = random.Random(7), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def answered(self) -> int:
        """Reports with rows."""
        return self.statuses[httpx.codes.OK]

    def stop(self) -> None:
        """End after the request that is under way."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        headers = {"authorization": f"Bearer {self._token}"}
        with httpx.Client(base_url=self._url, headers=headers, timeout=_TIMEOUT_S) as client:
            while not self._stop.wait(_PAUSE_S):
                self._ask(client, self._random.choice([*self._truth]))

    def _ask(self, client: httpx.Client, days: Days) -> None:
        asked = {
            "version": "1",
            "entity": "order",
            "measures": ["count"],
            "time": {"range": list(days)},
            "timeout": 5,
        }
        try:
            answer = client.post("/api/v1/reports/query", json=asked)
        except httpx.TransportError:
            return
        self.statuses[answer.status_code] += 1
        if answer.status_code == httpx.codes.OK:
            data = answer.json()["data"]
            if data != [[str(self._truth[days])]]:
                self.wrong.append((days, data))
