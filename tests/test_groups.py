"""Tests that share something slow to start run in one process."""

from types import SimpleNamespace
from typing import Any

from tests.groups import SHARED, group_of, pytest_collection_modifyitems


def item(*fixtures: str) -> Any:
    marks: list[Any] = []
    return SimpleNamespace(
        nodeid="tests/a.py::test_b[c]", fixturenames=fixtures, add_marker=marks.append, marks=marks
    )


def test_the_dearest_fixture_decides_and_without_one_the_file() -> None:
    assert group_of(item("tmp_path", SHARED[1], SHARED[0])) == SHARED[0]
    assert group_of(item("tmp_path")) == group_of(item()) == "tests/a.py"


def test_every_test_is_marked() -> None:
    items = [item(), item(SHARED[0])]
    pytest_collection_modifyitems(items)
    assert [one.marks[0].args for one in items] == [("tests/a.py",), (SHARED[0],)]
