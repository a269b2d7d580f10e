"""Somebody who changes rows, each from the version that was read."""

import random
from collections.abc import Sequence
from typing import Final

import httpx

from tests.faults.entities.ledger import Told
from tests.faults.entities.person import Person

_UNANSWERED: Final = 500
_PAUSE_S: Final = 0.02


class RowWriter(Person):
    """Reads a row and changes what it has read."""

    def __init__(self, url: str, token: str, rows: Sequence[str], seed: int) -> None:
        super().__init__(url, token, _PAUSE_S)
        self.told = Told(statuses=self.statuses)
        self._rows, self._random = rows, random.Random(seed)

    @property
    def accepted(self) -> int:
        """Changes that were accepted so far."""
        return len(self.told.accepted)

    def act(self, client: httpx.Client) -> None:
        row = self._random.choice(self._rows)
        place = f"/api/v1/entities/order/{row}"
        read = self.asked(client, "GET", place)
        if read is None or read.status_code != httpx.codes.OK:
            return
        fields = {"content-type": "application/merge-patch+json", "if-match": read.headers["etag"]}
        change = {"clerk": f"Clerk#{self._random.randrange(10**6)}"}
        answer = self.asked(client, "PATCH", place, json=change, headers=fields)
        if answer is None or answer.status_code >= _UNANSWERED:
            self.told.unanswered[row] += 1  # it may have happened
        elif answer.status_code == httpx.codes.OK:
            self.told.accepted.add((row, answer.json()["_version"]))
