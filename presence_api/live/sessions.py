"""All connections of this instance: who may come in, who has to go, and whose place is kept."""

import logging
from collections import Counter, deque
from collections.abc import Hashable, Iterator
from typing import Final, TypeVar

from metamodel.kernel.clock import Clock
from presence_api.live.backplane.backplane import Backplane
from presence_api.live.closing import CloseCode
from presence_api.live.locks import Locks
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.messages import (
    Allowance,
    Goodbye,
    ServiceStatus,
    StatusChanged,
    Welcome,
)
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.session import Session
from presence_api.live.staleness.staleness import Staleness
from presence_api.live.standing import Standing
from presence_api.live.tickets import Admission, Tickets
from presence_api.live.wire import LiveWire
from presence_api.ports.entity_catalogue import EntityCatalogue

Key = TypeVar("Key", bound=Hashable)
_LOG: Final = logging.getLogger(__name__)


class Sessions:
    """Opens sessions, and looks after them once a second (`sweep`)."""

    def __init__(
        self,
        rooms: Rooms,
        tickets: Tickets,
        catalogue: EntityCatalogue,
        clock: Clock,
        locks: Locks,
        *,
        backplane: Backplane,
        staleness: Staleness,
        standing: Standing,
    ) -> None:
        self.rooms, self.tickets, self.catalogue = rooms, tickets, catalogue
        self.locks, self.staleness, self._standing = locks, staleness, standing
        self.backplane = backplane
        standing.told = self._status_changed
        self.limits: Limits = rooms.limits
        self.timers = rooms.timers
        self.cost_s = 1 / self.limits.per_second
        self.slack_s = self.limits.burst / self.limits.per_second
        self.slow: dict[int, Session] = {}
        self.opened = self.resumed = 0
        self.closed: Counter[CloseCode] = Counter()
        self._clock = clock
        self._live: dict[int, Session] = {}
        self._kept: dict[int, Session] = {}  # broken off, within their grace
        self._leaving: deque[tuple[float, Session]] = deque()
        self._per_user: Counter[tuple[str, str]] = Counter()
        self._per_address: Counter[str] = Counter()
        self._pinged_at = self.timers.time()

    def __len__(self) -> int:
        return len(self._live)

    def __iter__(self) -> Iterator[Session]:
        return iter(self._live.values())

    @property
    def status(self) -> ServiceStatus:
        """What the service can promise now."""
        return self._standing.status

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock.now().timestamp()

    def open(self, wire: LiveWire, admission: Admission, address: str) -> Session | None:
        """A session that has been welcomed; None if its user or address has too many.

        In that case the wire has been ended.
        """
        person = admission.person
        user = (person.tenant, person.user)
        before = self._predecessor(admission)
        if before is not None and not before.over:
            before.end(CloseCode.REPLACED, "resumed by another connection")
        if self._too_many(user, address):
            self.closed[CloseCode.FLOODING] += 1
            about = {"tenant": person.tenant, "user": person.user, "address": address}
            _LOG.debug("too many connections", extra=about)
            wire.end(CloseCode.FLOODING, "too many connections")
            return None
        self.opened += 1
        self.resumed += before is not None
        found = Session(
            self,
            self.opened,
            wire,
            person,
            address=address,
            ends_at=admission.ends_at,
            predecessor=before,
        )
        self._live[found.number] = found
        if _LOG.isEnabledFor(logging.DEBUG):
            _LOG.debug("a connection was opened", extra=found.story)
        self._per_user[user] += 1
        self._per_address[address] += 1
        found.say(self._welcome(found))
        if admission.ticket:
            found.held = []
            self.backplane.tickets.use(admission.ticket, found.let_in)
        return found

    def lost(self, session: Session) -> None:
        """A session's connection has ended; it leaves its rooms when nobody resumes it in time."""
        if _LOG.isEnabledFor(logging.DEBUG):
            _LOG.debug("a connection is gone", extra=session.story)
        self._live.pop(session.number, None)
        self.slow.pop(session.number, None)
        user = (session.person.tenant, session.person.user)
        _take_one(self._per_user, user)
        _take_one(self._per_address, session.address)
        session.inherit()
        if session.rooms:
            self._kept[session.number] = session
            self._leaving.append((self.timers.time() + self.limits.grace_s, session))

    def sweep(self) -> None:
        """Everything that is due: ends of grace, slow and silent peers, tokens, pings."""
        now = self.timers.time()
        while self._leaving and self._leaving[0][0] <= now:
            _, session = self._leaving.popleft()
            self._kept.pop(session.number, None)
            session.leave_all()
        for session in list(self.slow.values()):
            if now - session.behind_since > self.limits.slow_s:
                session.end(CloseCode.SLOW, "does not read")
        self.backplane.sweep()
        self.staleness.sweep()
        self.locks.sweep()
        if now - self._pinged_at >= self.limits.ping_s:
            self._pinged_at = now
            self._look_around(now)

    def drain(self, window_ms: int) -> None:
        """End all, and ask them to come back spread over `window_ms`; their places are kept."""
        sessions = list(self._live.values())
        _LOG.info("everybody is asked to come back elsewhere", extra={"connections": len(sessions)})
        for at, session in enumerate(sessions):
            session.say(Goodbye(window_ms * at // len(sessions)))
            session.end(CloseCode.RESTART, "restart")

    def ended(self, session: Session, code: CloseCode) -> None:
        """A session is ended from here. What its client said is no part of the story."""
        self.closed[code] += 1
        if code is not CloseCode.RESTART:
            _LOG.info("a connection was ended", extra=session.story | {"code": code.name})

    def _status_changed(self, status: ServiceStatus) -> None:
        message = StatusChanged(status)
        now = {"stale": status.stale, "presence": status.presence}
        _LOG.warning("what can be promised has changed", extra=now)
        for session in list(self._live.values()):
            session.say(message)

    def _look_around(self, now: float) -> None:
        self.tickets.forget_void()
        today = self.now()
        for session in list(self._live.values()):
            quiet = now - session.heard_at
            if quiet > self.limits.silent_s:
                session.end(CloseCode.SILENT, "no answer to a ping")
            elif session.ends_at + self.limits.token_grace_s < today:
                session.end(CloseCode.NO_TICKET, "the token has ended")
            elif quiet > self.limits.ping_s / 2 and session.keeps_up:
                session.wire.ping()

    def _too_many(self, user: tuple[str, str], address: str) -> bool:
        limits = self.limits
        return (
            self._per_user[user] >= limits.connections_per_user
            or self._per_address[address] >= limits.connections_per_address
        )

    def _welcome(self, session: Session) -> Welcome:
        limits, conn = self.limits, session.conn
        resume = self.tickets.resume_token(conn, session.person)
        grace_ms = int(limits.grace_s * 1000)
        allowed = Allowance(limits.rooms, limits.frame_bytes, limits.per_second, grace_ms)
        return Welcome(conn, resume, allowed, self._standing.shortfall)

    def _predecessor(self, admission: Admission) -> Session | None:
        instance, _, number = (admission.resumes or "").partition(".")
        if instance != self.rooms.instance:  # others number theirs from 1 too
            return None
        found = self._live.get(int(number)) or self._kept.get(int(number))
        return found if found is not None and found.person == admission.person else None


def _take_one(counter: Counter[Key], key: Key) -> None:
    """Count one less; what is at zero takes no room."""
    counter[key] -= 1
    if not counter[key]:
        del counter[key]
