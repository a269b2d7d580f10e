"""The demo's data."""

import pytest

from ops.stack.components import seed
from ops.stack.components.postgres import Postgres, owner_url
from tests.ops.stack.components import stack_of


def test_tpch_is_loaded_into_the_stacks_database(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(seed, "load_tpch", loaded.append)
    stack = stack_of(Postgres())
    seed.Seed().start(stack)
    assert loaded == [owner_url(stack)]
