"""All parts looked at in one scrape, side by side, and no longer than a scrape may take.

A metric that could not be looked at is absent, and `rampart_scrape_error` names its part.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Final

from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from ops.monitoring.family import Gauge
from ops.monitoring.part import Part

BUDGET_S: Final = 4.0
"""Prometheus waits 5 s here, and 10 s by default."""
SCRAPE_ERROR: Final = Gauge(
    "rampart_scrape_error", "1 if this part could not be looked at in time.", labels=["part"]
)
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Look:
    metrics: list[Metric]
    ended_s: float


class Scrape(Collector):
    """A part whose last look still waits is not looked at again beside it, so nothing piles up."""

    def __init__(self, parts: Sequence[Part], clock: Clock, *, budget_s: float = BUDGET_S) -> None:
        self._parts, self._clock, self._budget_s = parts, clock, budget_s
        self._looks: dict[str, Future[_Look]] = {}
        self._lock = threading.Lock()

    def collect(self) -> Iterator[Metric]:
        with self._lock:
            looks = {part.name: self._look_of(part) for part in self._parts}
        wait(looks.values(), timeout=self._budget_s)
        errors = SCRAPE_ERROR.new()
        for name, look in looks.items():
            seen = look.result().metrics if look.done() and look.exception() is None else None
            errors.add_metric([name], float(seen is None))
            yield from seen or ()
        yield errors

    def _look_of(self, part: Part) -> "Future[_Look]":
        """The look that is under way, or the last one while it is fresh, or a new one."""
        last = self._looks.get(part.name)
        if last is not None and (not last.done() or self._is_fresh(last, part)):
            return last
        look: Future[_Look] = Future()
        self._looks[part.name] = look
        # Not a pool's thread: those would keep the program from ending while a broker hangs.
        threading.Thread(target=self._fill, args=(look, part), daemon=True).start()
        return look

    def _is_fresh(self, look: "Future[_Look]", part: Part) -> bool:
        if look.exception() is not None:
            return False
        return self._clock.monotonic_s() - look.result().ended_s < part.every_s

    def _fill(self, look: "Future[_Look]", part: Part) -> None:
        try:
            look.set_result(_Look(part.look(), self._clock.monotonic_s()))
        except RampartError as error:
            look.set_exception(error)
        except Exception as error:  # noqa: BLE001 - it must not hide what the other parts see
            _LOG.exception("part %s", part.name)
            look.set_exception(error)
