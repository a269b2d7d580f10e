from typing import Any

from tests.metamodel.shop import ORDER, places

STATUS = f"/entities/{ORDER}/attributes/4"


def listed(*values: str, **more: Any) -> dict[str, Any]:
    edits = {f"{STATUS}/{key}": value for key, value in more.items()}
    return {f"{STATUS}/enum": [{"value": value} for value in values], **edits}


def test_values_of_their_own_are_right() -> None:
    assert places("ENU001", listed("open", "done", default="open")) == []
    assert places("ENU001", listed("1", "-2", type="integer")) == []


def test_a_value_is_there_once() -> None:
    assert places("ENU001", listed("open", "done", "open")) == [f"{STATUS}/enum/2/value"]


def test_values_fit_the_column() -> None:
    assert places("ENU001", listed("one", type="integer")) == [f"{STATUS}/enum/0/value"]
    assert places("ENU001", listed("2024", type="date")) == [f"{STATUS}/enum"]


def test_the_default_is_one_of_them() -> None:
    assert places("ENU001", listed("open", default="new")) == [f"{STATUS}/default"]
