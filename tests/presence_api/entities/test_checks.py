"""What searches and patches check alike."""

from presence_api.entities.checks import granted, is_listed, read_value
from presence_api.entities.faults import FaultCode, Faults
from tests.presence_api.entities.gadgets import view

VIEW = view("analyst")
STATUS, SIZE = VIEW.attribute("status"), VIEW.attribute("size")


def told(faults: Faults) -> list[tuple[str, FaultCode]]:
    return [(fault.pointer, fault.code) for fault in faults]


def test_a_value_that_fits_is_read_and_another_is_a_fault() -> None:
    faults = Faults()
    assert read_value(SIZE, "7", "/size", faults) == 7
    assert not faults
    assert read_value(SIZE, "many", "/size", faults) is None
    assert told(faults) == [("/size", FaultCode.UNFIT_VALUE)]


def test_of_listed_values_one_is_wanted_and_where_none_are_listed_all_will_do() -> None:
    faults = Faults()
    assert is_listed(STATUS, "open", "/status", faults)
    assert is_listed(SIZE, 7, "/size", faults)
    assert not is_listed(STATUS, "opne", "/status", faults)
    (fault,) = faults
    assert (fault.pointer, fault.suggestions[0]) == ("/status", "open")


def test_what_no_policy_shows_together_is_a_fault_of_the_request() -> None:
    both, faults = view("analyst", "seller", names=["ada"]), Faults()
    assert granted(both, {"email"}, (), faults)
    assert not granted(both, {"email", "amount"}, (), faults)
    assert told(faults) == [("", FaultCode.APART)]
