"""Answers of the version that serves, beside what plain SQL says."""

import threading
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

from metamodel.kernel.errors import RampartError
from orchestration.composition import compose
from orchestration.ports.cube import Answer, Caller
from tests.faults.preaggs.documents import ORDERS_ROLLUP
from tests.faults.preaggs.ground import Ground

UNCACHED = {"cache": "no-cache"}
BY_MONTH: dict[str, Any] = {
    "measures": ["orders.count", "orders.total_price"],
    "timeDimensions": [
        {
            "dimension": "orders.orderdate",
            "granularity": "month",
            "dateRange": ["1992-01-01", "1998-12-31"],
        }
    ],
    "order": [["orders.orderdate", "asc"]],
    "timezone": "UTC",
    "limit": 1000,
    **UNCACHED,
}
COUNT = {"measures": ["orders.count"], "timezone": "UTC", **UNCACHED}
_TRUTH = """
SELECT to_char(o_orderdate, 'YYYY-MM'), count(*), sum(o_totalprice) FROM orders
GROUP BY 1 ORDER BY 1
"""
Figures = list[tuple[str, int, Decimal]]


def truth(ground: Ground) -> Figures:
    """Orders and their prices by month, by SQL."""
    return [(month, count, total) for month, count, total in ground.sql(_TRUTH)]


def answered(ground: Ground, version: str | None = None) -> Figures:
    """The same from the pre-aggregation of a version; the one that serves if none is named."""
    answer = ground.platform.build.cube.load(BY_MONTH, Caller(version or ground.current.version))
    assert answer.used_rollups == {ORDERS_ROLLUP}
    return figures_of(answer)


def figures_of(answer: Answer) -> Figures:
    """An answer to BY_MONTH as figures."""
    return [
        (
            str(row["orders.orderdate.month"])[:7],
            int(row["orders.count"]),
            Decimal(str(row["orders.total_price"])),
        )
        for row in answer.rows
    ]


class ServingThroughout:
    """Asks what is CURRENT, then asks Cube by that version, all the time; no answer may fail."""

    def __init__(self, ground: Ground) -> None:
        self.answers = 0
        self._name = ground.source.name
        self._platform = compose(ground.settings)
        self._orders = ground.sql("SELECT count(*) FROM orders")[0][0]
        self._fault: str = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        if error is None:
            assert not self._fault, self._fault
            assert self.answers, "it was never asked"

    def _ask(self) -> None:
        while not self._stop.wait(0.05) and not self._fault:
            try:
                current = self._platform.publications.current(self._name)
                assert current is not None
                rows = self._platform.build.cube.load(COUNT, Caller(current.version)).rows
                assert int(rows[0]["orders.count"]) == self._orders, f"it counted {rows}"
                self.answers += 1
            except (RampartError, AssertionError) as error:
                self._fault = repr(error)
