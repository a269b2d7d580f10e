"""The relay in its thread."""

import threading

import pytest

from presence_api.entities.outbox.relay import Relay
from presence_api.entities.outbox.worker import RelayWorker
from presence_api.ports.outbox import OutgoingEvent
from tests.eventually import eventually
from tests.fakes.clock import FakeClock
from tests.fakes.ordered_sender import FakeBroker, FakeOrderedSender
from tests.fakes.outbox import FakeOutbox


class Broken(FakeOutbox):
    def sendable(self) -> list[object]:  # type: ignore[override]
        raise ZeroDivisionError


def worker_on(outbox: FakeOutbox) -> RelayWorker:
    return RelayWorker(Relay(outbox, FakeOrderedSender(FakeBroker()), FakeClock()))


def test_it_relays_until_it_is_stopped() -> None:
    outbox = FakeOutbox()
    worker = worker_on(outbox)
    assert (worker.alive, bool(worker.fault)) == (False, True)

    worker.start()
    outbox.insert(OutgoingEvent("t", "k", b"1", {}))
    eventually(lambda: outbox.rows, lambda rows: not rows, "the row is gone")

    assert (worker.alive, worker.fault) == (True, "")
    assert worker.stop(10)
    assert (worker.alive, worker.fault, outbox.sessions) == (False, "stopped", [])


def test_a_fault_that_is_ours_ends_it_for_a_new_process_to_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    worker = worker_on(Broken())
    worker.start()

    eventually(lambda: worker.alive, lambda alive: not alive, "the thread has ended")
