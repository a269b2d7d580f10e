"""A relay in a process of its own, to be killed: `python -m tests.faults.streaming.relaying`."""

import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from presence_api.adapters.ordered_sender_kafka import KafkaOrderedSender
from presence_api.adapters.outbox_postgres import PostgresOutbox
from presence_api.entities.outbox.relay import Relay
from presence_api.entities.outbox.shift import Pace
from presence_api.ports.ordered_sender import Delivery
from presence_api.ports.outbox import WaitingEvent
from tests.faults.streaming.shifted_clock import ShiftedClock

SILENCE_S = 3.0
PACE = Pace(batch_rows=50, poll_s=0.2, share_every_s=0.3)


class BelievesItself(KafkaOrderedSender):
    """Takes what it handed over for acknowledged, and does not wait."""

    def send(self, events: Sequence[WaitingEvent], keep_on: Callable[[], None]) -> Delivery:
        threading.Thread(target=super().send, args=(events, keep_on), daemon=True).start()
        return Delivery(frozenset(row.seq for row in events))


SENDERS: Final[Mapping[str, type[KafkaOrderedSender]]] = {
    "honest": KafkaOrderedSender,
    "believes-itself": BelievesItself,
}


def main(url: str, bootstrap: str, sender: str, shift_s: str) -> None:
    """Relay until SIGTERM, with a clock that is so far ahead."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    made = SENDERS[sender](bootstrap, timeout_s=SILENCE_S)
    Relay(PostgresOutbox(url), made, ShiftedClock(float(shift_s)), PACE).run(stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
