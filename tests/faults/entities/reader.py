"""Somebody who asks for reports, and knows what they have to say."""

import random
from collections.abc import Mapping
from typing import Any, Final

import httpx

from tests.faults.entities.person import Person

_PAUSE_S: Final = 0.05
Days = tuple[str, str]


class ReportReader(Person):
    """Counts orders of ranges of days.

    `truth` has the number of each range; what an answer has instead is in `wrong`.
    """

    def __init__(self, url: str, token: str, truth: Mapping[Days, int]) -> None:
        super().__init__(url, token, _PAUSE_S)
        self.wrong: list[tuple[Days, Any]] = []
        self._truth, self._random = truth, random.Random(7)

    @property
    def answered(self) -> int:
        """Reports with rows."""
        return self.statuses[httpx.codes.OK]

    def act(self, client: httpx.Client) -> None:
        days = self._random.choice([*self._truth])
        asked = {
            "version": "1",
            "entity": "order",
            "measures": ["count"],
            "time": {"range": list(days)},
            "timeout": 5,
        }
        answer = self.asked(client, "POST", "/api/v1/reports/query", json=asked)
        if answer is not None and answer.status_code == httpx.codes.OK:
            data = answer.json()["data"]
            if data != [[str(self._truth[days])]]:
                self.wrong.append((days, data))
