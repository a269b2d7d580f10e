"""The environment of children."""

import pytest

from ops.stack.environment import LOOPBACK, child_environment


def test_what_slows_dagster_down_is_not_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("DAGSTER_HOME", "/elsewhere")
    assert not {"PYTHONDONTWRITEBYTECODE", "DAGSTER_HOME"} & child_environment({}).keys()


def test_ours_is_inherited_and_the_stacks_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAMPART_A", "ours")
    monkeypatch.setenv("RAMPART_B", "ours")
    found = child_environment({"RAMPART_B": "the stack's"})
    assert (found["RAMPART_A"], found["RAMPART_B"]) == ("ours", "the stack's")


def test_no_proxy_stands_between_the_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "example.org")
    monkeypatch.delenv("no_proxy", raising=False)
    found = child_environment({})
    assert found["NO_PROXY"] == f"example.org,{LOOPBACK}"
    assert found["no_proxy"] == LOOPBACK
