"""Tests that share something slow to start run in one process."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.groups import SHARED, group_of, misplaced, pytest_collection_modifyitems

HERE = "tests/integration/test_stack.py::test_a[b]"


def test_a_file_is_a_group_and_some_are_one_together() -> None:
    assert group_of("tests/a.py::test_b[tests/integration/test_stack.py]") == "tests/a.py"
    assert group_of(HERE) == group_of("tests/ops/demo/acts/test_data.py::test_c") == "whole_stack"


@pytest.mark.parametrize("files", SHARED.values())
def test_every_file_that_is_named_exists(files: tuple[str, ...]) -> None:
    assert [file for file in files if not Path(file).exists()] == []


def test_canary_a_test_that_asks_for_a_shared_thing_elsewhere_is_refused() -> None:
    assert misplaced(HERE, ("tmp_path", "whole_stack")) is None
    assert misplaced("tests/a.py::test_b", ("whole_stack",)) == "whole_stack"
    item: Any = SimpleNamespace(nodeid="tests/a.py::test_b", fixturenames=("whole_stack",))
    with pytest.raises(pytest.UsageError, match=r"tests/a\.py"):
        pytest_collection_modifyitems([item])
