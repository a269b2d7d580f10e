"""A warehouse that knows the answers to a few statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.ports.warehouse import WarehouseRefused


class FakeWarehouse:
    """`answers` by statement; `asked` keeps each statement with how it was narrowed."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Mapping[str, tuple[str, str]] | None]] = []

    def rows(
        self, sql: str, narrowed: Mapping[str, tuple[str, str]] | None = None
    ) -> Sequence[Sequence[Any]]:
        self.asked.append((sql, narrowed))
        if sql not in self.answers:
            raise WarehouseRefused(f"no such statement: {sql}")
        return self.answers[sql]
