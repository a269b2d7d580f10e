"""What is wrong with a request."""

import pytest

from presence_api.reporting.dsl.faults import (
    MOST_FAULTS,
    Fault,
    FaultCode,
    Faults,
    ReportRefused,
    shown,
)
from presence_api.request_fault import near


def test_every_fault_is_told_once_in_the_order_of_finding() -> None:
    faults = Faults()
    for at in ("/b", "/a", "/b"):
        faults.add(at, FaultCode.MISSING, "wants a word")
    faults.unknown("/c", FaultCode.UNKNOWN_NAME, "coutn", ["count", "total"])

    with pytest.raises(ReportRefused) as refused:
        faults.refuse()

    assert refused.value.faults == (
        Fault("/b", FaultCode.MISSING, "wants a word"),
        Fault("/a", FaultCode.MISSING, "wants a word"),
        Fault("/c", FaultCode.UNKNOWN_NAME, "there is no `coutn` here", ("count",)),
    )
    assert str(refused.value).startswith("/b: wants a word; /a: wants a word; /c: ")


def test_without_faults_nothing_is_refused() -> None:
    Faults().refuse()


def test_after_a_hundred_nobody_counts() -> None:
    faults = Faults()
    for index in range(MOST_FAULTS + 5):
        faults.add(f"/{index}", FaultCode.MISSING, "wants a word")
        faults.unknown(f"/{index}", FaultCode.UNKNOWN_NAME, "x", [])

    assert len(faults.found) == MOST_FAULTS


def test_names_are_not_repeated_at_any_length() -> None:
    assert shown("a" * 80) == "a" * 80
    assert shown("a" * 81) == f"{'a' * 80}..."
    assert near("x" * 10_000, ["count"]) == ()
