"""Decisions about dead letters in memory."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from orchestration.ports.dispositions import Disposition, DispositionsBusy, Slot
from orchestration.ports.ledger import LedgerUnavailable


class FakeDispositions:
    """Switches: `busy`, `down`."""

    def __init__(self) -> None:
        self.busy = self.down = False
        self._made: dict[str, dict[str, dict[Slot, Disposition]]] = {}

    @contextmanager
    def alone(self) -> Iterator[None]:
        self._require_server()
        if self.busy:
            raise DispositionsBusy("dead letters")
        self.busy = True
        try:
            yield
        finally:
            self.busy = False

    def of(self, topic: str) -> Mapping[str, Mapping[Slot, Disposition]]:
        self._require_server()
        return {name: dict(made) for name, made in self._made.get(topic, {}).items() if made}

    def decide(self, topic: str, topic_id: str, made: Mapping[Slot, Disposition]) -> None:
        self._require_server()
        known = self._made.setdefault(topic, {}).setdefault(topic_id, {})
        known |= made

    def forget(self, topic: str, topic_id: str, slots: Iterable[Slot]) -> None:
        self._require_server()
        for slot in slots:
            self._made.get(topic, {}).get(topic_id, {}).pop(slot, None)

    def _require_server(self) -> None:
        if self.down:
            raise LedgerUnavailable("fake, down")
