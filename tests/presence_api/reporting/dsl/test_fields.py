"""Reading one JSON object."""

from typing import Any

import pytest

from presence_api.reporting.dsl.faults import FaultCode, Faults
from presence_api.reporting.dsl.fields import Fields, text_of


def read(value: Any) -> tuple[Fields, Faults]:
    faults = Faults()
    return Fields(value, "", faults), faults


def codes(faults: Faults) -> list[tuple[str, FaultCode]]:
    return [(item.pointer, item.code) for item in faults.found]


def test_what_nobody_has_read_is_unknown() -> None:
    fields, faults = read({"limit": 1, "lmit": 2, "a/b": 3})
    assert fields.whole("limit", 0, 0, 9) == 1
    fields.close()

    assert codes(faults) == [("/lmit", FaultCode.UNKNOWN_FIELD), ("/a~1b", FaultCode.UNKNOWN_FIELD)]
    assert faults.found[0].suggestions == ("limit",)


def test_what_is_absent_has_its_default() -> None:
    fields, faults = read({})

    assert fields.text("a") is None
    assert fields.choice("b", ("x", "y"), "x") == "x"
    assert fields.whole("c", 7, 0, 9) == 7
    assert fields.flag("d") is False
    assert [*fields.items("e", 1)] == []
    assert fields.object("f") is None
    assert fields.take("g") is None
    assert faults.found == ()
    fields.text("h", required=True)
    assert codes(faults) == [("", FaultCode.MISSING)]


@pytest.mark.parametrize("value", [None, True, "1", 1.0, []])
def test_a_whole_number_is_nothing_else(value: Any) -> None:
    fields, faults = read({"a": value})

    assert fields.whole("a", 7, 0, 9) == 7
    assert codes(faults) == [("/a", FaultCode.WRONG_TYPE)]


def test_limits_hold() -> None:
    fields, faults = read({"a": -1, "b": 10, "c": [1, 2, 3], "d": "z"})
    fields.whole("a", 0, 0, 9)
    fields.whole("b", 0, 0, 9)

    assert [*fields.items("c", 2)] == [("/c/0", 1), ("/c/1", 2)]
    assert fields.choice("d", ("x", "y"), "x") == "x"
    assert {code for _, code in codes(faults)} == {FaultCode.OUT_OF_RANGE}
    assert [at for at, _ in codes(faults)] == ["/a", "/b", "/c", "/d"]


@pytest.mark.parametrize("value", [None, 1, [], "x"])
def test_what_is_no_object_is_told_once(value: Any) -> None:
    fields, faults = read({"a": value})
    inner = fields.object("a")
    assert inner is not None
    inner.flag("b")
    inner.close()

    assert codes(faults) == [("/a", FaultCode.WRONG_TYPE)]


def test_lists_and_flags_have_their_types() -> None:
    fields, faults = read({"a": "x", "b": 1, "c": 3})
    assert [*fields.items("a", 1)] == []
    assert fields.flag("b") is False
    assert fields.text("c") is None
    assert {code for _, code in codes(faults)} == {FaultCode.WRONG_TYPE}
    assert len(faults.found) == 3


def test_an_object_of_names_is_read_whole() -> None:
    fields, faults = read({"a": 1, "b/c": 2})

    assert [*fields.entries()] == [("a", "/a", 1), ("b/c", "/b~1c", 2)]
    fields.close()
    assert faults.found == ()


@pytest.mark.parametrize(
    ("value", "found"),
    [("Rene\u0301", "Ren\u00e9"), ("", None), (3, None), ("a\0", None), ("\ud800", None)],
)
def test_a_text_is_one_that_databases_store_in_one_form(value: Any, found: str | None) -> None:
    faults = Faults()

    assert text_of(value, "/a", faults) == found
    assert len(faults.found) == (found is None)


def test_a_text_may_be_empty_where_that_is_said() -> None:
    assert text_of("", "/a", Faults(), may_be_empty=True) == ""
