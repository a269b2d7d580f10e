"""The platform's own tables."""

import pytest

from ops.stack.components.migrations import Migrations
from ops.stack.components.postgres import Postgres, owner_url
from tests.ops.stack.components import stack_of


def test_the_history_is_applied_to_the_stacks_database(monkeypatch: pytest.MonkeyPatch) -> None:
    upgraded: list[str] = []
    monkeypatch.setattr("ops.migrations.run.upgrade", upgraded.append)
    stack = stack_of(Postgres())
    Migrations().start(stack)
    assert upgraded == [owner_url(stack)]


def test_it_is_part_of_this_installation_and_needs_the_database() -> None:
    assert Migrations.available()
    assert Migrations.needs == ("postgres",)
