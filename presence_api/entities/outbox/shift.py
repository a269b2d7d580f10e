"""A relay's work within one session of the outbox: share the shards, send, delete."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from presence_api.entities.outbox.prefixes import acknowledged_prefixes, up_to_last
from presence_api.entities.outbox.shares import fair_share
from presence_api.entities.outbox.standing import Standing
from presence_api.ports.ordered_sender import Delivery, NotAcknowledged, OrderedSender
from presence_api.ports.outbox import OutboxSession, WaitingEvent

_LOG: Final = logging.getLogger(__name__)


class Stop(Protocol):
    """The wish of others that the relay end; a `threading.Event` is one."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float) -> bool: ...


class RelayStopped(RampartError):
    """The relay was asked to stop, and the broker did not acknowledge the last batch in time."""

    code = "OBX-003"
    retryable = True
    hint = "Nothing is lost: the rows are still in the outbox, and another relay sends them."


@dataclass(frozen=True, slots=True)
class Pace:
    """How much at once, and how often a relay looks up from its work."""

    batch_rows: int = 500  # of each shard
    poll_s: float = 1.0  # when nobody told it of rows
    share_every_s: float = 2.0
    measure_every_s: float = 5.0
    stop_grace_s: float = 2.5  # for the acknowledgements of the last batch


class Shift:
    """Ends when asked to stop, or with the fault of broker or database that ended it."""

    def __init__(
        self,
        session: OutboxSession,
        sender: OrderedSender,
        standing: Standing,
        *,
        clock: Clock,
        pace: Pace,
    ) -> None:
        self._session, self._sender, self._standing = session, sender, standing
        self._clock, self._pace = clock, pace
        self._held: set[int] = set()
        self._share_at = self._measure_at = clock.monotonic_s()
        self._stop_by: float | None = None

    def work(self, stop: Stop) -> None:
        """Relay until asked to stop. Raises whatever of RampartError comes from outside."""
        while not stop.is_set():
            self._look_up()
            rows = self._read()
            if rows:
                self._relay(rows, stop)
            else:
                self._session.wait(self._pace.poll_s)
            self._standing.fault = ""

    def _read(self) -> Sequence[WaitingEvent]:
        return self._session.read(self._held, self._pace.batch_rows) if self._held else ()

    def _look_up(self) -> None:
        now = self._clock.monotonic_s()
        if now >= self._share_at:
            self._share_at = now + self._pace.share_every_s
            self._take_share()
        if now >= self._measure_at:
            self._measure_at = now + self._pace.measure_every_s
            self._standing.backlog = self._session.backlog()

    def _take_share(self) -> None:
        share = fair_share(self._held, self._session.relays())
        for shard in share.give_back:
            self._session.give_back(shard)
            self._held.discard(shard)
        for shard in share.try_for:
            if len(self._held) < share.most and self._session.take(shard):
                self._held.add(shard)
        self._standing.shards = frozenset(self._held)

    def _relay(self, rows: Sequence[WaitingEvent], stop: Stop) -> None:
        delivery = self._send(rows, stop)
        done = acknowledged_prefixes(rows, delivery.acknowledged)
        self._remove(done)
        if delivery.refused:
            gone = {row.seq for row in done}
            left = [row for row in rows if row.seq not in gone]
            self._single_out(up_to_last(left, delivery.refused), stop)
        elif len(delivery.acknowledged) < len(rows):
            raise delivery.fault or NotAcknowledged(f"{len(rows)} events")

    def _single_out(self, rows: Sequence[WaitingEvent], stop: Stop) -> None:
        """Send rows one by one: a broker refuses a whole batch for the worst event in it.

        What is refused alone is parked, and what stands behind it left where it is.
        """
        parked: set[tuple[str, str]] = set()
        for row in rows:
            if stop.is_set():
                return
            if row.track in parked:
                continue
            delivery = self._send([row], stop)
            if row.seq in delivery.refused:
                self._park(row, delivery.refused[row.seq])
                parked.add(row.track)
            elif row.seq in delivery.acknowledged:
                self._remove([row])
            else:
                raise delivery.fault or NotAcknowledged("1 event")

    def _send(self, rows: Sequence[WaitingEvent], stop: Stop) -> Delivery:
        return self._sender.send(rows, lambda: self._keep_on(stop))

    def _keep_on(self, stop: Stop) -> None:
        """Raises RelayStopped past the grace, OutboxUnavailable once the shards are lost."""
        if stop.is_set():
            now = self._clock.monotonic_s()
            self._stop_by = self._stop_by or now + self._pace.stop_grace_s
            if now > self._stop_by:
                raise RelayStopped("the last batch")
        self._session.check()

    def _remove(self, rows: Collection[WaitingEvent]) -> None:
        if rows:
            self._session.remove(list(rows))
            self._standing.relayed.update(row.event.topic for row in rows)

    def _park(self, row: WaitingEvent, reason: str) -> None:
        self._session.park(row, reason)
        self._standing.parked[row.event.topic] += 1
        where = f"shard {row.shard}, seq {row.seq}, topic {row.event.topic}"
        _LOG.error("outbox relay: parked %s: %s; later events of its key wait", where, reason)
