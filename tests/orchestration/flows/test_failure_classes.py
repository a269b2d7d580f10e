"""What an exception says about another attempt."""

import pytest

from metamodel.events.codec import DecodeFault, UndecodableEvent
from metamodel.kernel.errors import RampartError
from orchestration.flows.failure_classes import (
    FailureClass,
    classify,
    name_of,
    trace_hash,
)
from orchestration.ports.ledger import LedgerUnavailable


@pytest.mark.parametrize(
    ("error", "kind", "name"),
    [
        (LedgerUnavailable("away"), FailureClass.TRANSIENT, "LDG-001"),
        (UndecodableEvent("t", DecodeFault.MAGIC, "0x00"), FailureClass.PERMANENT, "EVT-001"),
        (TimeoutError("late"), FailureClass.TRANSIENT, "TimeoutError"),
        (ConnectionResetError("gone"), FailureClass.TRANSIENT, "ConnectionResetError"),
        (KeyError("what"), FailureClass.UNKNOWN, "KeyError"),
    ],
)
def test_each_error_has_a_class_and_a_name(error: Exception, kind: FailureClass, name: str) -> None:
    assert classify(error) is kind
    assert name_of(error) == name


def test_a_trace_is_known_by_its_place_not_by_its_values() -> None:
    hashes = {trace_hash(raised(value)) for value in ("a", "b")}
    assert len(hashes) == 1
    assert hashes != {trace_hash(RampartError("elsewhere"))}


def raised(value: str) -> Exception:
    try:
        raise_for(value)
    except KeyError as error:
        return error
    raise AssertionError("nothing was raised")


def raise_for(value: str) -> None:
    raise KeyError(value)
