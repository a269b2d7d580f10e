"""People in one room who speak in turn, and hear everything that any of them says."""

from contextlib import ExitStack
from typing import Any, Final

from tests.contract.presence_raw_client import LOOPBACK, RawClient
from tests.faults.presence.audit import Audit
from tests.faults.presence.ground import Instance

ROOM: Final = "order/1"
LONG: Final = "漢" * 240  # a row or a field of many bytes


class Listener:
    """One person who reads; what they were told is in `audit`."""

    def __init__(self, instance: Instance, user: str, source: str = LOOPBACK) -> None:
        self.user = user
        self.audit = Audit(user)
        self.client: RawClient = instance.client(user, source)
        self._messages = self.client.messages()
        self.client.say(**self.audit.sub(ROOM))
        self.hear_until(lambda: ROOM in self.audit.views)

    def hear_until(self, enough: Any) -> None:
        """Read until it is; fails if the service ends the connection before."""
        while not enough():
            message = next(self._messages, None)
            assert message is not None, f"{self.user} was ended"
            self.audit.read(message)

    def row_of(self, user: str) -> str | None:
        """What this person believes that one looks at."""
        row: str | None = self.audit.views[ROOM].active.get(user, {}).get("row")
        return row


class CrowdedRoom:
    """So many people; each round everybody says a new number, and everybody hears all of them."""

    def __init__(self, instance: Instance, people: int, long: str = "") -> None:
        self.rounds, self._long = 0, long
        self.people = [Listener(instance, f"person{number}") for number in range(people)]

    def speak(self) -> None:
        """One round: it is over when nobody has missed anything."""
        self.rounds += 1
        row = f"{self.rounds}{self._long}"
        for one in self.people:
            more = {"field": self._long} if self._long else {}
            one.client.say("FOCUS", room=ROOM, row=row, **more)
        users = [one.user for one in self.people]
        for one in self.people:
            one.hear_until(lambda one=one: all(one.row_of(user) == row for user in users))

    @property
    def faults(self) -> list[str]:
        """What somebody missed, or heard twice."""
        return [fault for one in self.people for fault in one.audit.faults]

    def kept_open(self, until: ExitStack) -> "CrowdedRoom":
        """Its connections end with `until`."""
        for one in self.people:
            until.callback(one.client.socket.close)
        return self
