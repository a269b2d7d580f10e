"""A service that one connection treats badly, and two witnesses: what must stay true for them."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.person import Person
from presence_api.live.sessions import Sessions
from presence_api.live.tickets import Admission
from tests.fakes.browser import Browser
from tests.fakes.instance import HOUR_S, Instance
from tests.presence_api.live.walk import truth

ROOMS: Final = ("order", "order/1", "order/2", "order_item/1~2")
LIMITS: Final = Limits(per_second=1e6, burst=1e6, ping_s=3600, rooms=4)
ENDINGS: Final = frozenset({CloseCode.BAD_MESSAGE, CloseCode.NOT_UTF8})
ANSWERS: Final = frozenset(
    {"WELCOME", "SNAPSHOT", "DIFF", "LOCK_GRANTED", "LOCK_DENIED", "LOCK_CHANGED"}
    | {"LOCK_REQUESTED", "ERROR"}
)
QUIET: Final = 30  # appointments that one instance with three people may have at any time


class Heedless(Browser):
    """Keeps what it is told, and follows no room: it has lied about what it knows of them."""

    def _follow(self, message: dict[str, Any]) -> None:
        """Whatever."""


class Fuzzed:
    """Mallory of acme says anything; Anna of acme and Eve of globex are in the same rooms."""

    def __init__(self) -> None:
        self.instance = Instance(LIMITS)
        self.near = self._witness("anna", "acme", *ROOMS)
        self.far = self._witness("eve", "globex", *ROOMS)
        self.shared = self._witness("olga", "globex", "nation/1")
        self.instance.settle(2)
        self.told_far = len(self.far.messages)
        self.rooms = len(self.instance.rooms)
        self.mallory = self._mallory()
        self.endings: list[CloseCode] = []

    @property
    def sessions(self) -> Sessions:
        return self.instance.sessions

    def say(self, message: bytes) -> CloseCode | None:
        """Mallory says it; how that ended the connection, if it did: then there is another one."""
        session = self.mallory.session
        assert session is not None
        session.receive(message)
        self.instance.timers.turn()
        if self.mallory.ended is None:
            return None
        code = self.mallory.ended[0]
        self.endings.append(code)
        self.mallory = self._mallory()
        return code

    def faults(self) -> Iterator[str]:
        """What must not be, after all that was said; everything has been told by then."""
        self.instance.settle(2)
        yield from self._of_the_answers()
        yield from self._of_the_witnesses()
        yield from self._of_what_is_kept()

    def _of_the_answers(self) -> Iterator[str]:
        if unknown := set(self.endings) - ENDINGS:
            yield f"ended with {unknown}"
        if unknown := {message["op"] for message in self.mallory.messages} - ANSWERS:
            yield f"answered with {unknown}"

    def _of_the_witnesses(self) -> Iterator[str]:
        if heard := self.far.messages[self.told_far :]:
            yield f"another tenant heard {heard}"
        if "mallory" in (said := str(self.shared.messages)):
            yield f"another tenant saw who it was: {said}"
        for one in (self.near, self.far, self.shared):
            yield from one.gaps
        assert self.near.session is not None
        for name, room in self.near.session.rooms.items():
            if self.near.views[name].shown() != truth(room):
                yield f"{name}: {self.near.views[name].shown()} and not {truth(room)}"

    def _of_what_is_kept(self) -> Iterator[str]:
        """While Mallory is there, as much as a connection may have; then nothing."""
        session = self.mallory.session
        assert session is not None
        if len(session.rooms) > LIMITS.rooms:
            yield f"in {len(session.rooms)} rooms"
        session.lost()
        self.instance.pass_time(12)
        kept: dict[str, tuple[Any, Any]] = {
            "rooms": (len(self.instance.rooms), self.rooms),
            "connections": (len(self.sessions), 3),
            "places": (len(self.sessions._kept) + len(self.sessions._leaving), 0),
            "users counted": (len(self.sessions._per_user), 3),
            "shared rooms": (len(self.instance.backplane._shared), self.rooms),
            "locks": (len(self.instance.locks), 0),
        }
        for what, (found, due) in kept.items():
            if found != due:
                yield f"{found} {what}, not {due}"
        if (waiting := len(self.instance.timers._due)) > QUIET:
            yield f"{waiting} appointments"

    def _mallory(self) -> Heedless:
        found = Heedless()
        person = Person("mallory", "Mallory", "acme")
        ends_at = self.sessions.now() + HOUR_S
        found.session = self.sessions.open(found, Admission(person, ends_at), "10.0.0.9")
        return found

    def _witness(self, user: str, tenant: str, *rooms: str) -> Browser:
        found = self.instance.browser(user, tenant=tenant)
        for room in rooms:
            found.sub(room)
        return found


def faults_after(messages: list[bytes], spoil: Callable[[], object] = lambda: None) -> list[str]:
    """What is wrong after these messages; `spoil` is done when all witnesses are in."""
    fuzzed = Fuzzed()
    spoil()
    for message in messages:
        fuzzed.say(message)
    return list(fuzzed.faults())
