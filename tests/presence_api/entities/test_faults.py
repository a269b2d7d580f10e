"""Faults of a request."""

import pickle

import pytest

from presence_api.entities.faults import FaultCode, Faults, RequestInvalid, below, object_of


def test_pointers_escape_what_they_are_made_of() -> None:
    assert below(below("", "a/b~c"), 0) == "/a~1b~0c/0"


def test_all_faults_are_told_with_what_may_have_been_meant() -> None:
    faults = Faults()
    faults.check()
    faults.add("/limit", FaultCode.OUT_OF_BOUNDS, "too many")
    faults.unknown("/fields/0", FaultCode.UNKNOWN_ATTRIBUTE, "nmae", ["name", "size"])
    faults.unknown("/fields/1", FaultCode.UNKNOWN_ATTRIBUTE, "x" * 10_000, ["name"])
    with pytest.raises(RequestInvalid) as refused:
        faults.check()
    assert [fault.pointer for fault in refused.value.faults] == ["/limit", "/fields/0", "/fields/1"]
    assert [fault.suggestions for fault in refused.value.faults] == [(), ("name",), ()]
    assert max(len(fault.message) for fault in refused.value.faults) < 200
    assert str(refused.value).startswith("3 faults: /limit too many")


def test_the_refusal_comes_out_of_another_process_as_it_went_in() -> None:
    faults = Faults()
    faults.add("", FaultCode.WRONG_SHAPE, "an object is wanted")
    before = RequestInvalid(tuple(faults))
    assert pickle.loads(pickle.dumps(before)).faults == before.faults  # noqa: S301 - our own bytes


def test_an_object_has_no_other_keys_than_those_that_mean_something() -> None:
    faults = Faults()
    assert object_of({"by": 1, "bye": 2}, {"by", "dir"}, "/order/0", faults) == {"by": 1, "bye": 2}
    assert object_of([], {"by"}, "/order/1", faults, "an object such as this") is None
    assert [(one.pointer, one.code) for one in faults] == [
        ("/order/0/bye", FaultCode.UNKNOWN_KEY),
        ("/order/1", FaultCode.WRONG_SHAPE),
    ]
