"""Dagster's storage, opened once."""

import sys

import pytest

from ops.stack.component import Stack
from ops.stack.components.dagster_code import DagsterCode
from ops.stack.components.dagster_init import OPEN_ONCE, DagsterInit
from tests.ops.stack.components import stack_of


def test_a_fresh_home_is_opened_once_and_a_known_one_not_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(Stack, "run", lambda _self, _name, argv: ran.append(argv))
    stack = stack_of(DagsterCode())
    for _ in range(2):
        DagsterInit().start(stack)
    assert ran == [[sys.executable, "-c", OPEN_ONCE]]
    assert (stack.folder / "dagster" / "dagster.yaml").exists()


def test_clients_are_told_the_home() -> None:
    stack = stack_of(DagsterCode())
    assert DagsterInit().environment(stack)["DAGSTER_HOME"] == str(stack.folder / "dagster")
